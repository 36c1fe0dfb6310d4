"""Reminders of a round: who has yet to speak is told at half and at nine tenths of its window, each once."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from decisions import consent, deadlines
from decisions.event_types import DecisionEvent
from decisions.models.proposals.proposal import Proposal
from decisions.models.rounds.absence import deputies_of
from decisions.models.rounds.participants import Heard
from decisions.models.rounds.round import Round
from decisions.models.rounds.round_end import end_of
from inbox.models import Notice


class Reminder(models.Model):
    """One person reminded of one round. Append-only, and unique: however often it is tried, it is told once."""

    class Mark(models.IntegerChoices):
        """How much of the window had passed, in percent."""

        HALF = 50, _("at half of the window")
        NINETY = 90, _("at nine tenths of the window")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    mark = models.PositiveSmallIntegerField(_("when"), choices=Mark)
    told_at = models.DateTimeField(_("told"), db_default=Now())

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "user", "mark"], name="reminded_once_at_each_mark")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.round}, {self.mark} %"

    @classmethod
    def tell(cls, round_: Round, *, at: datetime | None = None) -> int:
        """Remind whose word this round waits for, if half or nine tenths of its window have passed; gives how many
        heard of it. Late: once, for the later of the two. Over, decided, or told already: nobody.
        """
        with transaction.atomic():
            proposal = round_.proposal.locked()
            found = Round.objects.open_at(at).of_undecided().filter(pk=round_.pk).first()
            if found is None:
                return 0
            found.proposal = proposal
            now, heard = at or clock.now(), found.heard()
            due = last_due(found, heard, now)
            if due is None:
                return 0
            mark, since = due
            waited = consent.waited_for(found.facts(now)) - cls.told_about(found, mark)
            people = {one.user: Notice.Reason.ASKED for one in heard if one.user.pk in waited and one.asked_at < since}
            Reminder.objects.bulk_create([Reminder(round=found, user=user, mark=mark, told_at=now) for user in people])
            if people:
                hear = people | deputies_at(mark, proposal, people, now)
                proposal.record_event(
                    DecisionEvent.REMINDER_SENT, by=None, at=at, people=hear, round=found.number, passed=int(mark)
                )
        return len(people)

    @classmethod
    def told_about(cls, round_: Round, mark: int) -> frozenset[object]:
        """Give who was reminded of a round at this mark or a later one."""
        return frozenset(cls.objects.filter(round=round_, mark__gte=mark).values_list("user", flat=True))


def deputies_at(mark: int, proposal: Proposal, people: Iterable[User], now: datetime) -> dict[User, str]:
    """Give the deputies who hear of it too: at nine tenths, those of people who are away."""
    if mark < Reminder.Mark.NINETY:
        return {}
    return dict.fromkeys(deputies_of(proposal.project, people, now).values(), Notice.Reason.ASKED)


def last_due(round_: Round, heard: list[Heard], now: datetime) -> tuple[Reminder.Mark, datetime] | None:
    """Give the last mark of a round's window that has passed, and when; None before half of it, after its end, or where
    nobody knows when it ends.
    """
    ends_at = end_of(round_, heard)
    if ends_at is None or ends_at <= now:
        return None
    half, ninety = deadlines.reminders(round_.opened_at, ends_at)
    passed = [(Reminder.Mark.HALF, half), (Reminder.Mark.NINETY, ninety)]
    return next((one for one in reversed(passed) if one[1] <= now), None)
