"""Figures of co-editing for `/metrics`."""

from prometheus_client import Counter

REJECTED = Counter("ronde_documents_rejected_updates", "Updates refused because no honest client sends them.")
NOT_QUARANTINED = Counter(
    "ronde_documents_rejected_updates_not_kept", "Of these, those that were not kept in quarantine."
)
SNAPSHOT_FAILURES = Counter("ronde_documents_snapshot_failures", "Snapshots that were not kept; the log says why.")
SLOW_SECONDS = Counter("ronde_documents_slow_seconds", "Processor seconds for updates and loads that take long.")
