"""A circle's week: its syncs, what waits for each person today, and how fast deciding goes.

Imports `decisions` and what is below. Start with `syncs/agenda.py` and `today/contexts/`.
"""
