"""Who may do what in a sync; each docstring is the rule in words."""

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from daily.syncs.models import AgendaItem, Sync
from daily.syncs.models.attendees import gathering_in
from decisions.decisions.models import Proposal
from decisions.tracks.models import Track
from foundation.accounts.models import User

LEADING = ("pilot", "facilitator", "secretary")


def may_hold(user: User, circle: Circle) -> bool:
    """Whoever has a voice in a circle may hold a sync of it now."""
    return roles_of(user, circle.project).has_a_voice_in(circle)


def is_expected(user: User, sync: Sync) -> bool:
    """Whoever has a voice in the circle is expected in its sync, and so are the people of circles that come to it for
    want of a sync of their own.
    """
    seats = roles_of(user, sync.project).seats
    covered = gathering_in(sync.project).covered_by(sync.circle)
    return may_hold(user, sync.circle) or any(pk in seats for pk in covered)


def circles_to_hold_in(user: User, project: Project) -> list[Circle]:
    """Return the open circles of which a person may hold a sync, as the tree has them."""
    return [circle for circle in circles_of(project) if not circle.is_closed and may_hold(user, circle)]


def may_lead(user: User, sync: Sync) -> bool:
    """Who facilitates, writes or opened the sync, and the circle's pilot, facilitators and secretaries lead it."""
    named = user.pk in (sync.facilitator_id, sync.secretary_id, sync.created_by_id)
    seat = roles_of(user, sync.project).seats.get(sync.circle_id)
    return named or (seat is not None and not seat.roles.isdisjoint(LEADING))


def may_conclude(user: User, sync: Sync, proposal: Proposal | None) -> bool:
    """Who leads the sync ends what its circle decides there; what another circle decides there, for want of a sync of
    its own, whoever has a voice in that one.
    """
    round_ = proposal.open_round if proposal else None
    if round_ is None or round_.decides_id == sync.circle_id:
        return may_lead(user, sync)
    return roles_of(user, sync.project).has_a_voice_in(round_.decides)


def may_decide_gate(user: User, sync: Sync, track: Track) -> bool:
    """Who leads the sync writes down what its circle answers to a gate; to one of another circle, whoever has a voice
    in that one.
    """
    if track.circle_id == sync.circle_id:
        return may_lead(user, sync)
    return roles_of(user, sync.project).has_a_voice_in(track.circle)


def may_cancel(user: User, sync: Sync) -> bool:
    """Who leads the sync cancels it, while nobody has spoken in it."""
    return may_lead(user, sync) and sync.is_untouched


def may_record(user: User, sync: Sync, proposal: Proposal) -> bool:
    """Who facilitates or writes in the sync writes down what a person says aloud; not for what they propose or own."""
    is_theirs = user.pk in (proposal.created_by_id, proposal.owner_id)
    return not is_theirs and user.pk in (sync.facilitator_id, sync.secretary_id)


def may_bring_out(user: User, sync: Sync) -> bool:
    """Who leads the sync, and whoever is expected in it, writes down what comes out."""
    return may_lead(user, sync) or is_expected(user, sync)


def may_facilitate(user: User, sync: Sync) -> bool:
    """Whoever is expected in the sync may take the facilitation over, when it is not theirs."""
    return user.pk != sync.facilitator_id and is_expected(user, sync)


def may_withdraw(user: User, point: AgendaItem) -> bool:
    """Who added a waiting point, and the circle's pilot and facilitators, may take it back."""
    return user.pk == point.added_by_id or point.circle.people_in(*LEADING).filter(pk=user.pk).exists()


def may_change_recurring_syncs(user: User, circle: Circle) -> bool:
    """A circle's pilot and facilitators, and the pilot of the general circle, set its recurring syncs."""
    standing = roles_of(user, circle.project)
    seat = standing.seats.get(circle.pk)
    return standing.pilots_project or (seat is not None and not seat.roles.isdisjoint({"pilot", "facilitator"}))
