"""What was read in its place is done in the inbox, and what was done there is read as far as it was shown."""

import pytest
from django.urls import reverse

from chat.chat.contexts.unread import unread_by_circle
from chat.chat.models import ReadMarker, Topic
from chat.chat.models.read_marker import unread_in
from chat.chat.reading_rules import place_after, spans_in
from chat.chat.workflows.conversation import edit_message, post_message
from chat.chat.workflows.direct import direct_topic
from chat.chat.workflows.reading import mark_all_read, mark_read, mark_seen, mark_unread, undo_reading
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.inbox.models import Attention, Notice, NoticeQuerySet, OutgoingEmail
from foundation.inbox.workflows.mailing import send_notices
from tests.factories import a_topic
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(circle: Circle, ada: User, bo: User) -> Topic:
    topic = a_topic(circle, by=ada)
    for text in ("one", "two", "@Bo three?", "four", "@Bo five?"):
        post_message(topic, text, by=ada)
    return topic


def told(user: User) -> NoticeQuerySet:
    return Notice.objects.filter(user=user, done_at=None, event__startswith="message.")


def waiting(user: User) -> int:
    return told(user).count()


def place(topic: Topic, user: User) -> int:
    return ReadMarker.objects.get(topic=topic, user=user).seq


@pytest.mark.both_databases
def test_a_mention_read_in_its_place_is_done_in_the_inbox_and_the_others_are_not(topic: Topic, bo: User) -> None:
    assert waiting(bo) == 2
    mark_seen(topic, [(1, 3)], by=bo)
    assert (waiting(bo), unread_in(topic, bo)) == (1, 2)
    mark_seen(topic, [(4, 5)], by=bo)
    assert (waiting(bo), unread_in(topic, bo)) == (0, 0)
    send_notices(bo)
    assert not OutgoingEmail.objects.filter(text__contains=topic.name).exists(), "nor does mail tell of them"


def test_who_jumps_to_the_end_has_not_read_what_stands_between(topic: Topic, bo: User) -> None:
    mark_seen(topic, [(1, 1)], by=bo)
    mark_seen(topic, [(5, 5)], by=bo)
    assert (place(topic, bo), unread_in(topic, bo)) == (1, 4)
    assert waiting(bo) == 1, "but what was said to them there, they have seen"


@pytest.mark.both_databases
def test_direct_messages_read_in_their_place_are_done(circle: Circle, ada: User, bo: User) -> None:
    topic = direct_topic(circle.project, [bo], by=ada)
    for text in ("one", "two", "three"):
        post_message(topic, text, by=ada)
    mark_seen(topic, [(1, 2)], by=bo)
    assert waiting(bo) == 1
    mark_seen(topic, [(3, 3)], by=bo)
    assert waiting(bo) == 0
    Notice.objects.update(done_at=None, message=None)  # as those are that came before they named their message
    mark_seen(topic, [(3, 3)], by=bo)
    assert waiting(bo) == 0


def test_a_name_added_to_a_read_message_is_done_when_it_is_seen_again(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada)
    said = post_message(topic, "one", by=ada)
    mark_seen(topic, [(1, 1)], by=bo)
    edit_message(said, "one, @Bo", by=ada)
    assert waiting(bo) == 1
    mark_seen(topic, [(1, 1)], by=bo)
    assert waiting(bo) == 0


def test_done_in_the_inbox_reads_what_was_shown_there_and_undo_takes_it_back(topic: Topic, bo: User) -> None:
    mark_read(topic, 2, by=bo)
    inbox, first = at_browser(bo), told(bo).order_by("happened_at")[0]
    inbox.post(reverse("finish_notice", args=[first.pk]))
    assert (place(topic, bo), waiting(bo)) == (3, 1)
    assert unread_in(topic, bo) == 2, "four and five were not shown there"
    inbox.post(reverse("bring_back_notice", args=[first.pk]))
    assert (place(topic, bo), waiting(bo)) == (2, 2)


