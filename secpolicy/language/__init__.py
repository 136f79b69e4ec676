"""The first floor: what can be written in a rule or a term, from its text to a syntax tree."""
