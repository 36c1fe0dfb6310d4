"""Register the shared floor."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    """Projects, circles, who is in them, and the registries that other apps fill."""

    name = "circles"

    def ready(self) -> None:
        """Show money on a circle's page and on the map."""
        from circles import budgets, registries

        registries.weigh("money", budgets.own_money)
        registries.show(registries.Panel("money", 5, budgets.panel))
