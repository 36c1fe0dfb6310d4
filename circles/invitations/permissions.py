"""Who may let whom in; each docstring is the rule in words."""

from uuid import UUID

from circles.circles.models import Circle
from circles.circles.permissions import may_admit
from circles.circles.queries.tree import circles_of
from circles.circles.queries.user_roles import roles_of
from circles.invitations.models import Guest, Invitation
from circles.projects.models import Project
from foundation.accounts.models import User


def may_invite(user: User, project: Project) -> bool:
    """Whoever may let people into some circle may invite many at once."""
    return any(may_admit(user, circle) for circle in circles_of(project))


def may_invite_guest(user: User, circle: Circle) -> bool:
    """Whoever may let people into a circle lets guests into it, and into what it has of documents and talk."""
    return may_admit(user, circle)


def may_end_guest(user: User, guest: Guest, circle: Circle) -> bool:
    """Guests go when they want; who invited one, and whoever may let guests in there, ends their access."""
    if guest.user_id == user.pk:
        return True
    is_inviter = guest.invited_by_id == user.pk and guest.project.has(user)
    return is_inviter or may_invite_guest(user, circle)


def may_see_address(user: User, project: Project, *, inviter: UUID | None, circle: int | None) -> bool:
    """The address that was invited is for who invited it, the circle's pilot and the pilot of the general circle."""
    standing = roles_of(user, project)
    return user.pk == inviter or standing.pilots(circle) or standing.pilots_project


def may_see_to_invitation(user: User, invitation: Invitation) -> bool:
    """Who may read the address takes an invitation back, while they are in the project."""
    standing = roles_of(user, invitation.project)
    inviter, circle = invitation.invited_by_id, invitation.circle_id
    return bool(standing.seats) and may_see_address(user, invitation.project, inviter=inviter, circle=circle)


def may_send_invitation_again(user: User, invitation: Invitation) -> bool:
    """Who may see to an invitation sends it again while they may let people into its circle."""
    return may_see_to_invitation(user, invitation) and may_admit(user, invitation.circle)


def may_make_join_link(user: User, circle: Circle) -> bool:
    """A circle's pilot, and the pilot of the general circle, make a link by which people join it, and turn it off."""
    standing = roles_of(user, circle.project)
    return standing.pilots(circle.pk) or standing.pilots_project


def may_make_bot(user: User, circle: Circle) -> bool:
    """Whoever lets guests into a circle makes bots that are guests of it."""
    return may_invite_guest(user, circle)


def may_see_to_bot(user: User, guest: Guest) -> bool:
    """Its owner sees to a bot, while they are in the project; so does the pilot of the general circle."""
    is_owner = guest.user is not None and guest.user.bot_owner_id == user.pk and guest.project.has(user)
    return is_owner or roles_of(user, guest.project).pilots_project
