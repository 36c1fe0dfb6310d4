"""What is said is found by those who may read it, where it stands."""

import pytest

from across.search.indexing import key_of, reindex
from across.search.models import Text
from chat.chat.models import Message
from chat.chat.workflows.conversation import edit_message, post_message, remove_message
from chat.chat.workflows.direct import direct_topic
from chat.chat.workflows.moving import move_messages
from circles.circles.models import Circle
from foundation.accounts.models import User
from tests.across.search.test_text_search import found, titles
from tests.factories import a_person, a_topic

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_direct_message_is_found_by_its_people_alone(circle: Circle, ada: User, bo: User) -> None:
    fay = a_person("Fay Lemoine")
    circle.admit(fay, by=ada)
    post_message(direct_topic(circle.project, [bo], by=ada), "The seal leaks, between us.", by=ada)
    for _ in ("as it is written", "as the index is made anew"):
        assert [len(found(circle, user, "leaks")) for user in (ada, bo, fay)] == [1, 1, 0]
        reindex(circle.project)


def test_a_message_that_moved_is_found_where_it_is(circle: Circle, ada: User, bo: User) -> None:
    origin, other = a_topic(circle, name="Seals", by=ada), a_topic(circle, name="Bearings", by=ada)
    message = post_message(origin, "It whistles at noon.", by=bo)
    move_messages([message], other, by=ada)
    [hit] = found(circle, ada, "whistles")
    assert hit.title == "Bearings"
    assert Text.objects.get(kind="message", thing=key_of(message.pk)).holder == other.pk


def test_messages_are_found_as_they_are_said_changed_and_taken_back(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada, name="Farm 2")
    message = post_message(topic, "The lower *flange* weeps.", by=bo)
    (hit,) = found(circle, ada, "flanges")
    assert (hit.kind, hit.title, hit.person, hit.circle) == ("message", "Farm 2", bo, circle)
    assert hit.address == message.get_absolute_url()
    assert hit.excerpt == "The lower flange weeps."
    edit_message(message, "The gasket weeps.", by=bo)
    assert titles(circle, ada, "flange") == []
    assert titles(circle, ada, "gasket") == ["Farm 2"]
    remove_message(Message.objects.get(pk=message.pk), by=bo)
    assert titles(circle, ada, "gasket") == []
    assert "gasket" not in " ".join(Text.objects.values_list("text", flat=True))
