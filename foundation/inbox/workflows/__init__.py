"""What inboxes do in several steps."""
