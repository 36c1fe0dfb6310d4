"""A form that asks for money says in which, and writes whole amounts as people do."""

from decimal import Decimal

import pytest
from django.utils import translation

from accounts.models import User
from circles.amounts import AmountField
from circles.models import Project
from circles.templatetags.ronde import currency_sign
from tests.factories import a_circle, a_project
from tests.support.doors import at_browser
from tests.support.shared import shared

pytestmark = pytest.mark.django_db


@shared
def project(ada: User) -> Project:
    return a_project(ada)


def test_an_amount_stands_without_cents_beside_its_currency(project: Project, ada: User) -> None:
    a_circle(inside=project.general, name="Design", key="design", unit_limit=Decimal("2000.00"))
    shown = at_browser(ada).get(f"/p/{project.slug}/circles/design/limits/").content.decode()
    assert 'value="2000"' in shown
    assert '<span class="field__unit">€</span>' in shown


@pytest.mark.parametrize(
    "address", ["circles/general/changes/budget/", "proposals/new/", "proposals/small/", "fundamentals/"]
)
def test_wherever_money_is_asked_for_its_currency_is_said(project: Project, ada: User, address: str) -> None:
    shown = at_browser(ada).get(f"/p/{project.slug}/{address}").content.decode()
    assert '<span class="field__unit">€</span>' in shown


def test_cents_stay_where_there_are_some_and_what_was_typed_stays_as_it_is() -> None:
    field = AmountField()
    typed = (Decimal("2000.00"), Decimal("12.50"), Decimal("NaN"), "2,5", None)
    assert list(map(field.prepare_value, typed[:2])) == [2000, Decimal("12.50")]
    assert [str(field.prepare_value(one)) for one in typed[2:]] == ["NaN", "2,5", "None"]


def test_a_currency_has_the_sign_that_its_reader_knows() -> None:
    assert [currency_sign(one) for one in ("EUR", "GBP", "CHF")] == ["€", "£", "CHF"]
    with translation.override("fr"):
        assert currency_sign("USD") == "$US"


def test_a_choice_that_has_to_be_made_asks_for_it_in_our_words(project: Project, ada: User) -> None:
    a_circle(inside=project.general, name="Design", key="design")
    shown = at_browser(ada).get(f"/p/{project.slug}/circles/design/changes/merger/").content.decode()
    assert '<option value="" selected>Choose…</option>' in shown
