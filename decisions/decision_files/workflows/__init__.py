"""What reaches across the aggregates of decisions as files: an import."""
