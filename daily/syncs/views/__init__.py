"""Pages of the regular syncs."""
