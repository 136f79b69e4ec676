"""What changes: between two runs, with time, and on the way to another model."""
