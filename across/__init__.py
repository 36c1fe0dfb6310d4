"""What sees everything, so that nothing may import it: search, copies taken away, webhooks, backups, the sample.

Each asks every app by a small object of its own (`search.kinds`, `kept_data.py`, `takeaway.py` of an app …), or is told
of every event. Imports all groups; only `config` imports it. Start with `search/kinds.py` and `takeaway/archive.py`.
"""
