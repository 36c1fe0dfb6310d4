"""Takes a project away as one file, brings it in elsewhere, and erases a person's data."""
