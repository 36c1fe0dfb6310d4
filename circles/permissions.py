"""Who may do what in projects and circles; each docstring is the rule in words."""

from decimal import Decimal
from uuid import UUID

from accounts.models import User
from circles.models import Circle, Expense, Guest, Invitation, Project, Role
from circles.money.default_limits import is_usual
from circles.queries.tree import circles_of, successors_of
from circles.queries.user_roles import roles_of
from circles.restructuring import (
    Budget,
    Change,
    Closing,
    Element,
    ElementRemoval,
    Grant,
    Handover,
    Limits,
    Merger,
    Move,
    Reopening,
    Share,
    Strike,
    Unshare,
)


def may_open_circle(user: User, parent: Circle) -> bool:
    """Whoever has a voice in a circle may open a circle inside it."""
    return roles_of(user, parent.project).has_a_voice_in(parent)


def may_set_limits(user: User, parent: Circle | None) -> bool:
    """What a circle may do alone is the word of the circle around it: its pilot and facilitators say it, and the pilot
    of the general circle. Nobody does of the general circle, which is in none.
    """
    if parent is None:
        return False
    standing = roles_of(user, parent.project)
    return standing.leads(parent.pk) or standing.pilots_project


def may_open_with(user: User, parent: Circle, unit_limit: Decimal | None, reversibility: str) -> bool:
    """Whoever opens a circle may give it no more than the usual limits; more is for who may set them."""
    return is_usual(unit_limit, reversibility, parent.project.budget) or may_set_limits(user, parent)


def may_admit(user: User, circle: Circle) -> bool:
    """Whoever has a voice in a circle, or pilots the general circle, may let people in and invite."""
    standing = roles_of(user, circle.project)
    return standing.has_a_voice_in(circle) or standing.pilots_project


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


def may_give_roles(user: User, circle: Circle) -> bool:
    """A circle's pilot, its parent's pilot, and the pilot of the general circle give and end the roles that carry no
    voice further.
    """
    standing = roles_of(user, circle.project)
    return standing.pilots(circle.pk) or standing.pilots(circle.parent_id) or standing.pilots_project


def may_give_role(user: User, circle: Circle, role: str) -> bool:
    """Who pilots a circle is the word of the circle around it, in which a pilot has a voice: its pilot and facilitators
    give and end that role, and the pilot of the general circle. A circle's own people choose their delegate. The other
    roles are given as `may_give_roles` says.
    """
    standing = roles_of(user, circle.project)
    if circle.parent_id is not None and role == Role.Kind.PILOT:
        return standing.leads(circle.parent_id) or standing.pilots_project
    if circle.parent_id is not None and role == Role.Kind.DELEGATE:
        return standing.is_in(circle)
    return may_give_roles(user, circle)


def givable(user: User, circle: Circle) -> list[Role.Kind]:
    """Return the kinds of roles that the person may give there."""
    return [kind for kind in Role.Kind if may_give_role(user, circle, kind)]


def may_end_role(user: User, circle: Circle, role: str, holder: User) -> bool:
    """Everybody may put down a role of theirs; else whoever may give it ends it."""
    return user == holder or may_give_role(user, circle, role)


def may_end_membership(user: User, circle: Circle, member: User) -> bool:
    """Everybody may leave; who may give roles ends memberships, a pilot's only who may end that role."""
    if user == member:
        return True
    role = Role.Kind.PILOT if circle.people_in("pilot").filter(pk=member.pk).exists() else ""
    return may_give_roles(user, circle) and may_give_role(user, circle, role)


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


def may_edit_circle(user: User, circle: Circle) -> bool:
    """A circle's own people may change its name and purpose."""
    standing = roles_of(user, circle.project)
    return standing.is_in(circle) or standing.pilots_project


def may_change_settings(user: User, project: Project) -> bool:
    """The pilot of the general circle changes the project's settings; everybody in the project reads them."""
    return roles_of(user, project).pilots_project


def may_pilot_project(user: User, circle: Circle) -> bool:
    """The pilot of the general circle."""
    return roles_of(user, circle.project).pilots_project


def may_allot(user: User, circle: Circle) -> bool:
    """A circle's pilot hands its money on to the circles inside and takes back what is left there; so does the pilot of
    the general circle.
    """
    standing = roles_of(user, circle.project)
    return standing.pilots(circle.pk) or standing.pilots_project


def may_give_back(user: User, circle: Circle) -> bool:
    """A circle's pilot gives money back to the circle around it; the general circle has none around it."""
    return circle.parent_id is not None and may_allot(user, circle)


