"""Write a proposal as pages and API do: its draft, where it was born, and its first round, all or nothing."""

from typing import Any

from django.db import transaction

from accounts.models import User
from circles.models import Circle, Link, Subject
from decisions.models import Proposal


def write(
    circle: Circle, *, by: User, ask: bool, source: Subject | None = None, quote: str = "", **deeds: Any
) -> Proposal:
    """Make the draft (`deeds` as `Proposal.propose` takes them), tie it to its source, and open its round to `ask`.

    :raises Refused: as the verbs do; then nothing was made.
    """
    with transaction.atomic():
        proposal = Proposal.propose(circle, by=by, **deeds)
        if source is not None:
            Link.tie(circle.project, source, proposal, by=by, quote=quote)
        if ask:
            proposal.put_to_round(by=by)
    return proposal
