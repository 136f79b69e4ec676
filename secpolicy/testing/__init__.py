"""The fifth floor: runs the cases that lie beside rules. Knows nothing of reporting."""
