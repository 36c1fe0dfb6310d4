"""What the metrics of this process say."""

from prometheus_client import REGISTRY


def failures(sweep: str) -> float:
    """Return how often a sweep could not do a thing."""
    return REGISTRY.get_sample_value("ronde_sweep_failures_total", {"sweep": sweep}) or 0.0
