"""Register the shared floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    """Projects, circles, who is in them, and the registries that other apps fill."""

    name = "circles"
    verbose_name = _("Circles")

    def ready(self) -> None:
        """Show money and equipment on a circle's page, and money on the map; read roles and limits in the record."""
        from circles import budgets, equipment, picking, registries
        from circles.models import Reversibility, Role
        from circles.telling import DEEDS

        registries.weigh("money", budgets.own_money)
        registries.show(registries.Panel("money", 5, budgets.panel))
        registries.show(registries.Panel("equipment", 6, equipment.panel))
        registries.keep(equipment.ESTATE)
        registries.choose("person", picking.people_for)
        registries.tell_by(DEEDS)
        registries.read_as("role", Role.Kind)
        registries.read_as("hard_to_undo", Reversibility)
        registries.read_as("hard_to_undo_before", Reversibility)
