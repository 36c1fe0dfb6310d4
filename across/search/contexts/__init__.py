"""What templates and the API show of a search."""
