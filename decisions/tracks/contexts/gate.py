"""A gate: why it is one, what was measured and spent, what people would answer; for its page and for the sync."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from circles.projects.project_cache import now_in
from decisions.tracks import gates, permissions
from decisions.tracks.contexts.question import MatrixRow, cell_of
from decisions.tracks.contexts.timeline_rows import measured_on
from decisions.tracks.forms.tracks import GateForm, StopForm
from decisions.tracks.gates import Standing
from decisions.tracks.models import GateAnswer, GateCauses, GateVerdict, Track, VerdictTerms
from foundation.accounts.models import User

SHOWN = 4


@dataclass(frozen=True)
class ReadyVerdict:
    """A verdict that a person laid ready."""

    given: GateAnswer
    terms: VerdictTerms

    @property
    def kind(self) -> GateVerdict:
        """Return what it says."""
        return self.given.verdict


@dataclass(frozen=True)
class GateView:
    """All that a gate shows."""

    track: Track
    cause: str
    readings: Sequence[MatrixRow]
    unknown: int
    days: int
    money_share: int
    days_share: int
    ready: Sequence[ReadyVerdict]
    others: Sequence[Track]
    passed: int
    is_open: bool

    @property
    def delays(self) -> list[GateVerdict]:
        """Return what may be said without answering it."""
        return [one for one in GateVerdict if not one.facts.decides]

    @property
    def is_last_sync(self) -> bool:
        """Return whether one more sync without an answer parks it."""
        return self.passed + 1 >= gates.SYNCS


def gate_of(track: Track, today: date) -> GateView:
    """Gather a track's gate, in a fixed number of queries; the criteria that say most first: no, then go."""
    measured = measured_on([track]).get(track.pk, [])
    rows = [
        MatrixRow(one, [cell_of(one, measured)])
        for one in track.own_criteria().select_related("element").order_by("pk")
    ]
    order = (Standing.NO, Standing.GO, Standing.UNKNOWN)
    rows.sort(key=lambda row: order.index(row.cells[0].standing) if row.cells[0] else len(order))
    ready = [
        ReadyVerdict(one, one.read_terms) for one in track.gate_answers.ready().select_related("laid_by").order_by("pk")
    ]
    days = track.explored_days(today)
    return GateView(
        track=track,
        cause=sentence_of(track),
        readings=rows,
        unknown=sum(row.cells[0] is not None and row.cells[0].standing is Standing.UNKNOWN for row in rows),
        days=days,
        money_share=share(track.spent, track.cap_money),
        days_share=share(days, track.cap_days),
        ready=ready,
        others=list(track.question.tracks.alive().exclude(pk=track.pk).order_by("number")),
        passed=track.unanswered_syncs.filter(passed_at__gt=track.looked_at).count() if track.looked_at else 0,
        is_open=track.is_at_gate(today),
    )


def share(part: Any, whole: Any) -> int:
    """Return a part in percent, at most the whole; 0 without one."""
    return min(100, int(100 * part / whole)) if whole else 0


def sentence_of(track: Track) -> str:
    """Say why it stands at its gate."""
    return str(GateCauses(track.gate_cause).facts.sentence) if track.gate_cause else ""


@dataclass(frozen=True)
class VerdictDialog:
    """What a verdict asks for, and whether it was sent and is wrong."""

    kind: GateVerdict
    form: forms.Form
    is_wrong: bool = False


def dialogs_of(track: Track, user: User, kind: str = "", wrong: forms.Form | None = None) -> list[VerdictDialog]:
    """Return what each verdict asks for; `wrong` is the form of one `kind` that was sent and is wrong (of
    going on where nothing says which).
    """
    found = []
    for one in GateVerdict.deciding():
        form: forms.Form = GateForm(question=track.question, auto_id=f"{one.value}_%s")
        if one.facts.asks == "lines":
            form = StopForm(initial=stop_terms(track, user))
        is_wrong = wrong is not None and one == (kind or GateVerdict.GO_ON)
        found.append(VerdictDialog(one, wrong if wrong is not None and is_wrong else form, is_wrong))
    return found


def gate_page(track: Track, user: User, kind: str = "", wrong: forms.Form | None = None) -> dict[str, Any]:
    """Gather the page of a gate; `wrong` is the form that was sent with an answer of this `kind` and is wrong."""
    project = track.project
    return {
        "project": project,
        "track": track,
        "question": track.question,
        "circle": track.circle,
        "gate": gate_of(track, project.day_of(now_in(project))),
        "dialogs": dialogs_of(track, user, kind, wrong),
        "may_decide": permissions.may_decide(user, track),
        "to": "",
        "currency": project.currency,
    }


def stop_terms(track: Track, user: User) -> dict[str, Any]:
    """Return the four lines that the person has laid ready, for the form."""
    mine = track.gate_answers.ready().filter(laid_by=user, kind=GateVerdict.STOP).first()
    lines = mine.read_terms.lines if mine else None
    return dict(vars(lines)) if lines else {}
