"""The specification as files to take away."""
