"""The chat's entry points: who gets in by page and API, what pages show, and what they cost."""

from typing import cast
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat.chat.models import Message, Topic, TopicHead
from chat.chat.workflows.conversation import edit_message, post_message, remove_message
from chat.chat.workflows.reading import mark_read
from circles.circles.models import Circle
from circles.projects.models import Project
from foundation.accounts.models import User
from tests.factories import a_person, a_topic, an_action
from tests.support.entry_points import at_browser, by_token
from tests.support.queries import MOST

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(circle: Circle, ada: User) -> Topic:
    return a_topic(circle, by=ada)


@pytest.mark.both_databases
def test_eve_outside_finds_nothing(topic: Topic, ada: User) -> None:
    message, eve = post_message(topic, "hello", by=ada), a_person("Eve Martin")
    action = an_action(cast(Circle, topic.circle), by=ada)
    slug, key = topic.project.slug, topic.scope
    pages = [
        reverse("chat:chat", args=[slug]),
        reverse("chat:room", args=[slug, key]),
        topic.get_absolute_url(),
        reverse("chat:messages", args=[slug, key, topic.pk]),
        message.page,
        reverse("chat:talk", args=[slug, "A", action.number]),
    ]
    posts = [
        reverse("chat:topics", args=[slug, key]),
        reverse("chat:messages", args=[slug, key, topic.pk]),
        reverse("chat:readings", args=[slug, key, topic.pk]),
        reverse("chat:outcome", args=[slug, key, topic.pk]),
        reverse("chat:wording", args=[slug, message.pk]),
        reverse("chat:removal", args=[slug, message.pk]),
        reverse("chat:talk_messages", args=[slug, "A", action.number]),
    ]
    client = at_browser(eve)
    assert {client.get(page).status_code for page in pages} == {404}
    assert {client.post(page, {"text": "x"}).status_code for page in posts} == {404}


def test_eve_outside_finds_no_operation(topic: Topic, ada: User) -> None:
    message, eve = post_message(topic, "hello", by=ada), a_person("Eve Martin")
    base = f"/api/v1/projects/{topic.project.slug}"

    def answers(reader: User) -> list[int]:
        client = Client(headers=by_token(reader))
        read = (f"circles/{topic.scope}/topics", f"topics/{topic.pk}/messages")
        written = (f"topics/{topic.pk}/messages", f"messages/{message.pk}/wording")
        found = [client.get(f"{base}/{path}") for path in read]
        found += [client.post(f"{base}/{path}", {"text": "x"}, "application/json") for path in written]
        return [answer.status_code for answer in found]

    assert answers(eve) == [404] * 4
    assert 404 not in answers(ada), "there are no such addresses"


