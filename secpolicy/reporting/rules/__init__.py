"""What is told of rules and clauses before any inventory is looked at: lists, sources, sheets, and what is covered."""
