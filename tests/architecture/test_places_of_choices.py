"""Wherever a closed choice is shown or taken, every member is, in both languages: none falls back to another."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from across.search.models import Text
from chat.chat.models import MessageReaction
from circles.record.templates import RecordedEvent
from daily.syncs import agenda
from daily.syncs.agenda_labels import PARTS
from daily.syncs.api.led_steps import NextSpeakerIn
from daily.syncs.contexts.led_steps import StepMark
from daily.syncs.models import AgendaItem, CameOf, LedStep, Outcome, OutcomeKind, PointEnding, PointKind, StepKind
from daily.syncs.record_sentences import step
from daily.syncs.templatetags.syncs import outcome
from decisions.actions.api.schemas import StateIn
from decisions.actions.contexts.board import STATES
from decisions.actions.filters import ActionFilters
from decisions.actions.models import Action, ActionState
from decisions.actions.workflows.moving import MOVES
from decisions.decision_files.exports.csv_export import state_of as state_in_csv
from decisions.decisions.api.effect_schemas import EffectOut
from decisions.decisions.api.schemas import DecisionOut, ProposalOut
from decisions.decisions.contexts import effects
from decisions.decisions.contexts.thing_cards import of_decision
from decisions.decisions.models import Decision, Effect, EffectLine, EffectOn
from decisions.decisions.models.proposals.named_things import Reach
from decisions.decisions.models.proposals.stages import Stage
from decisions.decisions.models.register.decision_state import DecisionState
from decisions.recognition import EffectKind, Mentioned
from decisions.specification import states
from decisions.specification.contexts.thing_cards import of_clause
from decisions.specification.models import Clause, ClauseState, MoveKind
from decisions.tracks import gates
from decisions.tracks.api.schemas import AnswerIn
from decisions.tracks.contexts.thing_cards import of_question
from decisions.tracks.contexts.timeline_rows import state_of
from decisions.tracks.models import GateCauses, GateVerdict, Question, QuestionState, Track, TrackState
from decisions.tracks.workflows.choosing import ended_words
from decisions.tracks.workflows.gates import CARRIED_OUT
from documents.conversation.models import ReactionCount, ReactionKind
from documents.documents.models import CommentReaction
from foundation.accounts.models import User
from foundation.inbox.kinds import NoticeKind, NoticeReason, kind_of
from foundation.inbox.models import Notice
from foundation.web.closed_choice import ClosedChoice
from foundation.web.languages import LANGUAGES
from tests.architecture.closed_choices import closed_choices
from tests.architecture.sources import read

WALKED_ELSEWHERE = {
    "ExportFormat": "tests/documents/document_files/test_export_formats.py",
    "PositionKind": "tests/decisions/decisions/test_every_position.py",
    "StaffPart": "tests/config/test_staff_parts.py",
    "VerdictKind": "tests/documents/documents/test_every_verdict.py",
}


def text(template: str, **context: Any) -> str:
    """What a template shows, with its markup: signs and marks are part of what is looked for."""
    return render_to_string(template, context)


def moved(template: str, kind: MoveKind) -> tuple[str, list[str]]:
    shown = text(template, clauses=[{"kind": kind}], compared=[{"kind": kind}])
    return shown, [str(kind.label), f"mark--{kind.facts.mark}"]


def action_in(state: ActionState) -> Action:
    facts = state.facts
    said = {facts.since: timezone.now()} if facts.since else {}
    action = Action(number=1, **said, **({facts.words: "x"} if facts.words else {}))
    vars(action)["waits_for_numbers"] = ""
    return action


def track_in(state: TrackState) -> Track:
    started = None if state is TrackState.PROPOSED else timezone.now()
    return Track(
        number=1, title="x", started_at=started, ending=state.value if state.facts.ends else "", ended_because="x"
    )


FACTS_OF_DECISION = {
    "in_force": (),
    "kept": ("kept_at",),
    "amended": ("superseded_at", "amended_at"),
    "superseded": ("superseded_at",),
    "revoked": ("revoked_at",),
}
FACT_OF_QUESTION = {"open": "IS NULL", "answered": "answered_at", "dropped": "dropped_at"}


def decision_in(state: DecisionState) -> Decision:
    decision = Decision(number=1, title="x", owner=User(name="Ada"), review_on=timezone.localdate() + timedelta(9))
    vars(decision)["suspended"] = None
    for name in FACTS_OF_DECISION[state]:
        setattr(decision, name, timezone.now())
    assert decision.state is state
    return decision


def question_in(state: QuestionState) -> Question:
    fact = {QuestionState.OPEN: {}, QuestionState.ANSWERED: {"answered_at": timezone.now()}}
    return Question(number=1, title="x", **fact.get(state, {"dropped_at": timezone.now()}))


def line_about(kind: EffectOn) -> EffectLine:
    return EffectLine(Mentioned(EffectKind(kind.value), "PWR", "Power"), Reach("Power"))


def effect_on(kind: EffectOn, changes: bool) -> Effect:
    return Effect(sort=kind.value, names="PWR", changes=changes)


def enumerated(schema: Any, field: str) -> list[str]:
    found: list[str] = schema.model_json_schema()["properties"][field]["enum"]
    return found


# Each place gives what it shows of a member, in the active language, and what has to be in that.
type Place = Callable[[Any], tuple[object, list[str]]]
PLACES: dict[type[ClosedChoice], dict[str, Place]] = {
    ReactionKind: {
        "to be given": lambda one: (
            text("cotton/reaction-choices.html", kinds=[one]),
            [f'value="{one.value}"', f'aria-label="{one.label}"', f"#i-{one.facts.sign}"],
        ),
        "given": lambda one: (
            text("cotton/reactions.html", given=[ReactionCount(one, [], is_mine=True)]),
            [f'value="{one.value}"', str(one.label), f"#i-{one.facts.sign}"],
        ),
        "stored": lambda one: (
            [kind(kind=one.value).label for kind in (MessageReaction, CommentReaction)],
            [str(one.label)] * 2,
        ),
    },
    GateVerdict: {
        "button": lambda one: (
            text("tracks/press.html", verdict=one),
            [str(one.label), f"#i-{one.facts.sign}", one.facts.key] if one.facts.decides else [],
        ),
        "carried out": lambda one: (CARRIED_OUT, [one] if one.facts.decides else []),
        "API": lambda one: (enumerated(AnswerIn, "kind"), [one.value]),
        "description of the API": lambda one: (AnswerIn.__doc__, [one.value]),
    },
    GateCauses: {"rule": lambda one: (list(gates.GateCause), [one.value])},
    TrackState: {
        "where it stands": lambda one: (vars(state_of(track_in(one), timezone.localdate())).values(), [one.facts.sign]),
        "in words": lambda one: (state_of(track_in(one), timezone.localdate()).words, [str(one.label)]),
        "filter": lambda one: (
            str(Track.objects.in_state(one).query),
            ["ended_at" if not one.facts.ends else one.value],
        ),
        "alternative": lambda one: (ended_words(track_in(one)), [str(one.facts.as_alternative)]),
        "timeline row": lambda one: (
            read("static/css/components/timeline-row.css"),
            [f".timeline-row--{one.facts.row}"] if one.facts.row else [],
        ),
        "end of a timeline": lambda one: (
            one.facts.end_mark,
            ["M" if not one.facts.is_way else "m"] if one.facts.ends else [],
        ),
        "search": lambda one: (Text.State.values, [one.facts.found_as]),
    },
    ActionState: {
        "beside it": lambda one: (
            text("actions/state.html", action=action_in(one)),
            ["x" if one is ActionState.BLOCKED else str(one.facts.word), f"#i-{one.facts.sign}"],
        ),
        "follows from facts": lambda one: ([action_in(one).state], [one]),
        "filter": lambda one: ([str(each.label) for each in ActionFilters().filters], [str(one.label)]),
        "list": lambda one: (dir(Action.objects.all()), [one.value]),
        "column": lambda one: (STATES, [one] if one.facts.on_board else []),
        "question": lambda one: (
            text("actions/board_dialog.html", states=[one]),
            [f'data-for="{one.value}"', str(one.facts.asks)] if one.facts.asks else [],
        ),
        "move": lambda one: (MOVES, [one]),
        "API": lambda one: (enumerated(StateIn, "state"), [one.value]),
        "search": lambda one: (Text.State.values, [one.facts.found_as]),
    },
    DecisionState: {
        "beside it": lambda one: (
            text("decisions/state.html", decision=decision_in(one)),
            [str(one.label), f"#i-{one.facts.sign}", f"state--{one.facts.look}" if one.facts.look else "state"],
        ),
        "card": lambda one: (vars(of_decision(decision_in(one))).values(), [one.facts.card_sign, one.facts.card_look]),
        "register as a file": lambda one: (state_in_csv(decision_in(one)), [str(one.label)]),
        "API": lambda one: (enumerated(DecisionOut, "state"), [one.value]),
    },
    QuestionState: {
        "follows from facts": lambda one: ([question_in(one).state], [one]),
        "card": lambda one: (vars(of_question(question_in(one))).values(), [str(one.facts.word), one.facts.sign]),
        "list": lambda one: (str(Question.objects.in_state(one).query), [FACT_OF_QUESTION[one]]),
    },
    Stage: {
        "beside it": lambda one: (
            text("decisions/stage.html", proposal={"stage": one}),
            [str(one.label), f"#i-sign-{one.facts.said}" if one.facts.said else f"#i-{one.facts.sign}"],
        ),
        "API": lambda one: (enumerated(ProposalOut, "state"), [one.value]),
    },
    EffectOn: {
        "rule": lambda one: (list(EffectKind), [one.value]),
        "asked": lambda one: (
            text("decisions/effects.html", lines=[line_about(one)]),
            [f'name="effect-{one.value}-PWR"', str(one.facts.question) % {"names": "Power"}, f"#i-{one.facts.sign}"],
        ),
        "said": lambda one: (
            [part for changes in (True, False) for part in effects.said(effect_on(one, changes), {}).values()],
            [str(words) % {"names": "PWR"} for words in (one.facts.yes, one.facts.no)] + [one.facts.sign],
        ),
        "API": lambda one: (enumerated(EffectOut, "kind"), [one.value]),
    },
    ClauseState: {
        "filter": lambda one: (
            text("specification/outline.html", states=[(one, 1)], document={"number": 1}, number=1),
            [str(one.label), f"state={one.value}", f"#i-{one.sign}", f"mark--{one.value}"],
        ),
        "rule": lambda one: (list(states.State), [one.value] if one.facts.is_state else []),
        "card": lambda one: (
            vars(of_clause(cast(Clause, SimpleNamespace(state=one, owner=None)))).values(),
            [str(one.facts.word), one.facts.look],
        ),
    },
    NoticeKind: {
        "inbox": lambda one: (
            text("inbox/filters.html", kinds=[(one, 1), (one, 2)], tab="", kind="", project="", projects=[]),
            [f"kind={one.value}", str(one.name_of_many)],
        ),
        "stored": lambda one: (dict(Notice._meta.get_field("kind").choices or []), [one.value]),
    },
    NoticeReason: {
        "kind": lambda one: ([kind_of("nothing.known", one)], [one.facts.kind]),
        "stored": lambda one: (dict(Notice._meta.get_field("reason").choices or []), [one.value]),
    },
    PointEnding: {"agenda": lambda one: ([AgendaItem(ending=one.value).ended_as], [one])},
    CameOf: {"minutes": lambda one: (outcome({"came_of": one.value, "words": ""}), [str(one.label)])},
    PointKind: {"part": lambda one: (PARTS, [one.facts.part])},
    StepKind: {
        "strip": lambda one: (
            text(
                "syncs/led_steps.html",
                steps={
                    "marks": [StepMark(str(one.label), is_now=True)],
                    "asks": one.facts.asks,
                    "begun_at": timezone.now(),
                },
            ),
            [str(one.label), str(one.facts.asks)],
        ),
        "record": lambda one: (
            str(step(cast(RecordedEvent, SimpleNamespace(facts={"step": one.value})))),
            [str(one.label)],
        ),
        "stored": lambda one: (dict(LedStep._meta.get_field("step").choices or []), [one.value]),
        "API": lambda one: (enumerated(NextSpeakerIn, "step"), [one.value]),
    },
    MoveKind: {name: partial(moved, name) for name in ("decisions/clauses.html", "traceability/compared.html")},
    OutcomeKind: {"sync": lambda one: (Outcome(kind=one.value).get_kind_display(), [str(one.label)])},
}


def test_every_closed_choice_is_walked_over() -> None:
    assert {one.__name__ for one in closed_choices()} - set(WALKED_ELSEWHERE) == {one.__name__ for one in PLACES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("choice", "place"), [(choice, place) for choice, places in PLACES.items() for place in places], ids=str
)
def test_every_member_is_in_every_place(choice: type[ClosedChoice], place: str, language: str) -> None:
    with translation.override(language):
        for member in choice:
            shown, sought = PLACES[choice][place](member)
            lacking = [one for one in sought if one not in shown]  # type: ignore[operator]
            assert not lacking, f"{member!r} is not in “{place}” ({language}): {lacking}"


def test_rules_without_a_database_know_the_same_members() -> None:
    assert {one.value for one in gates.GateCause} == set(GateCauses.values)
    assert {one.value for one in states.State} == {one.value for one in ClauseState.states()}
    assert set(agenda.KINDS) <= set(PointKind.values)
    assert set(PARTS) == set(agenda.Part) == set(agenda.SHARES)


@pytest.mark.parametrize("model", [MessageReaction, CommentReaction])
def test_each_reaction_fits_its_column(model: type[Any]) -> None:
    """Any emoji goes there too, so the column has no `choices` by which Django would see it; PostgreSQL refuses it."""
    kept = model._meta.get_field("kind")
    assert [one for one in ReactionKind if len(one.value) > kept.max_length] == [], "longer than LONGEST of emoji.py"