def test_what_came_after_the_inbox_was_opened_is_not_done_with_it(topic: Topic, ada: User, bo: User) -> None:
    shown = told(bo).latest("happened_at")
    post_message(topic, "@Bo and six?", by=ada)
    at_browser(bo).post(reverse("finish_notice", args=[shown.pk]), {"shown": shown.happened_at.isoformat()})
    assert waiting(bo) == 2


def test_direct_messages_that_the_inbox_shows_are_read_by_being_done_there(circle: Circle, ada: User, bo: User) -> None:
    topic = direct_topic(circle.project, [bo], by=ada)
    for number in range(3):
        post_message(topic, f"line {number}", by=ada)
    page = at_browser(bo).get(reverse("inbox")).text
    assert all(f"line {number}" in page for number in range(3))
    at_browser(bo).post(reverse("finish_notice", args=[told(bo).get().pk]))
    assert unread_in(topic, bo) == 0


@pytest.mark.both_databases
def test_all_is_marked_read_at_once_and_that_is_undone(topic: Topic, circle: Circle, ada: User, bo: User) -> None:
    other = a_topic(circle, by=ada, name="Harness")
    post_message(other, "one", by=ada)
    direct = direct_topic(circle.project, [bo], by=ada)
    post_message(direct, "one", by=ada)
    mark_read(topic, 1, by=bo)
    at = mark_all_read(circle.project, by=bo, circle=circle)
    assert [unread_in(one, bo) for one in (topic, other, direct)] == [0, 0, 1]
    assert waiting(bo) == 1
    undo_reading(bo, at)
    assert [unread_in(one, bo) for one in (topic, other, direct)] == [4, 1, 1]
    assert waiting(bo) == 3
    mark_all_read(circle.project, by=bo)
    assert [unread_in(one, bo) for one in (topic, other, direct)] == [0, 0, 0]


def test_a_room_is_marked_read_at_its_page(topic: Topic, circle: Circle, bo: User) -> None:
    page = at_browser(bo)
    address = reverse("chat:room_readings", args=[circle.project.slug, circle.key])
    assert address in page.get(topic.get_absolute_url()).text
    answer = page.post(address, follow=True)
    assert "Everything is marked as read." in answer.text
    assert unread_in(topic, bo) == 0


def test_what_is_muted_counts_nowhere(topic: Topic, circle: Circle, bo: User) -> None:
    assert unread_by_circle(circle.project, bo) == {circle.pk: 5}
    for thing in (f"topic:{topic.pk}", f"circle:{circle.key}"):
        Attention.attend(bo, "mute", project=circle.project_id, thing=thing, title="", address="")
        assert unread_by_circle(circle.project, bo) == {}
        Attention.attend(bo, "usual", project=circle.project_id, thing=thing, title="", address="")


def test_marked_unread_by_the_same_hand_stays_so_for_pages_that_know_of_it(topic: Topic, ada: User, bo: User) -> None:
    mark_seen(topic, [(1, 5)], by=bo)
    mark_unread(topic.messages.get(seq=4), by=bo)
    mark_seen(topic, [(1, 5)], by=bo, went_back=0)
    assert place(topic, bo) == 3
    mark_seen(topic, [(4, 5)], by=bo, went_back=1)
    assert place(topic, bo) == 5


@pytest.mark.parametrize(
    ("words", "spans"),
    [
        ("12-40,55", [(12, 40), (55, 55)]),
        ("", []),
        ("x,3-,-4,5-2,0,7-9", [(7, 9)]),
        ("1-99999999999999999999999", []),
    ],
)
def test_what_a_page_has_shown_is_read_as_far_as_it_makes_sense(words: str, spans: list[tuple[int, int]]) -> None:
    assert spans_in(words) == spans


def test_a_place_moves_on_as_far_as_nothing_is_missing() -> None:
    assert place_after(4, [(9, 12), (3, 6), (7, 7)], 20) == 7
    assert place_after(4, [(5, 99)], 20) == 20
    assert place_after(4, [], 20) == 4
