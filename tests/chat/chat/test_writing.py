"""What is being written: drafts on every device, whole circles named, and forms that begin with what was typed."""

from typing import cast
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat.chat.models import Message, MessageDraft, ReadMarker, Topic
from chat.chat.workflows.conversation import edit_message, post_message
from chat.chat.workflows.drafting import save_draft
from circles.circles.models import Circle
from circles.projects.models import Link
from decisions.tracks.models import Question, Track
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from tests.factories import a_circle, a_person, a_topic, an_action
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(circle: Circle, ada: User) -> Topic:
    return a_topic(circle, by=ada)


@pytest.fixture
def message(topic: Topic, ada: User) -> Message:
    return post_message(topic, "The seal leaks at 4 bar.", by=ada)


@pytest.mark.both_databases
def test_a_draft_is_there_on_the_next_device_and_for_nobody_else(topic: Topic, ada: User, bo: User) -> None:
    base = topic.get_absolute_url()
    assert at_browser(bo).post(f"{base}draft/", {"text": "I think"}).status_code == 204
    assert "I think</textarea>" in at_browser(bo).get(base).content.decode()
    assert "I think" not in at_browser(ada).get(base).content.decode()
    at_browser(bo).post(f"{base}draft/", {"text": " "})
    assert not MessageDraft.objects.exists()


def test_a_draft_about_a_thing_is_the_same_before_and_after_its_first_message(circle: Circle, bo: User) -> None:
    action, client = an_action(circle, by=bo), at_browser(bo)
    talk = reverse("chat:talk", args=[circle.project.slug, "A", action.number])
    client.post(f"{talk}draft/", {"text": "Who does it?"})
    client.post(f"{talk}messages/", {"text": "hello"})
    topic = Topic.objects.get(thing_kind="action")
    assert "Who does it?" in client.get(topic.get_absolute_url()).content.decode()
    assert "Who does it?" in client.get(talk).content.decode()


def test_the_api_keeps_a_draft(topic: Topic, bo: User) -> None:
    base = f"/api/v1/projects/{topic.project.slug}/topics/{topic.pk}/draft"
    client = Client(headers=by_token(bo))
    assert client.put(base, {"text": "I think"}, "application/json").json() == {"text": "I think"}
    assert client.get(base).json() == {"text": "I think"}
    client.put(base, {"text": ""}, "application/json")
    assert client.get(base).json() == {"text": ""}


def test_eve_outside_keeps_no_draft(topic: Topic) -> None:
    assert (
        at_browser(a_person("Eve Martin")).post(f"{topic.get_absolute_url()}draft/", {"text": "x"}).status_code == 404
    )


def test_a_draft_longer_than_a_message_is_cut(topic: Topic, bo: User) -> None:
    save_draft(topic.draft_place, "x" * 30_000, by=bo)
    assert len(MessageDraft.text_of(bo, topic.draft_place)) == 20_000


def test_a_circle_that_is_named_hears_of_it_once_each(topic: Topic, ada: User, bo: User) -> None:
    people = [a_person(name) for name in ("Carl One", "Cleo Two")]
    market = a_circle(*people, ada, inside=topic.project.circles.general(), name="Market & sales")
    post_message(topic, f"@{market.key} and @{bo.name}, and @{people[0].name}: please look.", by=ada)
    heard = {(one.user, one.event) for one in Notice.objects.filter(message__isnull=False)}
    assert heard == {
        (people[0], "message.mentioned"),
        (people[1], "message.circle_mentioned"),
        (bo, "message.mentioned"),
    }
    assert ReadMarker.objects.filter(topic=topic, user__in=people).exclude(followed_at=None).count() == 2


def test_a_circle_costs_the_same_however_many_are_in_it(topic: Topic, ada: User) -> None:
    few = a_circle(a_person(), inside=topic.project.circles.general(), name="Few")
    many = a_circle(*(a_person() for _ in range(12)), inside=topic.project.circles.general(), name="Many")
    post_message(topic, "hello", by=ada)
    costs = []
    for circle in (few, many):
        with CaptureQueriesContext(connection) as queries:
            post_message(topic, f"@{circle.name} please look", by=ada)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_naming_a_circle_when_editing_tells_only_who_is_new(topic: Topic, ada: User, bo: User) -> None:
    carl = a_person("Carl One")
    market = a_circle(carl, bo, inside=topic.project.circles.general(), name="Market")
    message = post_message(topic, f"@{bo.name} please look", by=ada)
    edit_message(message, f"@{market.name} please look", by=ada)
    assert sorted(Notice.objects.filter(message=message.pk).values_list("user__name", flat=True)) == [
        bo.name,
        carl.name,
    ]


def test_commands_lead_to_forms_that_begin_with_the_words(topic: Topic, message: Message, bo: User) -> None:
    client, base = at_browser(bo), topic.get_absolute_url()
    page = client.get(base).content.decode()
    slug, key, origin = topic.project.slug, topic.scope, f"topic-{topic.pk}"
    for name, address in {
        "action": f"{reverse('actions:new', args=[slug])}?from={origin}&amp;what=WORDS",
        "tension": f"{reverse('meetings:add_point', args=[slug, key])}?from={origin}&amp;text=WORDS",
        "track": f"{reverse('tracks:note_from', args=[slug])}?from={origin}&amp;words=WORDS",
        "proposal": f"{reverse('decisions:new_proposal', args=[slug])}?circle={key}&amp;from={origin}&amp;title=WORDS",
    }.items():
        assert f'data-command-{name}="{address}"' in page
        form = client.get(address.replace("&amp;", "&").replace("WORDS", quote("Order the seal")))
        assert form.status_code == 200
        assert "Order the seal" in form.content.decode()


def test_a_message_becomes_a_tension_linked_both_ways(topic: Topic, message: Message, bo: User) -> None:
    bring = reverse("meetings:add_point", args=[topic.project.slug, topic.scope])
    sent = {"text": message.plain, "tension": "on", "from": f"message-{message.pk}", "back": message.page}
    assert at_browser(bo).post(bring, sent).headers["Location"] == message.page
    link = Link.objects.out_of(message).get()
    assert (link.target_kind, link.quote) == ("tension", message.text)


def test_a_message_becomes_a_note_on_a_track_linked_both_ways(topic: Topic, message: Message, bo: User) -> None:
    question = Question.ask(cast(Circle, topic.circle), "Which seal?", by=bo)
    track = Track.propose(question, "Lip seal", by=bo, learn_by=topic.project.day_of(message.said_at))
    client, address = at_browser(bo), reverse("tracks:note_from", args=[topic.project.slug])
    form = client.get(f"{address}?from=message-{message.pk}").content.decode()
    assert "The seal leaks at 4 bar.</textarea>" in form
    noted = client.post(address, {"origin": f"message-{message.pk}", "words": message.text, "track": track.number})
    assert noted.headers["Location"] == track.get_absolute_url()
    entry = track.evidence.get()
    assert (entry.words, entry.link) == (message.text, message.get_absolute_url())
    assert Link.objects.out_of(message).get().target_address == track.get_absolute_url()
    assert f'<a href="{track.get_absolute_url()}">' in client.get(topic.get_absolute_url()).content.decode()
