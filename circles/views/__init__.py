"""Pages of the shared floor."""
