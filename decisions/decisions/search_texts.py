"""The words that proposals and decisions are found by: their texts, and what was said to them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from circles.projects.models import Project
from circles.projects.thing_parts import SearchTexts
from decisions.decisions.models import Decision, Objection, Position, Proposal, Review


def proposals_of(project: Project) -> QuerySet[Proposal]:
    """Return all proposals of a project."""
    return Proposal.objects.in_project(project).select_related("replaces", "revokes").order_by("pk")


def decisions_of(project: Project) -> QuerySet[Decision]:
    """Return all decisions of a project."""
    return Decision.objects.in_project(project).select_related("round").order_by("pk")


def words_of_proposals(proposals: list[Proposal]) -> list[tuple[Proposal, list[str]]]:
    """Return proposals with their texts, concerns and objections, and what they replace or revoke by its reference."""
    said = said_to(proposal.pk for proposal in proposals)

    def texts(one: Proposal) -> list[str]:
        ended = [other.reference for other in (one.replaces, one.revokes) if other]
        return [one.reference, one.title, one.tension, one.text, one.effect, *ended, *said.get(one.pk, [])]

    return [(one, texts(one)) for one in proposals]


def words_of_decisions(decisions: list[Decision]) -> list[tuple[Decision, list[str]]]:
    """Return decisions with their texts as adopted, concerns, objections and reviews."""
    said = said_to(decision.proposal_id for decision in decisions)
    found = dict[int, list[str]]()
    for key, *words in Review.objects.filter(decision__in=decisions).values_list(
        "decision", "helped", "drop", "better"
    ):
        found.setdefault(key, []).extend(words)

    def texts(one: Decision) -> list[str]:
        whole = (one.reference, one.title, one.text, one.round.tension, one.round.effect, one.revoked_because)
        return [*whole, *said.get(one.proposal_id, []), *found.get(one.pk, [])]

    return [(one, texts(one)) for one in decisions]


def said_to(proposals: Iterable[int]) -> dict[int, list[str]]:
    """Return what was said to proposals, by their keys: words of positions and objections, two questions."""
    keys, found = list(proposals), dict[int, list[str]]()
    positions = Position.objects.filter(round__proposal__in=keys, taken_back=None).exclude(words="")
    for key, words in positions.values_list("round__proposal", "words"):
        found.setdefault(key, []).append(words)
    objections: Any = Objection.objects.filter(proposal__in=keys)
    columns = ("proposal", "against__number", "harm", "evidence", "quote", "lifted_because")
    for key, against, *words in objections.values_list(*columns):
        found.setdefault(key, []).extend([*words, f"{Decision.letter}-{against}" if against else ""])
    return found


PROPOSALS = SearchTexts(proposals_of, words_of_proposals)
DECISIONS = SearchTexts(decisions_of, words_of_decisions)
