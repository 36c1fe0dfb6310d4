"""Register the shared floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    """Projects, circles, who is in them, and the registries that other apps fill."""

    name = "circles"
    verbose_name = _("Circles")

    def ready(self) -> None:
        """Show money and equipment on a circle's page, and money on the map; read roles and limits in the record."""
        from circles import extension_points
        from circles.contexts import equipment
        from circles.models import Reversibility, Role
        from circles.money import balances
        from circles.navigation import autocomplete
        from circles.record_sentences import SENTENCES

        extension_points.weigh("money", balances.own_money)
        extension_points.show(extension_points.Panel("money", 5, balances.panel))
        extension_points.show(extension_points.Panel("equipment", 6, equipment.panel))
        extension_points.keep(equipment.ESTATE)
        extension_points.choose("person", autocomplete.people_for)
        extension_points.tell_by(SENTENCES)
        extension_points.read_as("role", Role.Kind)
        extension_points.read_as("hard_to_undo", Reversibility)
        extension_points.read_as("hard_to_undo_before", Reversibility)
