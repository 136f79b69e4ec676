"""The Excel workbook: written to be filled in, and read back."""
