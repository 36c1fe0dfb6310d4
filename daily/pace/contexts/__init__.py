"""What the page of pace shows."""
