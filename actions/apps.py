"""Register actions with the shared floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionsConfig(AppConfig):
    """Who does what by when, and why."""

    name = "actions"
    verbose_name = _("Actions")

    def ready(self) -> None:
        """Say what `A-12` means, and show actions in the rail and on a circle's page."""
        from actions import extension
        from actions.record_sentences import SENTENCES
        from circles.extension_points import Panel, keep, refer, show, show_on_map, sign, tally, tell_by
        from circles.restructuring.transfer import estate_of

        refer("A", extension.find)
        tell_by(SENTENCES)
        tally("actions", extension.how_many)
        keep(estate_of("actions", extension.open_in, extension.actions_go))
        show(Panel("actions", 50, extension.panel))
        show_on_map(Panel("actions", 50, extension.card))
        sign("late", extension.overdue)
