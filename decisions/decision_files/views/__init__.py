"""Pages of decisions as files."""
