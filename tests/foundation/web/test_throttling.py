"""What costs the server much is asked for only so often by one person, and nobody pays for another's haste."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from chat.realtime.views import LOOKS
from circles.invitations.models.invitation import INVITATIONS_AN_HOUR
from decisions.decision_files.views.exports import PDFS
from documents.document_files.file_answers import DOWNLOADS
from documents.documents.models import Document
from documents.richtext.exchange.export_formats import ExportFormat
from foundation.inbox.models import OutgoingEmail
from foundation.web.caches import page_cache
from foundation.web.throttling import Throttled, is_first, throttle
from tests.decisions.decisions.people import Cast, a_cast, adopted, operation, page
from tests.factories import a_person
from tests.support.entry_points import at_browser, by_token

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
    assert "Try again in 60 seconds." in hurried.content.decode()
    assert hurried.headers["Retry-After"] == "60"
    assert at_browser(cast.bo).get(address).status_code == 200


def test_who_is_refused_is_told_when_to_come_again_as_time_goes_by(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0
    monkeypatch.setattr("foundation.web.throttling.time.time", lambda: now)
    throttle("ada", "tests of waiting", most=1, within=MINUTE)
    for passed, left in ((0, 60), (29.5, 31), (59.5, 1)):
        now = 1_000_000.0 + passed
        with pytest.raises(Throttled) as refused:
            throttle("ada", "tests of waiting", most=1, within=MINUTE)
        assert refused.value.headers == {"Retry-After": str(left)}
        assert refused.value.more == {"retry_after": left}
    with translation.override("fr"):
        assert (
            Throttled(timedelta(seconds=30)).sentence
            == "Trop de demandes. Réessayez dans 30\N{NO-BREAK SPACE}secondes."
        )
        assert "12\N{NO-BREAK SPACE}minutes" in Throttled(timedelta(minutes=11.5)).sentence
    assert Throttled(timedelta(seconds=1)).sentence == "Too many requests. Try again in 1 second."


def test_one_document_in_every_format_counts_once_and_a_format_again_once_more(cast: Cast) -> None:
    first, second = (Document.create(cast.circle, name, by=cast.ada) for name in ("Pump", "Panels"))
    page_cache.set(f"pace:downloads:{cast.ada.pk}", DOWNLOADS - 1, 60)
    ada, program = at_browser(cast.ada), Client(headers=by_token(cast.ada))
    for form in ExportFormat.here():
        assert ada.get(f"{first.get_absolute_url()}as.{form}").status_code == 200
    refused = ada.get(f"{second.get_absolute_url()}as.pdf")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "Try again in 60 seconds." in refused.text
    told = program.get(f"/api/v1/documents/{second.pk}.pdf")
    assert (told.status_code, told.headers["Retry-After"], told.json()["retry_after"]) == (429, "60", 60)
    assert ada.get(f"{first.get_absolute_url()}as.pdf").status_code == 429, "once more in the same format counts"


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
    assert "Try again in 60 minutes." in hurried.json()["detail"]
    assert (hurried.headers["Retry-After"], hurried.json()["retry_after"]) == ("3600", 3600)
    assert at_browser(cast.ada).post(page(cast, "circles/hydraulics/invitations/"), sent).status_code == 429
    assert OutgoingEmail.objects.filter(to=sent["email"]).count() == 1
