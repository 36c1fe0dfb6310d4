"""Offer the sample's people on the sign-in page of an embedded server, each with what they do there."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from across.sample.languages import sample_in
from circles.circles.models import Membership, Role
from foundation.accounts.models import User
from foundation.accounts.sample_accounts import SAMPLE_HANDLES, SAMPLE_HOST
from foundation.web.languages import current_language

FIRST = (Role.Kind.PILOT, Role.Kind.FACILITATOR, Role.Kind.SECRETARY, Role.Kind.DELEGATE)
"""What says most about a person comes first."""


def sample_people(request: HttpRequest) -> dict[str, object]:
    """Add `sample_people` (each with role words) for anonymous readers in embedded mode, when the sample is loaded."""
    user = getattr(request, "user", None)
    # An error page may be drawn before anyone was recognised.
    if not settings.EMBEDDED or user is None or user.is_authenticated:
        return {}
    addresses = [f"{handle}@{SAMPLE_HOST}" for handle in SAMPLE_HANDLES]
    found = User.objects.filter(email__in=addresses, is_active=True)
    people = sorted(found, key=lambda person: addresses.index(person.email or ""))
    seats = Membership.objects.current().with_roles().order_by("pk")
    # They are in the sample of every language: what they do is said in the reader's.
    if people and (project := sample_in(current_language().code)):
        seats = seats.filter(circle__project=project)
    memberships = seats.of_each(people)
    return {"sample_people": [(person, role_words(own)) for person, own in memberships]}


def role_words(memberships: list[Any]) -> str:
    """Say in which circle a person does what, by the role that says most: pilot, Hydraulics."""
    held = [
        (FIRST.index(role.kind), role, one.circle) for one in memberships for role in one.held if role.kind in FIRST
    ]
    if not held:
        return ", ".join(one.circle.name for one in memberships[:1])
    _place, role, circle = min(held, key=lambda one: one[0])
    return f"{role.get_kind_display()}, {circle.name}"
