"""The fifth floor: says what was judged, and how a rule reads, in every format."""
