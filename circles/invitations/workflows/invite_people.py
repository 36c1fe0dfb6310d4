"""Invite many people at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from circles.circles.models import Circle
from circles.invitations.models import Invitation
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.throttling import Throttled


@dataclass(frozen=True)
class Invited:
    """An address that was to be invited: the link of its invitation, or why it got none."""

    email: str
    link: str = ""
    why_not: str = ""


def invite_people(circle: Circle, emails: Sequence[str], *, by: User, role: str = "") -> list[Invited]:
    """Invite addresses into a circle, each by itself: who is in it already keeps nobody else out.

    :raises Throttled: when the first one is one too many.
    """
    found: list[Invited] = []
    for email in emails:
        try:
            found.append(Invited(email, link=Invitation.send(circle, email, by=by, role=role)))
        except Throttled as refusal:
            if not found:
                raise
            found.append(Invited(email, why_not=str(refusal)))
        except Refused as refusal:
            found.append(Invited(email, why_not=str(refusal)))
    return found
