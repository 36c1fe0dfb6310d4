"""Whether a line that shows a proposal offers its reader a claim."""

from collections.abc import Collection

from django import template

from circles.projects.models import Project
from decisions.decisions.models import Proposal, Round
from decisions.decisions.permissions import might_claim, sits_elsewhere
from foundation.accounts.models import User

register = template.Library()


@register.inclusion_tag("decisions/affects.html")
def affects(
    proposal: Proposal,
    project: Project,
    user: User,
    back: str = "",
    round_: Round | None = None,
    *,
    short: bool = False,
) -> dict[str, object]:
    """Show "This affects us" to who may say so; `round_` is its last one, when it was not read with the proposal."""
    last = round_ or proposal.last_round
    offered = might_claim(user, project, proposal, last.affected if last else ())
    return {"proposal": proposal, "project": project, "back": back, "short": short, "offered": offered}


@register.inclusion_tag("decisions/affects.html")
def affects_by_name(
    reference: str, circles: Collection[int], project: Project, user: User, back: str = "", *, short: bool = True
) -> dict[str, object]:
    """Show "This affects us" to who may say so, where a proposal is known by its reference and by the
    circles it affects.
    """
    kind, _, number = reference.partition("-")
    offered = kind == "P" and number.isdecimal() and sits_elsewhere(user, project, circles)
    proposal = {"number": int(number), "reference": reference} if offered else None
    return {"proposal": proposal, "project": project, "back": back, "short": short, "offered": offered}
