"""Logs of documents, and the sessions in which many write at once: what it asks of documents stands in `owning_app`."""
