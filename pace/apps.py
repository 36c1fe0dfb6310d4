"""Register pace."""

from django.apps import AppConfig


class PaceConfig(AppConfig):
    """How deciding goes: in which way, how long, where it waits; and what other limits would change."""

    name = "pace"
