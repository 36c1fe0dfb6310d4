"""How a circle decides, and what follows: proposals, rounds, elections, tracks, clauses, actions.

`decisions` is the way of a proposal; `actions` and `specification` are what it changes, `recognition` reads what a text
names; `decision_files`, `traceability`, `elections` and `tracks` build on it. Imports `chat` and what is below.
Start with `decisions/consent.py`, then `decisions/models/proposals/proposal.py`.
"""