def test_a_message_said_by_script_comes_back_as_it_is_shown(topic: Topic, bo: User) -> None:
    url = reverse("chat:messages", args=[topic.project.slug, topic.scope, topic.pk])
    said = {"text": "**48 V**", "key": str(uuid4())}
    answers = [at_browser(bo).post(url, said, headers={"HX-Request": "true"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert "<strong>48 V</strong>" in answers[0].text
    assert topic.messages.count() == 1


def test_a_message_said_without_a_script_leads_back_to_it(topic: Topic, bo: User) -> None:
    url = reverse("chat:messages", args=[topic.project.slug, topic.scope, topic.pk])
    answer = at_browser(bo).post(url, {"text": "hello"})
    assert answer["Location"] == f"{topic.get_absolute_url()}?at=1#m-1"


def test_bo_cannot_change_what_ada_said(topic: Topic, ada: User, bo: User) -> None:
    message = post_message(topic, "hello", by=ada)
    for name in ("wording", "removal"):
        url = reverse(f"chat:{name}", args=[topic.project.slug, message.pk])
        assert at_browser(bo).post(url, {"text": "x"}).status_code == 403
    path = f"/api/v1/projects/{topic.project.slug}/messages/{message.pk}/removal"
    assert Client(headers=by_token(bo)).post(path).status_code == 403


def test_who_has_no_voice_in_the_circle_cannot_close_its_topics(topic: Topic, ada: User) -> None:
    fay = a_person("Fay Lemoine")
    topic.project.circles.general().admit(fay, by=ada)
    url = reverse("chat:outcome", args=[topic.project.slug, topic.scope, topic.pk])
    assert at_browser(fay).post(url, {"outcome": "dropped"}).status_code == 403
    assert at_browser(ada).post(url, {"outcome": "dropped"}).status_code == 302


def test_a_closed_topic_answers_a_message_with_a_sentence(topic: Topic, ada: User) -> None:
    topic.close("answered", by=ada)
    url = reverse("chat:messages", args=[topic.project.slug, topic.scope, topic.pk])
    answer = at_browser(ada).post(url, {"text": "and"}, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "closed" in answer["HX-Trigger"]


def test_talk_about_a_thing_is_found_at_the_thing(circle: Circle, ada: User, bo: User) -> None:
    action = an_action(circle, by=ada)
    place = [circle.project.slug, "A", action.number]
    at_browser(bo).post(reverse("chat:talk_messages", args=place), {"text": "On Monday then."})
    assert "On Monday then." in at_browser(ada).get(reverse("chat:talk", args=place)).text
    assert "On Monday then." in at_browser(ada).get(reverse("chat:room", args=[circle.project.slug, circle.key])).text


def test_the_page_of_a_topic_says_where_the_new_messages_begin(topic: Topic, ada: User, bo: User) -> None:
    post_message(topic, "old", by=ada)
    mark_read(topic, 1, by=bo)
    post_message(topic, "fresh", by=ada)
    page = at_browser(bo).get(topic.get_absolute_url()).text
    assert page.index("<p>old") < page.index("talk__day--new") < page.index("<p>fresh")


def test_an_edited_message_shows_its_earlier_words_and_a_removed_one_none(topic: Topic, ada: User, bo: User) -> None:
    message = post_message(topic, "44 mm", by=ada)
    edit_message(message, "40 mm", by=ada)
    assert "44 mm" in at_browser(bo).get(message.page).text
    remove_message(message, by=ada)
    page = at_browser(bo).get(message.page).text
    assert "44 mm" not in page
    assert "deleted this message" in page


def test_the_api_says_reads_and_closes(topic: Topic, bo: User) -> None:
    client, base = Client(headers=by_token(bo)), f"/api/v1/projects/{topic.project.slug}"
    key = str(uuid4())
    for _ in range(2):
        said = client.post(f"{base}/topics/{topic.pk}/messages", {"text": "hello", "key": key}, "application/json")
        assert (said.status_code, said.json()["id"]) == (201, key)
    found = client.get(f"{base}/topics/{topic.pk}/messages").json()
    assert [message["text"] for message in found["messages"]] == ["hello"]
    assert client.post(f"{base}/topics/{topic.pk}/readings", {"seq": 1}, "application/json").status_code == 204
    closed = client.post(f"{base}/topics/{topic.pk}/outcome", {"outcome": "answered"}, "application/json")
    assert closed.json()["outcome"] == "answered"


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", ["A-99", "Z-1", "message-nothing", "A-x"])
def test_what_is_not_there_has_no_talk(circle: Circle, ada: User, kind: str) -> None:
    letter, _, number = kind.partition("-")
    url = reverse("chat:talk", args=[circle.project.slug, letter, number])
    assert at_browser(ada).get(url).status_code == 404


def many_messages(topic: Topic, author: User, number: int) -> None:
    said = {"topic": topic, "author": author, "text": "a line", "html": "<p>a line</p>", "said_at": topic.created_at}
    rows = [Message(seq=seq, **said) for seq in range(1, number + 1)]
    Message.objects.bulk_create(rows, batch_size=2000)
    TopicHead.objects.filter(topic=topic).update(seq=number, last=rows[-1])


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_a_page_costs_the_same_with_two_messages_and_with_18500(topic: Topic, ada: User, bo: User) -> None:
    client = at_browser(bo)
    post_message(topic, "one", by=ada)
    post_message(topic, "two", by=ada)
    few = queries_of(client, topic.get_absolute_url())
    great = a_topic(cast(Circle, topic.circle), by=ada, name="Great talk")
    many_messages(great, ada, 18_500)
    assert queries_of(client, great.get_absolute_url()) == few <= MOST
    middle = f"{great.get_absolute_url()}?at=1500"
    assert queries_of(client, middle) == few
    opened = client.get(middle)
    assert 'id="m-1500"' in opened.text
    assert len(opened.content) <= 120_000


def test_one_pages_upward_without_losing_or_repeating_a_message(topic: Topic, ada: User, bo: User) -> None:
    many_messages(topic, ada, 120)
    client, url = at_browser(bo), reverse("chat:messages", args=[topic.project.slug, topic.scope, topic.pk])
    seen: list[int] = []
    before: str | int = ""
    for _ in range(3):
        lines = client.get(url, {"before": before}).context["talk"]
        seen = [line.message.seq for line in lines.lines] + seen
        before = lines.earlier
    assert (seen, before) == (list(range(1, 121)), 0)


def test_a_message_far_back_is_shown_among_its_neighbours(topic: Topic, ada: User, bo: User) -> None:
    many_messages(topic, ada, 400)
    talk = at_browser(bo).get(f"{topic.get_absolute_url()}?at=100").context["talk"]
    assert 100 in [line.message.seq for line in talk.lines]
    assert not talk.ends


def test_nonsense_in_the_address_is_not_said(topic: Topic, ada: User) -> None:
    post_message(topic, "hello", by=ada)
    client = at_browser(ada)
    for query in ("?before=x", "?before=99999999999999999999", "?at=-1", "?after=x|y", "?after=2026-01-01|z"):
        assert client.get(topic.get_absolute_url() + query).status_code == 200


def test_a_page_that_shows_everything_is_told_so_and_another_gets_what_came(topic: Topic, ada: User, bo: User) -> None:
    for words in ("one", "two"):
        post_message(topic, words, by=ada)
    client, url = at_browser(bo), f"{topic.get_absolute_url()}messages/"
    assert [client.get(url, {"since": since}).status_code for since in ("2", "1", "0", "x")] == [204, 200, 200, 200]
    assert b"two" in client.get(url, {"since": "1"}).content


def test_rooms_are_open_to_the_whole_project(project_member_elsewhere: tuple[User, Project], topic: Topic) -> None:
    fay, _project = project_member_elsewhere
    assert at_browser(fay).get(topic.get_absolute_url()).status_code == 200


@pytest.fixture
def project_member_elsewhere(topic: Topic, ada: User) -> tuple[User, Project]:
    fay = a_person("Fay Lemoine")
    topic.project.circles.general().admit(fay, by=ada)
    return fay, topic.project
