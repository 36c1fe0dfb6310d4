"""Who of the sample signs in by one click on an embedded server."""

SAMPLE_HOST = "heliopompe.example"
SESSION_LANGUAGE = "language"
"""Where a session keeps in which language its visitor came in: many go in as one sample person, each in their own."""
SAMPLE_HANDLES = ("ada", "bo", "fay", "ines", "thea")
