"""Register recognition."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """What a text names, found by rules alone; without a database."""

    name = "decisions.recognition"
