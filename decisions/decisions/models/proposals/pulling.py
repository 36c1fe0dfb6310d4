"""To which sync a proposal or decision may be pulled, and from which circle what asks nobody else is seen."""

from circles.circles.models import Circle
from circles.circles.queries.tree import path_to
from decisions.decisions.models.proposals.proposal import Proposal
from decisions.decisions.models.rounds.round import Round
from decisions.decisions.sync_sources import has_met_since


def circle_around(round_: Round) -> Circle | None:
    """Return the nearest circle around the one that decides in which a person other than who proposes has a voice; None
    where there is none, so that nobody can be told.
    """
    proposal = round_.proposal
    memberships = proposal.project.memberships.current()
    for circle in reversed(path_to(round_.decides)[:-1]):
        if memberships.with_a_voice_in(circle).exclude(user=proposal.created_by_id).exists():
            return circle
    return None


def sync_to_pull_to(proposal: Proposal, *, asks_nobody: bool | None = None) -> Circle | None:
    """Return the circle to whose sync it may be pulled; None where it is decided in a sync, or for good.

    What is synchronised: the general circle, until its sync has closed to which it was told. What nobody but who
    proposes is asked about: the circle around, while it is not in force. `asks_nobody`: whether its open round asks
    nobody, for a caller who has read that.
    """
    decision = proposal.adopted
    round_ = decision.round if decision else proposal.open_round
    if round_ is None or proposal.withdrawn_at or proposal.lapsed_at:
        return None
    round_.proposal = proposal
    if round_.is_synchronised:
        general: Circle = proposal.project.circles.general()
        return general if decision is None or _is_still_told(proposal, general) else None
    if decision is not None or proposal.pull_made is not None:
        return None
    is_alone = not round_.asked_and_here().exists() if asks_nobody is None else asks_nobody
    return circle_around(round_) if is_alone else None


def _is_still_told(proposal: Proposal, general: Circle) -> bool:
    decision = proposal.decision
    is_free = decision.is_in_force and not decision.pulls.suspending().exists()
    return is_free and not has_met_since(general, decision.adopted_at)
