"""Taking a project away, bringing it in, erasing a person."""
