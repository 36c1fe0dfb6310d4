"""The sample in two languages beside each other: the same people, each project in its own words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from across.sample import people
from across.sample.database_copy import in_a_copy
from across.sample.languages import Preparation, missing_language, sample_in
from across.sample.one_language import ELSEWHERE, keep_to_readers_of, wait_in_one
from across.sample.story import Story
from chat.chat.workflows.conversation import post_message
from chat.chat.workflows.direct import direct_topic
from circles.circles.models import Circle
from circles.circles.workflows.project_setup import set_up_project
from circles.projects.models import Project
from daily.syncs.models import AgendaItem
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from decisions.actions.workflows.reminders import remind
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from tests.factories import a_person, a_project, an_action
from tests.support.databases import OwnDatabase

OVERDUE = "action.overdue"


def tell(language: str) -> Project:
    """Let the first day of the sample happen: its people, circles and what they hold."""
    story = Story(language, None)
    people.plan(story)
    story.play(lambda _share: None)
    return story.project


@pytest.mark.django_db
def test_both_languages_have_the_same_people_and_each_is_found() -> None:
    french = tell("fr")
    assert (sample_in("fr"), missing_language()) == (french, "en")
    english = tell("en")
    assert (sample_in("en"), missing_language()) == (english, None)
    assert set(french.people()) == set(english.people())
    assert User.objects.count() == len(people.PEOPLE) + 1, "and a guest"
    assert french.circles.count() == english.circles.count()
    assert (french.name, english.name) == ("Héliopompe", "Héliopompe (English)")


@pytest.mark.django_db
def test_nothing_waits_twice_for_a_person_who_is_in_both(client: Client, settings: Any) -> None:
    settings.EMBEDDED = True
    projects = {language: tell(language) for language in ("fr", "en")}
    bo = User.objects.get(email="bo@heliopompe.example")
    for project in projects.values():
        Notice.objects.create(user=bo, project=project.pk, reason="asked", kind="action", event="action.created",
                              reference="A-1", title="Measure", happened_at=clock.now())  # fmt: skip
    keep_to_readers_of(projects["en"])
    for browser in ("fr", "en", "fr"):
        headers = {"Accept-Language": browser}
        client.post("/sign-in/sample/", {"email": "bo@heliopompe.example"}, headers=headers)
        waiting = Notice.objects.filter(user=bo, reference="A-1").waiting(clock.now())
        assert [one.project for one in waiting] == [projects[browser].pk]


@pytest.mark.django_db
@pytest.mark.parametrize("browser", ["fr-FR,fr;q=0.9", "en-GB"])
def test_a_sample_person_comes_into_the_project_and_interface_of_the_browsers_language(
    client: Client, settings: Any, browser: str
) -> None:
    settings.EMBEDDED = True
    projects = {language: tell(language) for language in ("fr", "en")}
    headers = {"Accept-Language": browser}
    answer = client.post("/sign-in/sample/", {"email": "bo@heliopompe.example"}, headers=headers, follow=True)
    assert answer.redirect_chain[-1][0] == projects[browser[:2]].get_absolute_url()
    assert answer.headers["Content-Language"] == browser[:2]


@pytest.mark.django_db
def test_neither_direct_messages_nor_reminders_come_twice_to_who_is_in_both(settings: Any) -> None:
    settings.EMBEDDED = True
    projects = {language: tell(language) for language in ("en", "fr")}
    ada, bo = (User.objects.get(email=f"{name}@heliopompe.example") for name in ("ada", "bo"))
    for project in projects.values():
        post_message(direct_topic(project, [bo], by=ada), "Tomorrow?", by=ada)
    keep_to_readers_of(projects["fr"])
    day = (clock.now() + timedelta(days=1)).replace(hour=15)
    for project in projects.values():
        remind(an_action(project.circles.general(), by=ada, owner=bo, due_on=day.date() - timedelta(days=1)), at=day)

    def waiting() -> list[tuple[str, str]]:
        found = Notice.objects.filter(user=bo).waiting(day).filter(event__in=["message.direct", OVERDUE])
        return sorted((one.event, one.address.split("/")[2]) for one in found)

    for language in ("en", "fr", "en"):
        wait_in_one(bo, language)
        assert waiting() == [(OVERDUE, projects[language].slug), ("message.direct", projects[language].slug)]


@pytest.mark.django_db
def test_a_reminder_is_looked_for_in_the_other_language_where_there_is_one(settings: Any) -> None:
    settings.EMBEDDED = True
    day = (clock.now() + timedelta(days=1)).replace(hour=15)
    for language, is_second in (("fr", False), ("en", True)):
        general, ada = tell(language).circles.general(), User.objects.get(email="ada@heliopompe.example")
        action = an_action(general, by=ada, due_on=day.date() - timedelta(days=1))
        with CaptureQueriesContext(connection) as made:
            assert remind(action, at=day)
        assert any(str(ELSEWHERE.date()) in one["sql"] for one in made) == is_second


@pytest.mark.django_db
def test_two_browsers_go_in_as_one_person_each_in_its_language_until_preferences_say_otherwise(settings: Any) -> None:
    settings.EMBEDDED = True
    browsers = {}
    for language in ("fr", "en"):
        tell(language)
        browsers[language] = Client(headers={"Accept-Language": language})
        browsers[language].post("/sign-in/sample/", {"email": "bo@heliopompe.example"})
    for language, browser in browsers.items():
        assert browser.get("/preferences/").headers["Content-Language"] == language
    form = browsers["fr"].get("/preferences/").context["form"]
    chosen = {name: form[name].value() for name in form.fields if form[name].value() is not None} | {"language": "en"}
    browsers["fr"].post("/preferences/", chosen)
    assert browsers["fr"].get("/preferences/").headers["Content-Language"] == "en"


@pytest.mark.django_db
def test_the_sign_in_page_says_what_people_do_in_the_readers_language(client: Client, settings: Any) -> None:
    settings.EMBEDDED = True
    for language in ("fr", "en"):
        tell(language)
    for browser, role in (("fr", "pilote, Hydraulique"), ("en", "pilot, Hydraulics")):
        page = client.get("/account/login/", headers={"Accept-Language": browser}).text
        assert role in page


@pytest.fixture
def preparation(settings: Any) -> Iterator[Preparation]:
    settings.EMBEDDED = True
    found = Preparation("en")
    yield found
    found.finish()


@pytest.mark.django_db
def test_who_waits_for_the_other_language_sees_how_far_it_is_and_can_try_again(
    client: Client, preparation: Preparation
) -> None:
    french = tell("fr")
    preparation.note(0.4, os.getpid())
    client.force_login(User.objects.get(email="bo@heliopompe.example"))
    page = client.get("/sample/en/").text
    assert "40" in page
    assert french.get_absolute_url() in page
    preparation.note(0.4, os.getpid(), failed=True)
    assert 'method="post"' in client.get("/sample/en/").text
    english = tell("en")
    answer = client.get("/sample/en/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == english.get_absolute_url()
    client.force_login(a_person("Eve"))
    assert client.get("/sample/en/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_what_a_copy_has_more_is_taken_over_beside_what_came_meanwhile(
    django_db_setup: OwnDatabase, tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        return  # the sample is for embedded servers
    ada = a_person("Ada")
    database = Path(str(connection.settings_dict["NAME"]))
    with in_a_copy(database, tmp_path):
        beside = set_up_project("Beside", by=ada, with_elements=True, language="fr")
        AgendaItem.add(beside.circles.general(), "Des photos", by=ada)
        sync = open_sync(beside.circles.general(), by=ada)
        close_sync(sync, by=ada)
        with closing(sqlite3.connect(database, timeout=1)) as someone, someone:
            someone.execute("UPDATE accounts_user SET name = 'Ada M.'")  # nobody waits meanwhile
    meanwhile = a_project(ada)
    taken = Project.objects.get(slug=beside.slug)
    assert list(Entry.breaks_of(taken.pk)) == []
    assert [one.version for one in taken.syncs.get().minutes.all()] == [1]
    assert taken.people().get().name == "Ada M."
    assert sorted(Circle.objects.values_list("pk", flat=True)) == [
        taken.circles.general().pk,
        meanwhile.circles.general().pk,
    ]
