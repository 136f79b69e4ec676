"""OSCAL documents (NIST): assessment results, and the plan of action and milestones."""