def may_spend(user: User, circle: Circle) -> bool:
    """A circle's own people record what it has spent, of a closed one those of the circle that took it over, and so
    does the pilot of the general circle.
    """
    standing = roles_of(user, circle.project)
    heir = successors_of(circles_of(circle.project)).get(circle.pk) if circle.is_closed else None
    return standing.is_in(circle) or heir in standing.seats or standing.pilots_project


def may_call_back(user: User, expense: Expense) -> bool:
    """Who recorded an expense calls it back, and so does whoever hands on its circle's money; both while they are in
    the project.
    """
    standing = roles_of(user, expense.project)
    return (user.pk == expense.recorded_by_id and bool(standing.seats)) or may_allot(user, expense.circle)


def may_add_receipts(user: User, expense: Expense) -> bool:
    """Who recorded an expense or paid it adds receipts, and so does who may call it back; all while they are in the
    project.
    """
    is_theirs = user.pk in (expense.recorded_by_id, expense.paid_by_id)
    return (is_theirs and bool(roles_of(user, expense.project).seats)) or may_call_back(user, expense)


def may_set_budget(user: User, general: Circle) -> bool:
    """The pilot of the general circle says, once, what the project has; afterwards a decision changes it."""
    return may_pilot_project(user, general)


def may_apply(user: User, change: Change) -> bool:
    """A circle is changed by its own word where nobody else is touched; what touches other circles is proposed.

    Its pilot closes it and splits it; where nobody is left in it, who leads the circle around does. To close it with
    circles inside, one pilots these as well, unless nobody is in them. Whoever may open a circle in the one around it
    opens it again. Moving and merging are for who pilots all the circles it touches.
    What a circle decides is said as `may_change_scope` has it; the elements and the budget are the general circle's
    decisions.
    """
    standing = roles_of(user, change.circle.project)
    circle = change.circle
    if isinstance(change, Reopening):
        return circle.parent is not None and may_open_circle(user, circle.parent)
    if isinstance(change, Move | Merger):
        return all(standing.pilots(one.pk) for one in change.affects())
    if isinstance(change, Limits | Grant | Handover | Share | Unshare | Strike):
        return may_change_scope(user, change)
    if isinstance(change, Element | ElementRemoval | Budget):
        return False
    inhabited = [one for one in circles_of(circle.project) if getattr(one, "number", 0)]
    inside = [one for one in inhabited if one.parent_id == circle.pk and not one.is_closed]
    if isinstance(change, Closing) and not all(standing.pilots(one.pk) for one in inside):
        return False
    return standing.pilots(circle.pk) or (circle not in inhabited and standing.leads(circle.parent_id))


def may_change_scope(user: User, change: Limits | Grant | Handover | Share | Unshare | Strike) -> bool:
    """Who leads the circle around says a circle's limits and gives it domains. Who leads a circle hands of its scope to
    those inside it, and a pilot hands back. Sharing binds both circles to ask each other, so it is for who leads both;
    who leads the circle that shares gives its word up. A pilot gives a domain up if they lead whoever shares it too.
    """
    standing = roles_of(user, change.circle.project)
    circle = change.circle
    if isinstance(change, Limits):
        return may_set_limits(user, circle.parent)
    if isinstance(change, Grant):
        return standing.leads(circle.parent_id or circle.pk)
    if isinstance(change, Handover):
        down, up = change.to.parent_id == circle.pk, change.to.pk == circle.parent_id
        return (down and standing.leads(circle.pk)) or (up and standing.pilots(circle.pk))
    if isinstance(change, Share):
        return standing.leads(circle.pk) and standing.leads(change.to.pk)
    if isinstance(change, Unshare):
        return standing.leads(change.to.pk)
    return standing.pilots(circle.pk) and all(standing.leads(pk) for pk in change.domain.sharers)


def may_see_to_domains(user: User, circle: Circle) -> bool:
    """Who leads a circle, or the one around it, has at hand what can be done with its domains."""
    standing = roles_of(user, circle.project)
    return standing.leads(circle.pk) or standing.leads(circle.parent_id)


def may_say_time(user: User, member: User) -> bool:
    """Everybody says for themselves how much of their week a circle has; nobody says it for somebody else."""
    return user == member


def may_state_needs(user: User, circle: Circle) -> bool:
    """A circle's own people say which skills it needs, and so does the pilot of the general circle."""
    standing = roles_of(user, circle.project)
    return standing.is_in(circle) or standing.pilots_project


def may_keep_equipment(user: User, circle: Circle) -> bool:
    """A circle's own people keep its list of equipment, and so does the pilot of the general circle."""
    standing = roles_of(user, circle.project)
    return standing.is_in(circle) or standing.pilots_project
