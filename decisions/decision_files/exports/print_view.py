"""Decisions as minutes to print: each with what people said of it."""

from dataclasses import dataclass
from typing import Any

from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from decisions.decision_files.exports.csv_export import state_of
from decisions.decisions.models import AskedPerson, Decision, Objection, Position
from decisions.decisions.models.rounds.position_kind import BY_GRAVITY, heard


@dataclass(frozen=True)
class Voices:
    """All who said the same."""

    word: str
    names: str


@dataclass(frozen=True)
class Printed:
    """A decision with the voices of its round, the concerns kept with it, and the objections that were lifted."""

    decision: Decision
    voices: list[Voices]
    concerns: list[Position]
    objections: list[Objection]

    @property
    def state(self) -> str:
        """Say in a word how it stands."""
        return state_of(self.decision)


def printed(decisions: list[Decision], project: Project) -> list[Printed]:
    """Gather decisions (as `to_print` reads them) in a fixed number of queries, however many they are."""
    rounds, proposals = [one.round_id for one in decisions], [one.proposal_id for one in decisions]
    asked: Any = AskedPerson.objects.filter(round__in=rounds).select_related("user").order_by("pk")
    said: Any = Position.objects.standing().filter(round__in=rounds).select_related("user").order_by("pk")
    objections: Any = Objection.objects.filter(proposal__in=proposals, blocks=True).select_related("by")
    circles = {circle.pk: circle for circle in circles_of(project)}
    last = {(one.round_id, one.user_id): one for one in said}
    people: dict[int, dict[Any, Any]] = {}
    for one in asked:
        people.setdefault(one.round_id, {})[one.user_id] = one.user
    for decision in decisions:
        decision.project = project
        decision.circle, decision.decided_by = circles[decision.circle_id], circles[decision.decided_by_id]
    return [
        Printed(
            decision,
            _voices(people.get(decision.round_id, {}), decision.round_id, last),
            [one for (key, _user), one in last.items() if key == decision.round_id and one.says.facts.is_kept],
            [one for one in objections if one.proposal_id == decision.proposal_id],
        )
        for decision in decisions
    ]


def to_print(found: Any) -> Any:
    """Fetch what a printed decision shows of itself."""
    return found.with_suspension().select_related(
        "owner", "round", "superseded_by", "revoked_by", "proposal__created_by"
    )


def _voices(people: dict[Any, Any], key: int, last: dict[tuple[int, Any], Position]) -> list[Voices]:
    """Return who said what, and who was silent."""
    names: dict[str | None, list[str]] = {}
    for pk, user in people.items():
        position = last.get((key, pk))
        names.setdefault(position.kind if position else None, []).append(user.name)
    return [Voices(str(heard(kind).short), ", ".join(names[kind])) for kind in (*BY_GRAVITY, None) if kind in names]
