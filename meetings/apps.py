"""Register the regular syncs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Rituals, syncs, pulses and minutes."""

    name = "meetings"
    verbose_name = _("Syncs")

    def ready(self) -> None:
        """Give every project its daily sync, answer for `S-12`, count the rail's time."""
        from circles import extension_points
        from decisions.models.register import signatories
        from decisions.models.rounds import round_end
        from meetings import extension
        from meetings.models import Sync
        from meetings.models.upcoming import syncs_of
        from meetings.record_sentences import SENTENCES

        extension_points.on("project made", extension.begin_daily_sync)
        extension_points.on("circle closing", extension.end_rituals)
        extension_points.refer(
            "S", lambda project, number: Sync.objects.in_project(project).filter(number=number).first()
        )
        extension_points.tell_by(SENTENCES)
        extension_points.count("sync", extension.next_sync)
        extension_points.show(extension_points.Panel("syncs", 50, extension.panel))
        round_end.plan(syncs_of)
        signatories.ask_who_led(extension.who_led)
