"""The board: what waits for an answer, questions with the timeline rows of their tracks, and what dead ends cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import ngettext

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from decisions.tracks.contexts.drawing import TimeAxis, axis_for
from decisions.tracks.contexts.reopening import ReopenOffer
from decisions.tracks.contexts.timeline_rows import TimelineRow, for_timeline_rows, state_of, timeline_rows_of
from decisions.tracks.models import Question, QuestionState, StopNote, Track, TrackState
from decisions.tracks.models.question import QuestionQuerySet
from decisions.tracks.prices import DeadEndPrice, TrackCost, price
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical
from foundation.web.pagination import CursorPage, page_of

SIZE = 8
WAITING = 6
ANSWERED = 8


@dataclass(frozen=True)
class QuestionTimeline:
    """A question with its tracks."""

    question: Question
    timeline_rows: Sequence[TimelineRow]


def board_of(project: Project, user: User, asked: Mapping[str, str]) -> dict[str, Any]:
    """Gather the board that the address asks for: `mine`, `circle`, `state` (open, answered, dropped), `after`."""
    today = project.day_of(now_in(project))
    asked_state = asked.get("state", "")
    state = QuestionState(asked_state) if asked_state in QuestionState.values else QuestionState.OPEN
    found = chosen_questions(project, user, asked)
    page = page_of(found.in_state(state).with_place(), asked.get("after", ""), key="number", size=SIZE)
    rows, axis = rows_of(page.rows, today)
    waits = Track.objects.in_project(project).at_gate(on=today).with_people().order_by("gate_on", "number")
    answered = found.answered().with_place().order_by("-answered_at", "-pk")
    return {
        "rows": rows,
        "axis": axis,
        "page": page,
        "today": today,
        "state": state,
        "states": QuestionState.choices,
        "asked": asked,
        "here": address(asked, state),
        "answered": answers_of(answered[:ANSWERED]) if state is QuestionState.OPEN and not page.next else [],
        "waits": [(track, state_of(track, today)) for track in waits[:WAITING]],
        "reopen_offers": [(note.track, ReopenOffer.of(note)) for note in reopenable_in(project)[:WAITING]],
        "lead": lead_of(project),
        "price": price_of(project),
        "circles": Circle.objects.in_project(project).open().order_by(Alphabetical("name")),
        "currency": project.currency,
    }


def chosen_questions(project: Project, user: User, asked: Mapping[str, str]) -> QuestionQuerySet:
    """Return the questions that the address asks for, in any state."""
    found = Question.objects.visible_to(user).in_project(project).in_scope(asked.get("circle", ""))
    if asked.get("mine"):
        own = Track.objects.explored_by(user).filter(question=OuterRef("pk"))
        found = found.filter(Q(created_by=user) | Exists(own))
    return found


def address(asked: Mapping[str, str], state: str) -> str:
    """Return the beginning of the next page's address."""
    kept = {name: asked[name] for name in ("mine", "circle") if asked.get(name)} | {"state": state}
    return "?" + "&".join(f"{name}={value}" for name, value in kept.items()) + "&after="


def rows_of(questions: Sequence[Question], today: date) -> tuple[list[QuestionTimeline], TimeAxis]:
    """Return questions with timeline rows, all on one axis; a fixed number of queries."""
    tracks = for_timeline_rows(Track.objects.filter(question__in=questions))
    axis = axis_for(tracks, today, until=[one.answer_by for one in questions])
    timeline_rows: dict[int, list[TimelineRow]] = {}
    for row in timeline_rows_of(tracks, axis, today):
        timeline_rows.setdefault(row.track.question_id, []).append(row)
    return [QuestionTimeline(one, timeline_rows.get(one.pk, [])) for one in questions], axis


def answers_of(questions: Any) -> list[tuple[Question, Track | None]]:
    """Return answered questions, each with the track that was chosen."""
    rows = list(questions)
    chosen = Track.objects.filter(question__in=rows).ended_as(TrackState.CHOSEN).with_people()
    tracks = {track.question_id: track for track in chosen}
    return [(one, tracks.get(one.pk)) for one in rows]


def reopenable_in(project: Project) -> Any:
    """Return the stop notes that a value has met, the latest first."""
    found = StopNote.objects.reopenable().filter(track__project=project)
    along = ("track__project", "track__circle", "reopen_met_by__recorded_by", "reopen_met_by__track")
    return found.select_related(*along).order_by("-reopen_met_at")


def lead_of(project: Project) -> str:
    """Say how many questions are open and answered, and how many tracks are being explored."""
    questions = Question.objects.in_project(project)
    open_, answered = questions.open().count(), questions.answered().count()
    exploring = Track.objects.in_project(project).exploring().count()
    if not open_ and not answered:
        return ""
    found = [
        ngettext("One question is open", "%(n)s questions are open", open_) % {"n": open_} if open_ else "",
        ngettext("one has its answer", "%(n)s have their answer", answered) % {"n": answered} if answered else "",
    ]
    explored = ngettext("One track is being explored.", "%(n)s tracks are being explored.", exploring)
    said = ", ".join(words for words in found if words)
    return f"{said[0].upper()}{said[1:]}. {explored % {'n': exploring} if exploring else ''}".strip()


def costs_in(found: Any) -> list[tuple[int, TrackCost]]:
    """Return what tracks cost, each with its question."""
    rows = found.values_list("question", "pk", "ending", "started_at", "cap_money", "spent", "merged_into")
    return [
        (question, TrackCost(key, TrackState.from_days(ending=ending, is_started=bool(started)), cap, spent, into))
        for question, key, ending, started, cap, spent, into in rows
    ]


def price_of(project: Project) -> DeadEndPrice:
    """Return the price of a project's dead ends."""
    return price(cost for _question, cost in costs_in(Track.objects.in_project(project)))


def prices_of(project: Project, after: str) -> dict[str, Any]:
    """Return the price of dead ends by question, and of the project."""
    page: CursorPage[Question] = page_of(Question.objects.in_project(project).with_place(), after, key="number")
    by_question: dict[int, list[TrackCost]] = {}
    for question, cost in costs_in(Track.objects.filter(question__in=page.rows)):
        by_question.setdefault(question, []).append(cost)
    return {
        "rows": [(one, price(by_question.get(one.pk, []))) for one in page.rows],
        "page": page,
        "price": price_of(project),
        "currency": project.currency,
    }
