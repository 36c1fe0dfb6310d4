"""What each page of decisions as files shows, gathered once for a reader."""
