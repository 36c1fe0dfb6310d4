"""A limit of a circle that is set, changed or taken away is kept, on the circle's page, and said by the record."""

from decimal import Decimal
from typing import Any

import pytest

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.record.templates import RecordedEvent, render_event
from circles.restructuring.changes import Limits
from foundation.accounts.models import User
from foundation.audit.models import Entry
from tests.factories import a_circle, a_project
from tests.markup import main_of
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def project(fay: User) -> Project:
    """A project of 10,000, which fay pilots."""
    return a_project(fay, name="Pompe")


@pytest.fixture
def design(project: Project, ada: User, bo: User) -> Circle:
    """A circle right inside the general one, of ada, who pilots it, and bo."""
    design = a_circle(bo, inside=project.circles.general(), name="Design", money=9_000)
    design.admit(ada, by=bo, roles=["pilot"])
    return design


def sentence_of(entry: Entry) -> str:
    """Say an entry as the record does."""
    said = render_event(RecordedEvent(entry, Project.objects.get(pk=entry.project), by="Fay"))
    assert said is not None
    return said.text


LIMITS_TOLD = [
    ("unit_limit", Decimal(7), "unit_limit", "€7 at once", "commit at once: €7."),
    ("limit_share", 5, "limit_share", "€450 at once", "at most 5 percent of what it has in hand"),
    ("small_limit", Decimal(50), "small_limit", "€50 recorded at once", "record up to €50 at once"),
    ("max_reversibility", "easy", "hard_to_undo", "<dd>easy to undo", "alone what is easy to undo"),
]
"""A limit, another value of it, the fact of the record, and the words of the circle's page and of the record."""


@pytest.mark.parametrize(("name", "value", "told", "words", "sentence"), LIMITS_TOLD)
def test_a_limit_that_changes_is_kept_recorded_and_on_the_page(
    design: Circle, fay: User, name: str, value: Any, told: str, words: str, sentence: str
) -> None:
    assert words not in main_of(at_browser(fay).get(design.get_absolute_url()).text)
    wanted = design.own_limits | {name: value}
    Limits.keeping(design, **{name: value}).apply(by=fay)
    design.refresh_from_db()
    assert design.own_limits == wanted
    entry = Entry.objects.get(event="circle.limits_changed")
    assert entry.facts[told]
    assert sentence in sentence_of(entry)
    assert words in main_of(at_browser(fay).get(design.get_absolute_url()).text)


@pytest.mark.parametrize(("name", "value", "told", "_words", "sentence"), LIMITS_TOLD)
def test_a_limit_that_a_circle_is_opened_with_is_recorded(
    project: Project, fay: User, name: str, value: Any, told: str, _words: str, sentence: str
) -> None:
    project.circles.general().open_circle("Seals", by=fay, **{name: value})
    entry = Entry.objects.filter(event="circle.opened").latest("seq")
    assert entry.facts[told] == (value if isinstance(value, int) else str(value))
    assert sentence.replace("commit at once: €7", "commit €7 at once") in sentence_of(entry)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"unit_limit": None}, ["decides alone.", "It may commit all that it has in hand."]),
        ({"unit_limit": Decimal(9)}, ["commit at once: €9, before that €7."]),
        (
            {"unit_limit": Decimal(9), "max_reversibility": "easy"},
            ["up to €9 at once, before that €7.", "easy to undo"],
        ),
        ({"small_limit": Decimal(50)}, ["decides alone. It may record up to €50 at once"]),
        (
            {"unit_limit": None, "limit_share": 5},
            ["commit at once: €450, before that €7.", "No amount limits it any more. It may commit at most 5 percent"],
        ),
    ],
)
def test_the_record_says_what_changed_and_nothing_else(
    design: Circle, fay: User, changed: dict[str, Any], said: list[str]
) -> None:
    Limits.keeping(design, unit_limit=Decimal(7)).apply(by=fay)
    design.refresh_from_db()
    Limits.keeping(design, **changed).apply(by=fay)
    sentence = sentence_of(Entry.objects.filter(event="circle.limits_changed").latest("seq"))
    assert [words for words in said if words not in sentence] == []
    assert ("€7" in sentence) == any("€7" in words for words in said)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"unit_limit": Decimal(900)}, "decides alone. The amount is now €900."),
        ({"unit_limit": None}, "decides alone. No amount limits it any more."),
        (
            {"limit_share": None},
            "commit at once: €700, before that €450. No share of what it has in hand limits it any more.",
        ),
        (
            {"unit_limit": Decimal(400), "limit_share": None},
            "commit at once: €400, before that €450. No share of what it has in hand limits it any more.",
        ),
    ],
)
def test_beside_a_share_that_binds_the_record_says_what_becomes_of_amount_and_share(
    design: Circle, fay: User, changed: dict[str, Any], said: str
) -> None:
    Limits.keeping(design, unit_limit=Decimal(700), limit_share=5).apply(by=fay)
    design.refresh_from_db()
    Limits.keeping(design, **changed).apply(by=fay)
    assert sentence_of(Entry.objects.filter(event="circle.limits_changed").latest("seq")).endswith(said)


def test_a_share_that_is_taken_away_beside_an_amount_that_binds_is_told(design: Circle, fay: User) -> None:
    Limits.keeping(design, unit_limit=Decimal(7), limit_share=5).apply(by=fay)
    design.refresh_from_db()
    Limits.keeping(design, limit_share=None).apply(by=fay)
    entry = Entry.objects.filter(event="circle.limits_changed").latest("seq")
    assert sentence_of(entry).endswith("decides alone. No share of what it has in hand limits it any more.")


def test_older_entries_say_the_amount_with_which_a_circle_was_opened(project: Project, fay: User) -> None:
    project.circles.general().open_circle("Seals", by=fay, unit_limit=Decimal(7))
    entry = Entry.objects.filter(event="circle.opened").latest("seq")
    entry.facts = {"within": "General", "limit": "7", "hard_to_undo": "costly"}
    assert "It may commit €7 at once." in sentence_of(entry)


def test_a_first_amount_is_told_beside_what_else_changes(design: Circle, fay: User) -> None:
    Limits.keeping(design, unit_limit=Decimal(7), max_reversibility="easy").apply(by=fay)
    sentence = sentence_of(Entry.objects.get(event="circle.limits_changed"))
    assert "decides alone. It may commit €7 at once. It may decide alone what is easy to undo." in sentence


def test_the_record_says_that_small_decisions_have_no_limit_any_more(design: Circle, fay: User) -> None:
    Limits.keeping(design, small_limit=Decimal(50)).apply(by=fay)
    Limits.keeping(design, small_limit=None).apply(by=fay)
    entries = Entry.objects.filter(event="circle.limits_changed").order_by("seq")
    assert [entry.facts["small_limit"] for entry in entries] == ["50", "0"]
