"""What a project has too many of for a list is chosen by typing: its number, its name, or words of it."""

import re
from html import unescape

import pytest
from django.test import Client

from circles.invitations.forms.invitations import AdmissionForm
from circles.projects.forms import autocomplete
from decisions.decisions.forms.proposals import ProposalForm
from decisions.decisions.models import Decision, Proposal
from tests.decisions.decisions.people import Cast, adopted, page
from tests.factories import a_person
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(cast: Cast) -> Decision:
    return adopted(cast)


def fitting(cast: Cast, kind: str, typed: str, who: str = "bo") -> str:
    answer = at_browser(cast[who]).get(page(cast, f"choices/{kind}/"), {"q": typed})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.both_databases
@pytest.mark.parametrize("typed", ["1", "D-1", "d-1", "seal change"])
def test_what_fits_is_listed_by_number_and_by_words(cast: Cast, decision: Decision, typed: str) -> None:
    Decision.objects.filter(pk=decision.pk).update(title="We change the seal")
    assert 'data-value="D-1 We change the seal"' in fitting(cast, "decision", typed)


def test_what_is_no_longer_in_force_is_not_offered(cast: Cast, decision: Decision) -> None:
    Decision.objects.filter(pk=decision.pk).update(revoked_at=decision.adopted_at)
    assert "No results for “D-1”." in fitting(cast, "decision", "D-1")


def test_only_who_is_in_the_project_finds_anything_and_only_of_what_can_be_chosen(cast: Cast) -> None:
    there = page(cast, "choices/person/")
    assert at_browser(a_person("Eve Stranger")).get(there, {"q": "bo"}).status_code == 404
    assert Client().get(there).status_code == 302
    assert at_browser(cast.bo).get(page(cast, "choices/secret/"), {"q": "a"}).status_code == 404


@pytest.mark.parametrize("typed", ["1", "D-1", "D-1 We change the seal"])
def test_a_proposal_names_what_it_replaces_by_number(cast: Cast, decision: Decision, typed: str) -> None:
    sent = {"tension": "It leaks.", "text": "We weld it.", "reversibility": "easy", "review_months": 3}
    there = page(cast, "proposals/new/?circle=hydraulics")
    assert at_browser(cast.bo).post(there, {**sent, "replaces": typed}).status_code == 302
    assert Proposal.objects.latest("pk").replaces == decision


def test_a_number_of_nothing_in_force_is_said_and_what_was_typed_stays(cast: Cast) -> None:
    sent = {"tension": "It leaks.", "text": "We weld it.", "reversibility": "easy", "review_months": 3}
    there = page(cast, "proposals/new/?circle=hydraulics")
    answer = at_browser(cast.bo).post(there, {**sent, "replaces": "D-99"})
    assert answer.status_code == 422
    assert "“D-99” is none of those that can be chosen here." in unescape(answer.content.decode())
    assert 'value="D-99"' in answer.content.decode()


def test_who_proposes_to_change_a_decision_finds_it_filled_in(cast: Cast, decision: Decision) -> None:
    browser = at_browser(cast.bo)
    led = unescape(browser.get(decision.get_absolute_url()).content.decode())
    assert "&replaces=1" in led
    form = browser.get(page(cast, "proposals/new/?circle=hydraulics&replaces=1")).content.decode()
    assert f'value="D-1 {decision.title}"' in unescape(form)


def test_in_a_large_project_somebody_is_found_by_name_and_by_handle_where_two_have_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "<select" in str(AdmissionForm(circle=cast.circle)["person"])
    monkeypatch.setattr(autocomplete, "MANY", 1)
    twins = [a_person("Kim Park", handle=handle) for handle in ("kim", "park")]
    for twin in twins:
        cast.power.admit(twin, by=cast.pia)
    assert "Kim Park @park" in fitting(cast, "person", "park kim")

    typed = {name: AdmissionForm({"person": name}, circle=cast.circle) for name in ("Kim Park", "Kim Park @park", "No")}
    assert "data-picks" in str(typed["No"]["person"])
    assert typed["Kim Park @park"].is_valid()
    assert typed["Kim Park @park"].cleaned_data["person"] == twins[1]
    assert "Several are called" in str(typed["Kim Park"].errors)
    assert "none of those" in str(typed["No"].errors)


@pytest.mark.both_databases
def test_somebody_is_found_without_the_accents_of_their_name_who_is_called_so_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autocomplete, "MANY", 1)
    lea, cleanthe = a_person("Léa Fontaine", handle=""), a_person("Cléanthe Abadie", handle="")
    for one in (cleanthe, lea):
        cast.power.admit(one, by=cast.pia)
    assert re.findall('data-value="([^"]+)"', fitting(cast, "person", "lea")) == ["Léa Fontaine", "Cléanthe Abadie"]
    form = AdmissionForm({"person": "lea fontaine"}, circle=cast.circle)
    assert form.is_valid()
    assert form.cleaned_data["person"] == lea


def test_the_form_of_a_proposal_lists_no_decision_until_one_is_typed(cast: Cast, decision: Decision) -> None:
    form = str(ProposalForm(circle=cast.circle, user=cast.ada)["replaces"])
    assert decision.title not in form
    assert 'data-picks="' in form
