"""Rows and columns as auditors want them: by group, by column, in the style they choose; and CSV."""
