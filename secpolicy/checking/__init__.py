"""The third floor: is a pack sound? Types, names and citations, before anything is judged."""
