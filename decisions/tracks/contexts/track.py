"""One track: what it supposes, what would stop it, what was found and spent, how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from circles.money.models import Expense
from circles.projects.models import Link
from circles.projects.project_cache import now_in
from decisions.tracks import permissions
from decisions.tracks.contexts.drawing import MARKS, axis_for
from decisions.tracks.contexts.plots import plots_of
from decisions.tracks.contexts.question import by_track, cost_of, matrix_of, pictures_of
from decisions.tracks.contexts.reopening import ReopenOffer
from decisions.tracks.contexts.timeline_rows import for_timeline_rows, state_of
from decisions.tracks.forms.tracks import EvidenceForm, MergeForm, ResumeForm, StopForm
from decisions.tracks.models import Criterion, Evidence, StopNote, Track, TrackState
from foundation.accounts.models import User
from foundation.files.contexts import ShownFile, files_by_thing


def track_page(track: Track, user: User, **forms: Any) -> dict[str, Any]:
    """Gather a track's page; `forms` are those that were sent and are wrong."""
    project = track.project
    today = project.day_of(now_in(project))
    (drawn,) = for_timeline_rows(Track.objects.filter(pk=track.pk))
    criteria = list(track.own_criteria().select_related("element", "track"))
    shared, members = [track, *track.merged.all()], list(track.members.all())
    evidence = list(Evidence.objects.filter(track__in=shared).select_related("recorded_by", "track").in_order())
    may = rights(track, user)
    standing = [one for one in evidence if one.withdrawn_at is None]
    measured = by_track([one for one in standing if one.track_id == track.pk])
    return {
        "project": project,
        "track": track,
        "question": track.question,
        "circle": track.circle,
        "state": state_of(track, today),
        "pictures": pictures_of([drawn], axis_for([drawn], today)),
        "periods": [(drawn, period) for period in drawn.exploration_periods.all()],
        "groups": matrix_of([track], criteria, measured),
        "plots": plots_of(shared, standing, criteria, dict(zip([one.pk for one in shared], MARKS, strict=False))),
        "evidence": with_files(list(reversed(evidence)), project.slug),
        "expenses": expenses_of(track),
        "cost": cost_of(track),
        "notes": notes_of(track),
        "is_at_gate": track.is_at_gate(today),
        "merged": shared[1:],
        "members": members,
        "sources": Link.objects.into(track).order_by("pk"),
        "born": Link.objects.out_of(track).order_by("pk"),
        **may,
        "adding": adding_to(track, user, [*criteria, *standing], forms.get("evidence_form")),
        "acts": acts_of(track, user, members, may=may["may_explore"], **forms),
        "today": today,
        "currency": project.currency,
    }


def rights(track: Track, user: User) -> dict[str, bool]:
    """Return what the person may do."""
    return {
        "may_explore": permissions.may_explore(user, track),
        "may_spend": permissions.may_spend_on(user, track),
    }


def adding_to(
    track: Track, user: User, measured: Sequence[Criterion | Evidence], wrong: EvidenceForm | None
) -> dict[str, Any] | None:
    """Return what adding to the log takes; `wrong` is the form that was sent. None for who may not, and where it goes
    on in another track.
    """
    if track.merged_into_id or not permissions.may_add_evidence(user, track):
        return None
    return {"form": wrong or EvidenceForm(), "metrics": known_metrics(measured)}


@dataclass(frozen=True)
class TrackActs:
    """What can be done with a track now, and the forms that it takes."""

    may_resume: bool
    may_end: bool
    may_park: bool
    may_merge: bool
    may_change_criteria: bool
    is_member: bool
    stop_form: StopForm
    resume_form: ResumeForm
    merge_form: MergeForm


def acts_of(track: Track, user: User, members: Sequence[User], *, may: bool, **forms: Any) -> TrackActs:
    """Return what the person can do with it now, who `may` explore it or not; `forms` are those that were sent and are
    wrong.
    """
    is_open = track.question.is_open
    merge = forms.get("merge_form") or MergeForm(track=track)
    others: Any = merge.fields["into"]
    return TrackActs(
        may_resume=may and is_open and track.is_dead_end,
        may_end=may and track.state.facts.may_stop,
        may_park=may and track.is_exploring,
        may_merge=may and track.state.facts.may_merge and others.queryset.exists(),
        may_change_criteria=may and is_open,
        is_member=user in members,
        stop_form=forms.get("stop_form") or StopForm(),
        resume_form=forms.get("resume_form") or ResumeForm(),
        merge_form=merge,
    )


def with_files(evidence: list[Evidence], slug: str) -> list[tuple[Evidence, list[ShownFile]]]:
    """Return entries with the files attached to them, in one query."""
    found = files_by_thing("evidence", [one.pk for one in evidence], slug)
    return [(one, found.get(str(one.pk), [])) for one in evidence]


@dataclass(frozen=True)
class ShownNote:
    """A stop note, and what asks whether it reopens the track."""

    note: StopNote
    reopen_offer: ReopenOffer | None


def notes_of(track: Track) -> list[ShownNote]:
    """Return its stop notes, the last first."""
    found = StopNote.objects.filter(track=track).select_related(
        "written_by", "reopen_met_by__track", "reopen_met_by__recorded_by"
    )
    is_stopped = track.state is TrackState.STOPPED
    return [
        ShownNote(one, ReopenOffer.of(one) if is_stopped and one.reopen_met_at and not one.dismissed_at else None)
        for one in found.order_by("-pk")
    ]


def expenses_of(track: Track) -> list[Expense]:
    """Return what was spent on it, called back or not, the earliest first."""
    found = Expense.objects.for_lists().filter(on_track__track=track)
    return list(found.order_by("spent_on", "pk"))


def known_metrics(measured: Sequence[Criterion | Evidence]) -> list[tuple[str, str]]:
    """Return the metrics that criteria and a log name, each with its unit, to be offered while typing."""
    return sorted({(one.metric, one.unit) for one in measured if one.metric})
