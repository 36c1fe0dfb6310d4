"""Invitations as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from circles.invitations import permissions
from circles.invitations.models import Invitation, masked
from circles.projects.models import Project
from foundation.accounts.models import User


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that nobody has taken: the address as the reader may see it, whether who sent it could still send
    it, and whether the reader may do something.
    """

    invitation: Invitation
    address: str
    is_upheld: bool
    may_see_to: bool
    may_send_again: bool

    @property
    def is_open(self) -> bool:
        """Return whether it still lets a person in."""
        return self.is_upheld and not self.invitation.is_expired


def rows_of(found: Iterable[Invitation], project: Project, reader: User) -> list[InvitationRow]:
    """Return invitations of a project as rows, those that still let a person in first."""
    rows, upheld = [], set(project.invitations.unanswered().upheld().values_list("pk", flat=True))
    for one in found:
        one.project = project
        may = permissions.may_see_to_invitation(reader, one)
        again = may and permissions.may_send_invitation_again(reader, one)
        rows.append(InvitationRow(one, one.email if may else masked(one.email), one.pk in upheld, may, again))
    return sorted(rows, key=lambda row: not row.is_open)
