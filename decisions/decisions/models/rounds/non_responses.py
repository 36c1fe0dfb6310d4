"""Who had not responded when a round was closed, and how often they had been asked."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from circles.circles.models import Circle
from decisions.decisions import consent
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.models.rounds.round import Round
from decisions.decisions.routing import Silence
from foundation.web.collation import Alphabetical


def names_missing(round_: Round, participants: Sequence[Participant]) -> list[str]:
    """Name who has to speak and has not: circles, or people where each counts."""
    missing = consent.missing(round_.as_facts(participants))
    if not missing or round_.silence == Silence.EACH_PERSON:
        return [one.user.name for one in participants if one.user.pk in missing]
    return list(Circle.objects.filter(pk__in=missing).order_by(Alphabetical("name")).values_list("name", flat=True))


def non_responses(round_: Round, participants: Sequence[Participant]) -> list[dict[str, Any]]:
    """Return who had to speak and did not: rows of `name` (a circle, or a person where each counts) and `times`, how
    often they were asked about this text: at its opening, by each reminder, in each sync before the one that closes it.
    """
    missing = consent.missing(round_.as_facts(participants))
    silent = [one for one in participants if one.is_silent]
    reminded = Counter(round_.reminders.values_list("user", flat=True))
    times = {one.user.pk: 1 + reminded[one.user.pk] + max(len(round_.syncs) - 1, 0) for one in silent}
    if round_.silence == Silence.EACH_PERSON:
        return [{"name": one.user.name, "times": times[one.user.pk]} for one in silent if one.user.pk in missing]
    circles = Circle.objects.filter(pk__in=missing).order_by(Alphabetical("name"))
    asked = {pk: [times[one.user.pk] for one in silent if pk in one.circles] for pk in missing}
    return [{"name": circle.name, "times": max(asked[circle.pk], default=0)} for circle in circles]
