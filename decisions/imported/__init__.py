"""Processes of elsewhere: read from a file, brought in, and found again."""
