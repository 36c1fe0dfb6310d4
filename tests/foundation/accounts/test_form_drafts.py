"""Drafts of forms: kept for a fresh visit and on another device, until they are sent, and for some weeks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.accounts.models import FormDraft, User
from foundation.accounts.models.form_draft import MOST_DRAFTS, MOST_TEXT
from foundation.inbox.tasks import clear_answers
from foundation.web.caches import page_cache
from tests.factories import a_person
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
PAGE, FORM = "/p/pump/proposals/new/", "proposal-form"


@pytest.fixture
def ada() -> User:
    return a_person("Ada")


def save(user: User, text: str, **other: str) -> int:
    """Save a draft as a page does; returns how it was answered."""
    return at_browser(user).post("/drafts/", {"page": PAGE, "form": FORM, "text": text} | other).status_code


def drafts_of(user: User, page: str = PAGE) -> dict[str, str]:
    drafts: dict[str, str] = at_browser(user).get("/drafts/", {"page": page}).json()
    return drafts


@pytest.mark.both_databases
def test_a_draft_is_there_on_another_device_and_for_nobody_else(ada: User) -> None:
    assert save(ada, '{"text":"Twelve"}') == 204
    assert save(ada, '{"text":"Twelve panels"}') == 204
    assert drafts_of(ada) == {FORM: '{"text":"Twelve panels"}'}
    assert drafts_of(ada, "/p/pump/proposals/1/revision/") == {}
    assert drafts_of(a_person("Eve")) == {}


def test_a_draft_ends_with_an_empty_text(ada: User) -> None:
    save(ada, '{"text":"Twelve"}')
    assert save(ada, "") == 204
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize("wrong", [{"page": "/account/2fa/"}, {"page": "/p/" + "x" * 300}, {"form": ""}])
def test_what_belongs_to_no_form_of_a_project_is_not_kept(ada: User, wrong: dict[str, str]) -> None:
    assert save(ada, "{}", **wrong) == 422
    assert save(ada, "x" * (MOST_TEXT + 1)) == 422
    assert not FormDraft.objects.exists()


def test_the_newest_drafts_of_a_person_are_kept(ada: User) -> None:
    for number in range(MOST_DRAFTS + 2):
        FormDraft.keep(ada, PAGE, f"form {number}", "{}")
    assert set(drafts_of(ada)) == {f"form {number}" for number in range(2, MOST_DRAFTS + 2)}


def test_drafts_end_after_some_weeks(ada: User) -> None:
    for form in ("old", "young"):
        FormDraft.keep(ada, PAGE, form, "{}")
    FormDraft.objects.filter(form="old").update(saved_at=timezone.now() - FormDraft.KEPT - timedelta(minutes=1))
    assert clear_answers() == 1
    assert set(drafts_of(ada)) == {"young"}


def test_who_types_without_end_is_slowed_down(ada: User) -> None:
    page_cache.set(f"pace:form_drafts:{ada.pk}", 89, 60)
    assert [save(ada, "{}"), save(ada, "{}")] == [204, 429]
    assert save(a_person("Bo"), "{}") == 204


def test_drafts_are_for_people_who_are_signed_in(client: Client) -> None:
    assert client.get("/drafts/").status_code == 302
