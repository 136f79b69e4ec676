"""A rule read out in words, generated from its typed tree: what each language calls things, conditions and whole sentences."""
