"""Who may do what in elections; each docstring is the rule in words."""

from circles.circles.models import Circle
from circles.circles.queries.user_roles import roles_of
from decisions.elections.models import Election
from foundation.accounts.models import User


def may_begin(user: User, circle: Circle) -> bool:
    """Whoever has a voice in a circle may begin the election of one of its roles."""
    return not circle.is_closed and roles_of(user, circle.project).has_a_voice_in(circle)


def may_nominate(user: User, election: Election) -> bool:
    """Whoever is in the circle nominates."""
    return roles_of(user, election.project).is_in(election.circle)


def may_lead(user: User, election: Election) -> bool:
    """Who leads the circle, or began the election while they are in the circle, opens its rounds and puts a person to
    consent.
    """
    standing = roles_of(user, election.project)
    begun = user.pk == election.begun_by_id and standing.has_a_voice_in(election.circle)
    return begun or standing.leads(election.circle_id)
