"""Offer the sample people on the sign-in page of an embedded server."""

from django.conf import settings
from django.http import HttpRequest

from accounts.models import User

SAMPLE_HOST = "heliopompe.example"
SAMPLE_HANDLES = ("ada", "bo", "fay", "ines", "thea")


def sample_people(request: HttpRequest) -> dict[str, object]:
    """Give `sample_people` (name, email) to anonymous readers in embedded mode, when the sample is loaded."""
    user = getattr(request, "user", None)
    # An error page may be drawn before anybody was recognised.
    if not settings.EMBEDDED or user is None or user.is_authenticated:
        return {}
    addresses = [f"{handle}@{SAMPLE_HOST}" for handle in SAMPLE_HANDLES]
    people = {person.email: person for person in User.objects.filter(email__in=addresses, is_active=True)}
    return {"sample_people": [people[address] for address in addresses if address in people]}
