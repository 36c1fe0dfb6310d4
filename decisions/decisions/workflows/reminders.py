"""Reminding whose position a round waits for."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from decisions.decisions import consent, deadlines
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Proposal, Reminder, Round
from decisions.decisions.models.rounds.absence import deputies_of
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.models.rounds.round_end import end_of
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice


def remind(round_: Round, *, at: datetime | None = None) -> int:
    """Lock its proposal, and remind whose position this round waits for, if half or nine tenths of its window have
    passed; return how many were reminded. Late: once, for the later of the two. Over, decided, or reminded already:
    nobody. Records `round.reminder_sent` for these, and at nine tenths their deputies.
    """
    with transaction.atomic():
        proposal = round_.proposal.locked()
        found = Round.objects.open_at(at).of_undecided().filter(pk=round_.pk).first()
        if found is None:
            return 0
        found.proposal = proposal
        now, participants = at or clock.now(), found.participants()
        due = _last_due(found, participants, now)
        if due is None:
            return 0
        mark, since = due
        reminded = Reminder.objects.filter(round=found, mark__gte=mark).values_list("user", flat=True)
        waited = consent.waited_for(found.facts(now)) - frozenset(reminded)
        late = [one.user for one in participants if one.user.pk in waited and one.asked_at < since]
        people: dict[User, str] = dict.fromkeys(late, Notice.Reason.ASKED)
        Reminder.objects.bulk_create([Reminder(round=found, user=user, mark=mark, reminded_at=now) for user in people])
        if people:
            recipients = people | _deputies_at(mark, proposal, people, now)
            proposal.record_event(
                DecisionEvent.REMINDER_SENT, by=None, at=at, people=recipients, round=found.number, passed=int(mark)
            )
    return len(people)


def _deputies_at(mark: int, proposal: Proposal, people: Iterable[User], now: datetime) -> dict[User, str]:
    """Return the deputies who are told too: at nine tenths, those of people who are away."""
    if mark < Reminder.Mark.NINETY:
        return {}
    return dict.fromkeys(deputies_of(proposal.project, people, now).values(), Notice.Reason.ASKED)


def _last_due(
    round_: Round, participants: Sequence[Participant], now: datetime
) -> tuple[Reminder.Mark, datetime] | None:
    """Return the last mark of a round's window that has passed, and when; None before half of it, after its end, or
    where nobody knows when it ends.
    """
    ends_at = end_of(round_, participants)
    if ends_at is None or ends_at <= now:
        return None
    half, ninety = deadlines.reminders(round_.opened_at, ends_at)
    passed = [(Reminder.Mark.HALF, half), (Reminder.Mark.NINETY, ninety)]
    return next((one for one in reversed(passed) if one[1] <= now), None)
