"""What costs the server much is asked for only so often by one person, and nobody pays for another's haste."""

from datetime import timedelta

import pytest
from django.test import Client

from decision_files.views.exports import PDFS
from inbox.models import OutgoingEmail
from invitations.models.invitation import INVITATIONS_AN_HOUR
from realtime.views import LOOKS
from tests.decisions.people import Cast, a_cast, adopted, operation, page
from tests.factories import a_person
from tests.support.entry_points import at_browser, by_token
from web.caches import page_cache
from web.throttling import Throttled, is_first, throttle

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast() -> Cast:
    """ada, bo and fay in Hydraulics."""
    return a_cast()


@pytest.mark.both_databases
def test_throttling_counts_each_person_and_each_action_apart() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    for _time in range(3):
        throttle(ada.pk, "tests", most=3, within=MINUTE)
    with pytest.raises(Throttled):
        throttle(ada.pk, "tests", most=3, within=MINUTE)
    throttle(ada.pk, "other", most=3, within=MINUTE)
    throttle(bo.pk, "tests", most=3, within=MINUTE)
    page_cache.delete(f"pace:tests:{ada.pk}")  # as when its time is over
    throttle(ada.pk, "tests", most=3, within=MINUTE)


@pytest.mark.both_databases
@pytest.mark.parametrize("key", ["two words", "été", "a\ttab", "x" * 250], ids=["blank", "accent", "tab", "long"])
def test_whatever_a_key_has_in_it_is_counted(key: str) -> None:
    throttle(key, "tests of keys", most=1, within=MINUTE)
    throttle(f"{key}x", "tests of keys", most=1, within=MINUTE)
    with pytest.raises(Throttled):
        throttle(key, "tests of keys", most=1, within=MINUTE)
    assert (is_first(key, within=MINUTE), is_first(key, within=MINUTE)) == (True, False)


def test_exports_of_a_decision_as_pdf_are_throttled(cast: Cast) -> None:
    address = page(cast, f"decisions/{adopted(cast).number}/pdf/")
    page_cache.set(f"pace:pdf:{cast.ada.pk}", PDFS - 1, 60)
    assert at_browser(cast.ada).get(address).status_code == 200
    hurried = at_browser(cast.ada).get(address)
    assert hurried.status_code == 429
    assert "wait a minute" in hurried.content.decode()
    assert at_browser(cast.bo).get(address).status_code == 200


def test_polling_for_changes_is_throttled(cast: Cast) -> None:
    address = page(cast, "news/")
    page_cache.set(f"pace:news:{cast.ada.pk}", LOOKS - 1, 60)
    assert at_browser(cast.ada).get(address).status_code == 200
    assert at_browser(cast.ada).get(address).status_code == 429


def test_invitations_by_email_are_throttled(cast: Cast) -> None:
    sent, address = {"email": "zoe@ronde.example"}, operation(cast, "circles/hydraulics/invitations")
    ada = Client(headers=by_token(cast.ada))
    page_cache.set(f"pace:invitation:{cast.ada.pk}", INVITATIONS_AN_HOUR - 1, 60)
    assert ada.post(address, sent, content_type="application/json").status_code == 201
    hurried = ada.post(address, sent, content_type="application/json")
    assert hurried.status_code == 429
    assert "wait an hour" in hurried.json()["detail"]
    assert at_browser(cast.ada).post(page(cast, "circles/hydraulics/invitations/"), sent).status_code == 429
    assert OutgoingEmail.objects.filter(to=sent["email"]).count() == 1
