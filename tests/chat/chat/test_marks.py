"""Reactions, pins, and a place that is taken back: by the verbs, by page and by API."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from chat.chat.models import Message, Topic
from chat.chat.models.read_marker import unread_in
from chat.chat.workflows.conversation import edit_message, post_message, remove_message
from chat.chat.workflows.marking import MOST_PINNED, pin, react, unpin
from chat.chat.workflows.reading import mark_read, mark_unread
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.factories import a_person, a_topic
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(circle: Circle, ada: User) -> Topic:
    return a_topic(circle, by=ada)


@pytest.fixture
def message(topic: Topic, ada: User) -> Message:
    return post_message(topic, "It leaks.", by=ada)


@pytest.mark.both_databases
def test_a_reaction_is_given_once_and_taken_back(message: Message, bo: User, ada: User) -> None:
    assert react(message, "eye", by=bo)
    assert react(message, "eye", by=ada)
    assert not react(message, "eye", by=bo)
    assert [(one.user, one.kind) for one in message.reactions.all()] == [(ada, "eye")]


def test_a_reaction_is_one_of_the_few_and_to_what_stands(message: Message, bo: User, ada: User) -> None:
    with pytest.raises(Refused, match="no such reaction"):
        react(message, "thumbs-down", by=bo)
    react(message, "heart", by=bo)
    remove_message(message, by=ada)
    assert not message.reactions.exists()
    with pytest.raises(Refused, match="deleted"):
        react(message, "heart", by=bo)


def test_in_a_closed_topic_nothing_is_marked(topic: Topic, message: Message, ada: User, bo: User) -> None:
    topic.close("answered", by=ada)
    with pytest.raises(Refused, match="closed"):
        react(message, "eye", by=bo)
    with pytest.raises(Refused, match="closed"):
        pin(message, by=bo)


def test_a_page_says_who_reacted_and_whether_one_did(message: Message, ada: User, bo: User) -> None:
    react(message, "eye", by=bo)
    address = message.topic.get_absolute_url()
    page = at_browser(bo).get(address).content.decode()
    assert 'data-react="eye" aria-pressed="true" title="I am looking at it: Bo Nguyen"' in page
    assert 'data-react="eye" aria-pressed="false"' in at_browser(ada).get(address).content.decode()


def test_what_is_pinned_stands_at_the_top_until_it_is_taken_off(message: Message, bo: User) -> None:
    client, address = at_browser(bo), message.topic.get_absolute_url()
    assert client.post(reverse("chat:pins", args=[message.topic.project.slug, message.pk])).status_code == 302
    assert "pinned__one" in client.get(address).content.decode()
    part = client.get(f"{address}pins/").content.decode()
    assert "It leaks." in part
    assert "Unpin" in part
    client.post(reverse("chat:unpinning", args=[message.topic.project.slug, message.pk]))
    assert "pinned__one" not in client.get(address).content.decode()


def test_a_removed_message_is_pinned_no_more(message: Message, ada: User, bo: User) -> None:
    pin(message, by=bo)
    remove_message(message, by=ada)
    assert not message.topic.messages.pinned().exists()


def test_so_much_is_pinned_and_no_more(topic: Topic, ada: User) -> None:
    said = [post_message(topic, f"line {number}", by=ada) for number in range(MOST_PINNED + 1)]
    for message in said[:-1]:
        pin(message, by=ada)
    with pytest.raises(Refused, match="unpin one first"):
        pin(said[-1], by=ada)
    unpin(said[0])
    pin(said[-1], by=ada)
    assert topic.messages.pinned()[0] == said[-1]


def test_a_message_is_edited_where_it_stands_by_its_author_only(message: Message, ada: User, bo: User) -> None:
    address = reverse("chat:wording", args=[message.topic.project.slug, message.pk])
    assert "It leaks.</textarea>" in at_browser(ada).get(address).content.decode()
    assert at_browser(bo).get(address).status_code == 403
    react(message, "eye", by=bo)
    answer = at_browser(ada).post(address, {"text": "It leaks a lot."}, headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "It leaks a lot." in said
    assert "edited" in said
    assert 'data-react="eye"' in said


def test_code_keeps_the_language_that_colours_it(topic: Topic, ada: User) -> None:
    said = post_message(topic, "```python\nx = 1\n```\n```evil\ny\n```", by=ada)
    assert '<code class="language-python">' in said.html
    assert "evil" not in said.html


def test_what_is_marked_unread_counts_until_it_is_read_again(topic: Topic, ada: User, bo: User) -> None:
    said = [post_message(topic, text, by=ada) for text in ("one", "two", "three")]
    mark_read(topic, 3, by=bo)
    mark_unread(said[1], by=bo)
    assert unread_in(topic, bo) == 2
    mark_read(topic, 3, by=bo)
    assert unread_in(topic, bo) == 0


def test_a_page_that_did_not_hear_of_it_marks_nothing_read_again(topic: Topic, ada: User, bo: User) -> None:
    said = [post_message(topic, text, by=ada) for text in ("one", "two", "three")]
    phone = at_browser(bo)
    base = f"{topic.get_absolute_url()}readings/"
    assert phone.post(base, {"seen": "1-3"}).json() == {"seq": 3, "unread": 0, "went_back": 0}
    mark_unread(said[1], by=bo)
    post_message(topic, "four", by=ada)
    answer = phone.post(base, {"seen": "4"})
    assert answer.json() == {"seq": 1, "unread": 3, "went_back": 1}
    assert unread_in(topic, bo) == 3


def test_a_topic_elsewhere_counts_once_it_is_marked_unread(topic: Topic, message: Message) -> None:
    eve = a_person("Eve Martin")
    topic.project.circles.general().admit(eve, by=topic.created_by or eve)
    mark_read(topic, 1, by=eve)
    assert unread_in(topic, eve) == 0
    mark_unread(message, by=eve)
    assert unread_in(topic, eve) == 1


def test_nothing_is_marked_unread_that_is_still_to_be_read(topic: Topic, ada: User, bo: User) -> None:
    said = [post_message(topic, text, by=ada) for text in ("one", "two", "three")]
    mark_read(topic, 1, by=bo)
    mark_unread(said[2], by=bo)
    assert unread_in(topic, bo) == 2


def test_one_goes_on_below_what_is_shown_and_to_a_day(topic: Topic, ada: User, bo: User) -> None:
    for number in range(130):
        post_message(topic, f"line {number}", by=ada)
    client, base = at_browser(bo), topic.get_absolute_url()
    middle = client.get(f"{base}?at=30").content.decode()
    assert "line 54" not in middle.split("data-list")[1]
    assert 'data-later="54"' in middle
    below = client.get(f"{base}messages/?after=54").content.decode()
    assert "line 54<" in below
    assert "line 103<" in below
    assert 'data-later="104"' in below
    assert "data-later" not in client.get(f"{base}messages/?after=104").content.decode()
    assert client.get(f"{base}?day=2020-01-01").headers["Location"] == f"{base}?at=1#m-1"
    assert client.get(f"{base}?day=2037-01-01").headers["Location"] == f"{base}?at=130#m-130"


def test_a_page_opens_at_the_first_new_message_and_leads_to_it(topic: Topic, ada: User, bo: User) -> None:
    for number in range(80):
        post_message(topic, f"line {number}", by=ada)
    mark_read(topic, 5, by=bo)
    opened = at_browser(bo).get(topic.get_absolute_url()).content.decode()
    assert re.search(r'talk__day--new">New</p>\s*<article[^>]*id="m-6"', opened)
    assert "line 29<" in opened
    assert "line 30<" not in opened.split("data-list")[1]
    assert "?at=6#m-6" not in opened
    end = at_browser(bo).get(f"{topic.get_absolute_url()}?at=80").content.decode()
    assert "?at=6#m-6" in end
    assert unread_in(topic, bo) == 75, "nothing is read by being opened"


def test_the_api_reacts_pins_and_takes_a_place_back(message: Message, ada: User, bo: User) -> None:
    base = f"/api/v1/projects/{message.topic.project.slug}"
    client = Client(headers=by_token(bo))
    given = client.post(f"{base}/messages/{message.pk}/reactions", {"kind": "eye"}, "application/json")
    assert given.json() == [{"kind": "eye", "number": 1, "mine": True}]
    assert Client(headers=by_token(ada)).get(f"{base}/messages/{message.pk}/reactions").json()[0]["mine"] is False
    assert client.post(f"{base}/messages/{message.pk}/pin").json()["pinned_at"]
    assert client.delete(f"{base}/messages/{message.pk}/pin").json()["pinned_at"] is None
    mark_read(message.topic, 1, by=bo)
    place = {"seq": 1, "unread": True}
    assert client.post(f"{base}/topics/{message.topic_id}/readings", place, "application/json").status_code == 204
    assert unread_in(message.topic, bo) == 1


def test_eve_outside_marks_nothing(message: Message) -> None:
    eve = at_browser(a_person("Eve Martin"))
    for name in ("reactions", "pins", "unpinning"):
        address = reverse(f"chat:{name}", args=[message.topic.project.slug, message.pk])
        assert eve.post(address, {"kind": "eye"}).status_code == 404


def test_an_edited_message_is_pinned_as_it_is_now(message: Message, ada: User, bo: User) -> None:
    pin(message, by=bo)
    edit_message(message, "It leaks no more.", by=ada)
    assert message.topic.messages.pinned()[0].text == "It leaks no more."


def test_any_emoji_is_a_reaction_and_says_who_gave_it(message: Message, ada: User, bo: User) -> None:
    react(message, "🎉", by=bo)
    react(message, "👍🏽", by=ada)
    react(message, "👍", by=bo)
    page = at_browser(ada).get(message.topic.get_absolute_url()).text
    assert '<span class="unseen" data-names>🎉: Bo Nguyen</span>' in page
    kinds = [one.kind.rstrip("\ufe0f") for one in message.reactions.order_by("pk")]
    assert kinds == ["🎉", "👍", "👍"], "an emoji is one reaction, in whatever tone"
    react(message, "🎉", by=bo)
    with pytest.raises(Refused, match="no such reaction"):
        react(message, "tada", by=bo)
