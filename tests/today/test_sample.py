"""The sample project: told whole through the verbs, once, in either language, on any day."""

import tomllib
from datetime import UTC, date, datetime
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from audit.models import Entry
from chat.models import Message, Topic
from circles.models import Circle, Project
from decisions.models import Decision, Proposal
from decisions.windows import Calendar
from documents.models import Document
from inbox.models import Letter, Notice
from meetings.models import Sync
from today.sample.days import Days
from today.sample.proposals import PLANS, name_of
from today.sample.texts import FOLDER, Texts, read_table

FRANCE = Calendar("Europe/Paris", frozenset(range(5)), frozenset({date(2026, 5, 1), date(2026, 5, 8)}))
TABLES = ("circles", "decisions", "talk", "actions", "syncs")


def keys_of(value: Any) -> Any:
    """Give the shape of a table: its keys, the lengths of its lists, and the names its texts fill in."""
    if isinstance(value, dict):
        return {key: keys_of(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [keys_of(inner) for inner in value]
    return sorted(part.partition("}")[0] for part in str(value).split("{")[1:])


def flat(value: Any) -> list[str]:
    """Give every text of a table."""
    if isinstance(value, str):
        return [value]
    return [text for inner in (value.values() if isinstance(value, dict) else value) for text in flat(inner)]


def told(**options: Any) -> str:
    out = StringIO()
    call_command("sample", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def project(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Tell the story once for the tests below, and take it back after them."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        told(language="fr")
        yield Project.objects.get(slug="heliopompe")
        transaction.set_rollback(True)


def test_the_chain_of_the_whole_story_holds_and_nothing_happened_tomorrow(project: Project) -> None:
    entries = list(Entry.objects.of_project(project.pk))
    assert list(Entry.breaks_of(project.pk)) == []
    assert all(earlier.happened_at <= later.happened_at for earlier, later in pairwise(entries))
    assert entries[-1].happened_at <= entries[-1].recorded_at
    assert (entries[-1].recorded_at - entries[0].happened_at).days >= 7 * 10


def test_each_thing_is_called_as_the_texts_call_it(project: Project) -> None:
    for key in PLANS:
        letter, number = name_of(key).split("-")
        found = (Decision if letter == "D" else Proposal).objects.get(project=project, number=number)
        assert found.title == tomllib.loads((FOLDER / "fr/decisions.toml").read_text())[key]["title"]


def test_the_battery_waits_for_tomorrow_with_one_valid_objection(project: Project) -> None:
    battery = Proposal.objects.get(project=project, number=24)
    (objection,) = battery.standing_objections
    round_ = battery.open_round
    assert round_ is not None
    assert objection.by.name == "Inès Rahal"
    assert objection.verdict.too_long
    assert round_.decides.is_general
    kinds = sorted(str(heard.kind) for heard in round_.heard())
    assert (kinds.count("time"), kinds.count("concern"), kinds.count("objection")) == (1, 1, 1)


def test_proposals_are_in_every_state(project: Project) -> None:
    by_number = {proposal.number: proposal for proposal in Proposal.objects.in_project(project)}
    assert by_number[17].decision.superseded_by == by_number[21].decision
    assert by_number[15].decision.without == ["Olivier Petit", "Paula Silva"]
    assert not by_number[26].standing_objections  # "I prefer orange" became a concern
    assert by_number[26].objections.count() == 1
    assert by_number[27].claims.get().circle.key == "achats"
    assert by_number[29].last_round is None
    assert by_number[30].lapsed_at
    assert by_number[31].withdrawn_at
    assert by_number[32].escalated_to == Circle.objects.get(project=project, key="conception")


def test_no_circle_and_no_document_is_empty(project: Project) -> None:
    assert project.people().count() == 14
    for circle in Circle.objects.in_project(project):
        assert circle.people().exists()
        assert circle.purpose
    assert Document.objects.in_project(project).count() >= 12
    for document in Document.objects.in_project(project):
        assert sum(len(node.text()) for node in document.nodes()) > 300, document.title
    assert Message.objects.filter(topic__project=project).count() > 50
    assert Sync.objects.in_project(project).held().count() > 20


def test_nothing_waits_to_be_mailed_and_only_what_is_new_is_unread(project: Project) -> None:
    assert not Letter.objects.exists()
    thea = User.objects.get(email="thea@heliopompe.example")
    ada = User.objects.get(email="ada@heliopompe.example")
    assert 0 < Notice.objects.to(ada).unread().count() < 20
    assert Proposal.objects.in_project(project).waiting_for(thea).exists()
    assert Topic.objects.in_project(project).unread_by(ada).exists()


def test_the_known_people_sign_in_and_find_something_on_each_page(project: Project) -> None:
    for handle in ("ada", "bo", "fay", "ines", "thea"):
        browser = Client()
        assert browser.login(email=f"{handle}@heliopompe.example", password="heliopompe")
        for page in ("", "map/", "circles/prototype/", "people/", "record/"):
            assert browser.get(f"/p/heliopompe/{page}").status_code == 200
    assert not User.objects.get(email="sami@heliopompe.example").has_usable_password()


def test_a_second_call_says_that_it_is_here(project: Project) -> None:
    assert told() == "The sample project is here already.\n"


@pytest.mark.django_db
def test_a_production_server_refuses_it(settings: Any) -> None:
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="--force-without-passwords"):
        told()
    assert not User.objects.exists()


@pytest.mark.parametrize("table", TABLES)
def test_both_languages_say_the_same_things(table: str) -> None:
    french, english = (read_table(FOLDER / language / table) for language in ("fr", "en"))
    assert keys_of(french) == keys_of(english)


def test_both_languages_have_the_same_documents_and_fill_in_every_name() -> None:
    names = [{path.name for path in (FOLDER / language / "documents").iterdir()} for language in ("fr", "en")]
    assert names[0] == names[1]
    for language in ("fr", "en"):
        texts = Texts(language, name_of, lambda _day: date(2026, 11, 24))
        for name in names[0]:
            title, body = texts.document(name.removesuffix(".md"))
            assert title
            assert "{" not in body, name
        for table in TABLES:
            assert not [text for text in flat(texts[table]) if "{" in text], table


@pytest.mark.parametrize(
    ("now", "zero"),
    [
        (datetime(2026, 11, 24, 8, 46, tzinfo=UTC), date(2026, 11, 24)),  # a Tuesday, 9:46 in Valence
        (datetime(2026, 11, 24, 8, 30, tzinfo=UTC), date(2026, 11, 23)),  # its sync is not over yet
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), date(2026, 11, 20)),  # a Sunday
        (datetime(2026, 5, 4, 6, 0, tzinfo=UTC), date(2026, 4, 30)),  # early on a Monday after a Friday of holiday
    ],
)
def test_the_last_sync_was_held_whatever_the_day(now: datetime, zero: date) -> None:
    days = Days(FRANCE, now)
    assert days.zero == zero
    assert days.at(0, "09:45") <= now < days.at(1, "09:45")
    assert days.on(-1) == FRANCE.day_before(zero)
    assert FRANCE.day_before(days.on(1)) == zero
