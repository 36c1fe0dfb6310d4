"""Invitations as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from circles import permissions
from circles.models import Invitation, Project, masked


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that nobody has taken: the address as the reader may see it, and whether they may do something."""

    invitation: Invitation
    address: str
    may_see_to: bool
    may_send_again: bool


def rows_of(found: Iterable[Invitation], project: Project, reader: User) -> list[InvitationRow]:
    """Return invitations of a project as rows, those that still let somebody in first."""
    rows = []
    for one in found:
        one.project = project
        may = permissions.may_see_to_invitation(reader, one)
        again = may and permissions.may_send_invitation_again(reader, one)
        rows.append(InvitationRow(one, one.email if may else masked(one.email), may, again))
    return sorted(rows, key=lambda row: row.invitation.is_expired)
