"""The index of a project is written anew by itself: where there is none, and where it was written otherwise."""

import re
from collections import Counter

import pytest

from across.search.candidates import LETTERS, TOKENS
from across.search.contexts.hits import results
from across.search.index_version import version_of
from across.search.models import Text, WrittenIndex
from across.search.tasks import index_projects
from circles.circles.models import Circle
from foundation.accounts.models import User
from tests.architecture.sources import modules, read
from tests.factories import a_circle, an_action

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def circle(ada: User) -> Circle:
    return a_circle(ada)


def titles_of(circle: Circle, user: User, typed: str) -> list[str]:
    return [hit.title for hit in results(circle.project, user, typed).hits]


def test_a_project_without_an_index_gets_one(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Check the pump")
    Text.objects.all().delete()
    assert index_projects() == 1
    assert titles_of(circle, ada, "pump") == ["Check the pump"]
    assert index_projects() == 0


def test_an_index_of_another_version_is_written_anew_by_itself(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada, what="Check the pump")
    assert index_projects() == 0, "a new project begins with the version of today"
    WrittenIndex.objects.update(version="before")
    Text.objects.filter(thing=str(action.pk)).update(stems="as nobody would write it now")
    assert titles_of(circle, ada, "pump") == []
    assert index_projects() == 1
    assert titles_of(circle, ada, "pump") == ["Check the pump"]
    assert index_projects() == 0


def test_a_field_a_token_a_stemmer_or_a_revision_more_is_another_version() -> None:
    assert version_of(1, "title", "english") == version_of(1, "title", "english")
    others = [version_of(1, "title", "english", "portuguese"), version_of(2, "title", "english")]
    assert len({version_of(1, "title", "english"), *others}) == 3


def test_no_word_of_the_index_is_written_as_another() -> None:
    twice = [letter for letter, times in Counter(LETTERS.values()).items() if times > 1]
    assert twice == [], "another letter for what is new in TOKENS"
    assert {name: LETTERS[name] for name in TOKENS} == TOKENS, "a column called as one of LETTERS"
    by_hand = {path for path in modules(of=("search",)) if re.search(r"""["'][a-z]_(?:\{|["'])""", read(path))}
    assert by_hand == set(), "written by `token`, which knows the letters"
