"""Register the shared floor."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    """Projects, circles, who is in them, and the registries that other apps fill."""

    name = "circles"
