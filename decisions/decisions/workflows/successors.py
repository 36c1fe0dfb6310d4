"""What a proposal begins with that amends a decision, or revokes it."""

from typing import Any

from django.utils.translation import gettext_noop

from decisions.decisions.models import Decision, EffectAnswer, Proposal
from decisions.decisions.text.titles import shortened

MAX_TITLE = Proposal._meta.get_field("title").max_length or 160


def terms_to_amend(decision: Decision) -> dict[str, Any]:
    """Return what a proposal begins with that replaces a decision: its own text and terms."""
    return {
        "title": decision.title,
        "text": decision.text,
        "effect": decision.round.effect,
        "owner": decision.owner,
        "cost": decision.cost,
        "reversibility": decision.reversibility,
        "review_months": decision.proposal.review_months,
        "replaces": decision,
    }


def terms_to_revoke(decision: Decision) -> dict[str, Any]:
    """Return what a proposal begins with that revokes a decision, in the project's language; its tension is the
    reason.
    """
    project, names = decision.project, decision.names
    title = project.in_its_language(gettext_noop("Revoke %(reference)s: %(title)s"), names)
    text = project.in_its_language(
        gettext_noop(
            "%(reference)s “%(title)s” is no longer in force. "
            "What it has reserved and nobody has spent is free again; what it has carried out stays as it is."
        ),
        names,
    )
    return {
        "title": shortened(title, MAX_TITLE),
        "text": text,
        "owner": decision.owner,
        "reversibility": decision.reversibility,
        "review_months": decision.proposal.review_months,
        "revokes": decision,
    }


def touches_of(decision: Decision) -> dict[str, Any]:
    """Return what the proposal of a decision touched, as a later one takes it."""
    return {name: list(getattr(decision.proposal, name).all()) for name in ("domains", "elements", "named")}


def answers_of(decision: Decision) -> list[EffectAnswer]:
    """Return what was answered of what the text of a decision names; the clauses that it moved it did mean to change.
    A later proposal of the same text moves none, and would be asked about them.
    """
    before = decision.proposal
    moved = [EffectAnswer("clause", one.clause.key, changes=True) for one in before.clauses_touched()]
    return [*[one.answer for one in before.effects.all()], *moved]
