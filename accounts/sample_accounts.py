"""Who of the sample signs in by one click on an embedded server."""

SAMPLE_HOST = "heliopompe.example"
SAMPLE_HANDLES = ("ada", "bo", "fay", "ines", "thea")
