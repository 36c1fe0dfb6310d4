"""What a clause's page shows of tracks: the ways that the decisions about it did not take, and what is measured against
it.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from circles.projects.project_cache import now_in
from decisions.decisions.models import Ratification
from decisions.specification.models import Clause
from decisions.tracks.contexts.timeline_rows import TrackStand, state_of
from decisions.tracks.models import Question, Track, TrackState
from foundation.accounts.models import User

MOST = 12


@dataclass
class WaysBeside:
    """A question about a clause, with its tracks; of one that is answered, those that were not chosen."""

    question: Question
    tracks: list[tuple[Track, TrackStand]] = field(default_factory=list)


def tracks_of_clause(clause: Clause, user: User) -> tuple[str, dict[str, Any]] | None:
    """Show them, where there are any; one query."""
    project = clause.project
    decisions = Ratification.objects.filter(text__clause=clause).values("decision")
    about = Question.objects.in_project(project).filter(Q(decision__in=decisions) | Q(criteria__clause=clause.key))
    found = Track.objects.filter(question__in=about.values("pk")).exclude(
        ending__in=(TrackState.CHOSEN, TrackState.MERGED)
    )
    along = ("question", "choice__decision", "decision")
    today, ways = project.day_of(now_in(project)), dict[int, WaysBeside]()
    for track in found.select_related(*along).order_by("question__number", "number")[:MOST]:
        track.project = track.question.project = project
        beside = ways.setdefault(track.question_id, WaysBeside(track.question))
        beside.tracks.append((track, state_of(track, today)))
    return ("tracks/beside_clause.html", {"ways": list(ways.values())}) if ways else None
