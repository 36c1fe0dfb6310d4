"""What webhooks do in several steps."""
