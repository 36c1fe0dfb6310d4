"""A form that asks for money says in which, and writes whole amounts as people do."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from circles.projects.forms.amounts import AmountField
from circles.projects.models import Project
from decisions.decisions.register.query_params import amount_in
from foundation.accounts.models import User
from foundation.web.formatting import currency_sign, in_figures, money
from foundation.web.languages import LANGUAGES
from tests.factories import a_circle, a_project
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


@pytest.mark.both_databases
def test_an_amount_stands_without_cents_beside_its_currency(project: Project, ada: User) -> None:
    a_circle(inside=project.circles.general(), name="Design", key="design", unit_limit=Decimal("2000.00"))
    shown = at_browser(ada).get(f"/p/{project.slug}/circles/design/limits/").content.decode()
    assert 'value="2,000"' in shown
    assert '<span class="field__unit">€</span>' in shown


@pytest.mark.parametrize(
    "address", ["circles/general/changes/budget/", "proposals/new/", "proposals/small/", "fundamentals/"]
)
def test_wherever_money_is_asked_for_its_currency_is_said(project: Project, ada: User, address: str) -> None:
    shown = at_browser(ada).get(f"/p/{project.slug}/{address}").content.decode()
    assert '<span class="field__unit">€</span>' in shown


def test_cents_stay_where_there_are_some_and_what_was_typed_stays_as_it_is() -> None:
    field = AmountField()
    typed = (Decimal("6850.00"), Decimal("6850.50"), 0, Decimal("NaN"), "2,5", None)
    assert [str(field.prepare_value(one)) for one in typed] == ["6,850", "6,850.50", "0", "NaN", "2,5", "None"]
    with translation.override("fr"):
        assert [field.prepare_value(one) for one in typed[:3]] == ["6\u202f850", "6\u202f850,50", "0"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("6850", "6850"), ("6850.5", "6850.5"), ("6850,5", "6850.5"), ("6 850,50", "6850.50"), ("0,05", "0.05"),
        ("6\u202f850", "6850"), ("6\u00a0850.50", "6850.50"), ("6,850.50", "6850.50"), ("6.850,50", "6850.50"),
        ("1,206,850.50", "1206850.50"), ("1 206 850", "1206850"), (" 12 ", "12"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_of_either_language_write_it(language: str, typed: str, amount: str) -> None:
    with translation.override(language):
        assert AmountField().clean(typed) == Decimal(amount)


def test_a_comma_before_three_figures_sets_thousands_apart_in_english_and_is_too_many_decimals_in_french() -> None:
    assert AmountField().clean("6,850") == Decimal(6850)
    assert AmountField().clean("1,206,850") == Decimal(1206850)
    with translation.override("fr"), pytest.raises(ValidationError):
        AmountField().clean("6,850")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed", ["6.850", "6.850.000", "68,50.00", "1,2,3", "12,34,567", "-5", "six", ",", "NaN", "0,500"]
)
def test_what_may_mean_two_amounts_or_none_is_refused(language: str, typed: str) -> None:
    with translation.override(language), pytest.raises(ValidationError):
        AmountField().clean(typed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_written_without_a_sign_also_after_somebody_sent_minus_zero(language: str) -> None:
    with translation.override(language):
        sent = AmountField().clean("-0.00")
        written = [money(one, "SEK") for one in (sent, Decimal("-0"), Decimal(0))]
        assert written == [written[0]] * 3
        assert "-" not in f"{sent} {written} {in_figures(Decimal('-0'))}"


def test_the_address_of_a_search_asks_no_two_readers_for_different_amounts() -> None:
    assert amount_in("6,850") == Decimal(6850)
    with translation.override("fr"):
        assert amount_in("6,850") is None
    for language in LANGUAGES:
        with translation.override(language):
            assert [amount_in(one) for one in ("6.850", "0,500", "1e-999")] == [None] * 3
            assert [amount_in(one) for one in ("6.85", "0,5", "1140.00")] == list(map(Decimal, ("6.85", "0.5", "1140")))


def test_what_a_page_shows_in_french_can_be_sent_back_as_it_stands(project: Project, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(language="fr")
    design = a_circle(inside=project.circles.general(), name="Design", key="design", unit_limit=Decimal("6850.50"))
    browser, address = at_browser(ada), f"/p/{project.slug}/circles/design/limits/"
    shown = re.search(r'name="unit_limit"\s+value="([^"]+)"', browser.get(address).text)
    assert shown
    assert shown[1] == "6\u202f850,50"
    browser.post(address, {"unit_limit": shown[1], "max_reversibility": "costly"})
    design.refresh_from_db()
    assert (design.unit_limit, design.max_reversibility) == (Decimal("6850.50"), "costly")


def test_a_currency_has_the_sign_that_its_reader_knows() -> None:
    assert [currency_sign(one) for one in ("EUR", "GBP", "CHF")] == ["€", "£", "CHF"]
    with translation.override("fr"):
        assert currency_sign("USD") == "$US"


def test_a_choice_that_has_to_be_made_asks_for_it_in_our_words(project: Project, ada: User) -> None:
    a_circle(inside=project.circles.general(), name="Design", key="design")
    shown = at_browser(ada).get(f"/p/{project.slug}/circles/design/changes/merger/").content.decode()
    assert '<option value="" selected>Choose…</option>' in shown
