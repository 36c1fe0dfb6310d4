"""A proposal, from its draft to its end: what it touches, who decides it, what changes in it."""
