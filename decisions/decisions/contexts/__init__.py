"""What each page of decisions shows, gathered once for a reader."""
