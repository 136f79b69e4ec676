"""What people read in a terminal: the table, the lines, one finding in full."""
