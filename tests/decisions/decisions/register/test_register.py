"""What a row of the register says beside the title, and how its filters stand in the address."""

import re
from decimal import Decimal

import pytest

from circles.circles.models import Circle
from decisions.decisions.models import Decision
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from tests.decisions.decisions.examples import CONCERN, NO_OBJECTION
from tests.factories import a_round
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_row_says_what_it_took_over_from_and_whose_concern_is_kept(circle: Circle, ada: User, bo: User) -> None:
    take_position(a_round(circle=circle, by=ada), CONCERN, by=bo, words="The screws rust")
    take_position(a_round(circle=circle, by=ada, replaces=Decision.objects.get()), NO_OBJECTION, by=bo)
    page = at_browser(ada).get(f"/p/{circle.project.slug}/decisions/").content.decode()
    assert re.findall(r'register__note">([^<]*)<', page) == ["Replaces D-1", "Superseded by D-2"]
    take_position(a_round(circle=circle, by=ada), CONCERN, by=bo, words="Too dear")
    page = at_browser(ada).get(f"/p/{circle.project.slug}/decisions/").content.decode()
    assert f"With a concern of {bo.name}" in page
    assert "3 decisions since" in page


def test_an_empty_register_says_whether_there_is_nothing_or_nothing_that_was_asked_for(
    circle: Circle, ada: User
) -> None:
    address = f"/p/{circle.project.slug}/decisions/"
    pages = [at_browser(ada).get(f"{address}{asked}").content.decode() for asked in ("", "?state=cheap")]
    assert ["There are none yet." in page for page in pages] == [True, False]
    assert ["None matches." in page for page in pages] == [False, True]


def test_a_filter_keeps_the_others_and_a_choice_keeps_the_state(circle: Circle, ada: User, bo: User) -> None:
    circle.allow(Decimal(100), "easy", by=ada)
    take_position(a_round(circle=circle, by=ada), NO_OBJECTION, by=bo)
    page = at_browser(ada).get(f"/p/{circle.project.slug}/decisions/?circle={circle.key}&state=cheap").content.decode()
    assert f'href="?circle={circle.key}&amp;state=concern"' in page
    assert '<input type="hidden" name="state" value="cheap">' in page
    assert re.search(r'state=cheap" aria-current="true">', page)
