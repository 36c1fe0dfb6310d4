"""Register actions with the shared floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionsConfig(AppConfig):
    """Who does what by when, and why."""

    name = "actions"
    verbose_name = _("Actions")

    def ready(self) -> None:
        """Say what `A-12` means, and show actions in the rail and on a circle's page."""
        from actions import floor
        from actions.telling import DEEDS
        from circles.changes.estates import estate_of
        from circles.registries import Panel, keep, refer, show, show_on_map, sign, tally, tell_by

        refer("A", floor.find)
        tell_by(DEEDS)
        tally("actions", floor.how_many)
        keep(estate_of("actions", floor.open_in, floor.actions_go))
        show(Panel("actions", 50, floor.panel))
        show_on_map(Panel("actions", 50, floor.card))
        sign("late", floor.overdue)
