"""Tags of the sample."""
