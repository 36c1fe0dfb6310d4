"""Back after a week: what topics came to, what was decided, what named one; a section is read at once."""

from datetime import timedelta

import pytest
from django.test import Client

from chat.chat.contexts.unread import unread_by_topic
from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle
from daily.today.catch_up_sections import CatchUpSection
from daily.today.contexts.catch_up import CatchUp, away_since
from daily.today.workflows.catching_up import mark_section_read
from decisions.decisions.models import Decision
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from tests.decisions.decisions.people import a_cast, adopted
from tests.factories import a_topic, an_action

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def page(circle: Circle, ada: User, bo: User) -> CatchUp:
    """What bo missed: two topics, of which one was closed, a message that names him, and an action for him."""
    seal, noise = a_topic(circle, by=ada, name="Which seal?"), a_topic(circle, by=ada, name="Noise")
    for topic in (seal, noise):
        post_message(topic, "It began today.", by=ada)
    post_message(noise, "@Bo Nguyen, do you hear it?", by=ada)
    seal.close("decided", by=ada, line="FKM, by D-12.")
    an_action(circle, by=ada, what="Listen at noon", owner=bo)
    return CatchUp(circle.project, bo, clock.now() - timedelta(days=7))


def test_it_tells_by_topic_what_came_of_it_and_who_named_one(page: CatchUp) -> None:
    [outcome], [(_circle, [talk])] = page.outcomes, page.talk
    assert (outcome.topic.name, outcome.topic.outcome_line) == ("Which seal?", "FKM, by D-12.")
    assert (talk.topic.name, talk.unread, talk.said, talk.people, talk.named) == ("Noise", 2, 2, ["Ada Mercier"], 1)
    assert [notice.title for notice in page.named] == ["Noise"]
    assert [action.what for action in page.actions] == ["Listen at noon"]


@pytest.mark.usefixtures("made_now")
def test_an_old_decision_that_was_revoked_is_news_however_many_are_newer(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = a_cast()
    old = adopted(cast, title="Seal 0")
    away_from = clock.now()
    newer = [adopted(cast, title=f"Seal {number}") for number in (1, 2)]
    monkeypatch.setattr("daily.today.contexts.catch_up.ROWS", len(newer))
    Decision.objects.filter(pk=old.pk).update(revoked_at=clock.now())
    assert CatchUp(cast.project, cast.bo, away_from).decisions[0] == old


def test_a_section_is_read_at_once_and_the_others_wait(page: CatchUp) -> None:
    mark_section_read(page, CatchUpSection.OUTCOMES)
    assert list(unread_by_topic(page.project, page.user).values()) == [2]
    mark_section_read(CatchUp(page.project, page.user, page.since), CatchUpSection.TALK)
    assert unread_by_topic(page.project, page.user) == {}
    mark_section_read(page, CatchUpSection.NAMED)
    kinds = set(Notice.objects.to(page.user).open().unread().values_list("kind", flat=True))
    assert "mentioned" not in kinds
    assert "action" in kinds, "it waits until it is done"


def test_it_begins_where_one_left_off(page: CatchUp) -> None:
    now, user, project = clock.now(), page.user, page.project
    midnight = now.astimezone(project.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    assert away_since(project, user, "", now) == midnight - timedelta(days=7), "nothing was read before"
    assert away_since(project, user, "3", now) == midnight - timedelta(days=3)
    Notice.objects.to(user).update(read_at=now - timedelta(days=12))
    assert away_since(project, user, "", now) == now - timedelta(days=12)


def test_the_page_and_its_buttons(page: CatchUp, client: Client) -> None:
    client.force_login(page.user)
    address = f"/p/{page.project.slug}/catch-up/"
    shown = client.get(address).content.decode()
    assert all(words in shown for words in ("Which seal?", "FKM, by", "go/D-12/", "Noise", "Listen at noon"))
    client.post(f"{address}talk/reading/", {"days": "7"})
    assert "Ongoing discussions" not in client.get(address).content.decode()
    assert client.post(f"{address}elsewhere/reading/").status_code == 404
