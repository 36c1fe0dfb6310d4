"""The cast: ada proposes, bo is in her circle, fay facilitates, eve is outside."""

from accounts.models import User
from circles.models import Circle
from tests.factories import a_circle, a_person
from tests.support.shared import shared


@shared
def ada() -> User:
    return a_person("Ada Mercier")


@shared
def bo() -> User:
    return a_person("Bo Nguyen")


@shared
def fay() -> User:
    return a_person("Fay Lemoine")


@shared
def eve() -> User:
    return a_person("Eve Martin")


@shared
def circle(ada: User, bo: User) -> Circle:
    """Give the circle of ada and bo, in a project of its own."""
    return a_circle(ada, bo)
