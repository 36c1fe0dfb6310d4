"""What each page of traceability shows, gathered once for a reader."""
