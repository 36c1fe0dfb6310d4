"""A track's gate as a point of a sync: the circle's answer is what came of it."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from daily.syncs.models import AgendaItem, Sync
from decisions.tracks.models import GateAnswer, GateVerdict, VerdictTerms
from decisions.tracks.workflows.gates import decide_gate
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from foundation.web.formatting import day_alone, money


def decide_gate_point(
    sync: Sync, point: AgendaItem, kind: str, terms: VerdictTerms, *, by: User, at: datetime | None = None
) -> GateAnswer:
    """Answer the gate of a point, and go on to the next. Records as `decide_gate`.

    :raises Refused: when the point is no gate, it is not open, or the answer lacks what it needs.
    """
    with transaction.atomic():
        sync = sync.locked_while_running()
        point = sync.points.get(pk=point.pk)
        track = sync.track_at(point)
        if track is None:
            raise Refused(_("There is no gate to answer in this point."))
        answer = decide_gate(track, kind, terms, by=by, sync=sync.reference, at=at)
        point.ending = ""
        with translation.override(sync.project.language):
            words = words_for(answer, sync.project.currency)
        sync.end_point(point, at or clock.now(), AgendaItem.Ending.SETTLED, words)
        sync.go_on_from(point, by=by, at=at)
    return answer


def words_for(answer: GateAnswer, currency: str) -> str:
    """Write what was answered, for the minutes: Go on, €1,200 more, until 11 December."""
    terms = answer.read_terms
    parts = [str(answer.get_kind_display())]
    if terms.more_money:
        parts.append(_("%(amount)s more") % {"amount": money(terms.more_money, currency)})
    if terms.until:
        parts.append(_("until %(day)s") % {"day": day_alone(terms.until)})
    if answer.verdict is GateVerdict.CHOOSE:
        answer.track.refresh_from_db(fields=["choice"])
        parts.append(answer.track.choice.reference if answer.track.choice else "")
    return ", ".join(filter(None, parts))
