"""Who may do what with questions and tracks; each docstring is the rule. Whoever is in the project may see them."""

from circles.circles.models import Circle
from circles.circles.permissions import may_pilot_project
from circles.money.permissions import may_spend
from decisions.tracks.models import Criterion, Question, Track
from foundation.accounts.models import User


def may_ask(user: User, circle: Circle) -> bool:
    """Whoever is in the project may open a question in a circle, and propose a track to one."""
    return circle.project.has(user) and not circle.is_closed


def may_tend(user: User, question: Question) -> bool:
    """Who opened a question, everyone with a voice in its circle, and the pilot of the general circle change it."""
    return (
        question.created_by_id == user.pk
        or question.circle.members().filter(pk=user.pk).exists()
        or may_pilot_project(user, question.circle)
    )


def may_explore(user: User, track: Track) -> bool:
    """The owner of a track, who explores it, everyone with a voice in its circle, and the pilot of the general circle
    change it, start it and end it.
    """
    return (
        user.pk in {track.owner_id, track.created_by_id}
        or track.members.filter(pk=user.pk).exists()
        or may_decide(user, track)
    )


def may_decide(user: User, track: Track) -> bool:
    """Everyone with a voice in a track's circle, and the pilot of the general circle, answer its gates."""
    return track.circle.members().filter(pk=user.pk).exists() or may_pilot_project(user, track.circle)


def may_add_evidence(user: User, track: Track) -> bool:
    """Whoever is in the project adds what they found: a quote, a measurement, a link."""
    return track.project.has(user)


def may_withdraw(user: User, track: Track, recorded_by: object) -> bool:
    """Who recorded evidence withdraws it, and so does who may change the track."""
    return (recorded_by == user.pk and track.project.has(user)) or may_explore(user, track)


def may_spend_on(user: User, track: Track) -> bool:
    """Who records what the track's circle has spent."""
    return may_spend(user, track.circle)


def may_remove_criterion(user: User, criterion: Criterion) -> bool:
    """Who may change its track, or its question where it is of all tracks."""
    if criterion.track:
        return may_explore(user, criterion.track)
    return may_tend(user, criterion.question)
