"""What a proposal’s page says of its effects: what it touches, and what its proposer answered about what it names."""

from collections.abc import Collection, Iterable
from typing import Any

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from decisions.decisions.models import Effect, EffectOn, Proposal
from decisions.specification.models import Clause
from foundation.web.collation import place_of


def said_effects(proposal: Proposal, names: dict[str, str]) -> list[dict[str, str]]:
    """Return each answer as a sentence, what is left alone first; `names` are those of the circles, by key."""
    found = sorted(proposal.effects.all(), key=lambda one: (one.changes, one.pk))
    return [said(one, names) for one in found]


def said(effect: Effect, names: dict[str, str]) -> dict[str, str]:
    """Return one answer: its sentence, its sign, and why."""
    facts = EffectOn(effect.sort).facts
    label = names.get(effect.names, effect.names) if effect.sort == EffectOn.CIRCLE else effect.names
    sentence = str(facts.yes if effect.changes else facts.no) % {"names": label}
    return {"sentence": sentence, "sign": facts.sign, "why": effect.why}


def circles_changed(proposal: Proposal, affected: Collection[int]) -> list[Circle]:
    """Return the other circles that it changes by what it carries out."""
    changed = set(affected) - {proposal.circle_id} if proposal.carries_out else set()
    return [circle for circle in circles_of(proposal.project) if circle.pk in changed]


def touched(proposal: Proposal, clauses: list[Clause], changed: Iterable[Circle]) -> list[Any]:
    """Return the things it touches: domains, clauses (those that are named), elements, circles."""
    domains = sorted(proposal.domains.all(), key=lambda domain: domain.key)
    elements = sorted(proposal.elements.all(), key=lambda element: element.number)
    named = sorted({*proposal.named.all(), *changed}, key=lambda circle: place_of(circle.name))
    return [*domains, *clauses, *elements, *named]
