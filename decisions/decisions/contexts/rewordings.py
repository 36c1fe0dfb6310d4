"""Changes of wording in a round, and who may say that one of them is more than that."""

from collections.abc import Iterable
from typing import Any

from decisions.decisions import permissions
from decisions.decisions.models import Editorial, Proposal, Round
from foundation.accounts.models import User

FIELDS = {field.name: field.verbose_name for field in Proposal._meta.fields}


def rewordings_in(
    shown: Round | None, found: Iterable[Editorial], proposal: Proposal, user: User
) -> list[dict[str, Any]]:
    """Gather the changes of wording in the round that is shown, with whether the reader may refuse the label."""
    here = [one for one in found if shown and one.round_id == shown.pk]
    return [reworded(one) | {"may_refuse": may_refuse(one, user, proposal)} for one in here]


def reworded(editorial: Editorial) -> dict[str, Any]:
    """Gather what was changed of the words, each with its name and what went and came."""
    changes = [(FIELDS[name], editorial.before[name], new) for name, new in editorial.after.items()]
    return {"editorial": editorial, "changes": changes}


def may_refuse(editorial: Editorial, user: User, proposal: Proposal) -> bool:
    """Return whether a reader may refuse the label of a change of wording now."""
    open_round = proposal.open_round
    is_open = open_round is not None and open_round.pk == editorial.round_id and not proposal.is_decided
    return is_open and editorial.refused_at is None and permissions.may_refuse_label(user, editorial, proposal.project)
