"""Pages of projects and circles."""
