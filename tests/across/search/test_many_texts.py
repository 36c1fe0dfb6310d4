"""Where much has the words, what is looked for is found all the same."""

from datetime import UTC, datetime, timedelta

import pytest

from across.search import candidates, text_search
from across.search.candidates import SAMPLED
from across.search.contexts.hits import results
from circles.circles.models import Circle
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project, an_action

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("little_is_looked_at"), pytest.mark.both_databases]


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier")


@pytest.fixture
def circle(ada: User) -> Circle:
    return a_circle(ada, inside=a_project(ada).circles.general())


def titles(circle: Circle, user: User, typed: str) -> list[str]:
    return [hit.title for hit in results(circle.project, user, typed).hits]


@pytest.fixture
def little_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two texts be many, as some hundred are."""
    monkeypatch.setattr(candidates, "ENOUGH", dict.fromkeys(candidates.ENOUGH, 2))
    monkeypatch.setattr(text_search, "FEW", 2)
    monkeypatch.setattr(text_search, "OF_EACH", 2)


def test_what_is_older_than_much_of_its_month_is_found_by_its_day(circle: Circle, ada: User) -> None:
    now = datetime.now(UTC)
    an_action(circle, by=ada, what="The first pump", at=now - timedelta(days=3))
    for number in range(12):
        an_action(circle, by=ada, what=f"Pump {number}", at=now)
    assert titles(circle, ada, f"pump before:{(now - timedelta(days=1)).date()}") == ["The first pump"]


@pytest.mark.parametrize("others", [2, 20], ids=["most of the server is ours", "most is theirs"])
def test_much_that_is_newer_elsewhere_hides_nothing_here(
    circle: Circle, ada: User, others: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        an_action(circle, by=ada, what=f"Valve {number}")
    an_action(circle, by=ada, what="Our pump")
    elsewhere = a_circle(ada, inside=a_project(ada).circles.general())
    for number in range(others):
        an_action(elsewhere, by=ada, what=f"Pump {number}")
    monkeypatch.setattr(candidates, "_is_most_of_index", lambda project, _today: others == 2)
    assert titles(circle, ada, "pump") == ["Our pump"]


@pytest.mark.one_database  # PostgreSQL's ids go on where another test stopped: no row is met in most places then
def test_a_sample_says_whether_most_is_of_a_project(circle: Circle, ada: User) -> None:
    elsewhere = a_circle(ada, inside=a_project(ada).circles.general())
    for where in (circle, circle, elsewhere):
        for number in range(SAMPLED):
            an_action(where, by=ada, what=f"Pump {number}")
    today = datetime.now(UTC).date()
    assert candidates._is_most_of_index(circle.project.pk, today)
    assert not candidates._is_most_of_index(elsewhere.project.pk, today)
