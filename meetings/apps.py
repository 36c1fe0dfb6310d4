"""Register the regular syncs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Rituals, syncs, pulses and minutes."""

    name = "meetings"
    verbose_name = _("Syncs")

    def ready(self) -> None:
        """Give every project its daily sync, answer for `S-12`, count the rail's time."""
        from circles import registries
        from decisions.models.register import signing
        from decisions.models.rounds import ahead
        from meetings import floor
        from meetings.models import Sync
        from meetings.models.coming import syncs_of
        from meetings.telling import DEEDS

        registries.on("project made", floor.begin_daily_sync)
        registries.on("circle closing", floor.end_rituals)
        registries.refer("S", lambda project, number: Sync.objects.in_project(project).filter(number=number).first())
        registries.tell_by(DEEDS)
        registries.count("sync", floor.next_sync)
        registries.show(registries.Panel("syncs", 50, floor.panel))
        ahead.plan(syncs_of)
        signing.ask_who_led(floor.who_led)
