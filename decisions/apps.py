"""Register decisions."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Proposals, rounds and the register; adds to the shared floor what circles' pages show of them."""

    name = "decisions"
