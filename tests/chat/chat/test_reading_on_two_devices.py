"""A person reads on two devices, one of which loses its connection now and then: what counts as unread is what a small
model says, whatever they do.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.chat.contexts.unread import unread_by_circle
from chat.chat.models import ReadMarker, Topic
from chat.chat.models.read_marker import unread_in
from chat.chat.workflows.conversation import post_message
from chat.chat.workflows.reading import mark_all_read, mark_seen, mark_unread
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from tests.factories import a_topic
from tests.support.rotation import DEEP

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

FIRST = 3
"""So much was said before anyone read."""


@dataclass
class Device:
    """What an open page knows, and has not told yet."""

    went_back: int = 0
    seen: set[int] = field(default_factory=set)
    is_online: bool = True
    is_stopped: bool = False


@dataclass
class Model:
    """What a person has read: everything up to one place; which messages that name them they have not seen, and which
    are their own.
    """

    said: int = 0
    place: int = 0
    went_back: int = 0
    open: set[int] = field(default_factory=set)
    own: set[int] = field(default_factory=set)

    @property
    def unread(self) -> int:
        """Return how many messages of others come after the place."""
        return len(set(range(self.place + 1, self.said + 1)) - self.own)

    def tell(self, device: Device) -> None:
        """Take in what a device has seen, unless the person has gone back since that it does not know of."""
        if device.is_stopped or not device.is_online or not device.seen:
            return
        if device.went_back != self.went_back:
            device.is_stopped = True
            return
        known = device.seen
        while self.place + 1 in known:
            self.place, known = self.place + 1, device.seen | self.own
        self.open = {seq for seq in self.open if seq > self.place and seq not in device.seen}


devices = st.integers(0, 1)
shares = st.floats(0, 1)
acts = st.one_of(
    st.tuples(st.just("arrive"), st.booleans()),
    st.tuples(st.just("speak")),
    st.tuples(st.just("read"), devices, shares, st.integers(1, 6)),
    st.tuples(st.just("go back"), devices, shares),
    st.tuples(st.just("read all"), devices),
    st.tuples(st.just("connect"), devices, st.booleans()),
    st.tuples(st.just("reopen"), devices),
)


def tell(topic: Topic, bo: User, device: Device) -> None:
    """Do as a page does."""
    if device.is_online and not device.is_stopped and device.seen:
        place = mark_seen(topic, [(seq, seq) for seq in device.seen], by=bo, went_back=device.went_back)
        device.is_stopped = place.went_back != device.went_back


def waiting(bo: User) -> set[int]:
    told = Notice.objects.filter(user=bo, done_at=None, event="message.mentioned")
    return {int(address.rpartition("-")[2]) for address in told.values_list("address", flat=True)}


@settings(
    max_examples=500 if DEEP else 10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(done=st.lists(acts, max_size=25))
def test_what_counts_as_unread_is_what_was_not_read(
    circle: Circle, ada: User, bo: User, done: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        live(circle, ada, bo, done)
        transaction.set_rollback(True)


def live(circle: Circle, ada: User, bo: User, done: list[tuple[Any, ...]]) -> None:  # noqa: C901 one branch an act
    """Do all of it, and compare after each act."""
    topic = a_topic(circle, by=ada)
    own, pages, model = [Device(), Device()], [Device(), Device()], Model()
    Notice.objects.filter(user=bo).delete()

    def say(*, is_named: bool) -> None:
        post_message(topic, "@Bo look" if is_named else "look", by=ada)
        model.said += 1
        if is_named:
            model.open.add(model.said)

    for _ in range(FIRST):
        say(is_named=False)
    for act, *how in done:
        if act == "arrive":
            say(is_named=how[0])
            continue
        if act == "speak":
            post_message(topic, "seen", by=bo)
            model.place += model.place == model.said
            model.said += 1
            model.own.add(model.said)
            continue
        mine, page = own[how[0]], pages[how[0]]
        if act == "read":
            first = 1 + round(how[1] * (model.said - 1))
            for device in (mine, page):
                device.seen |= set(range(first, min(first + how[2], model.said + 1)))
        elif act == "go back" and mine.is_online:
            seq = 1 + round(how[1] * (model.said - 1))
            mark_unread(topic.messages.get(seq=seq), by=bo)
            if model.place >= seq:
                model.place, model.went_back = seq - 1, model.went_back + 1
            mine.is_stopped = page.is_stopped = True
        elif act == "read all" and mine.is_online:
            mark_all_read(circle.project, by=bo)
            if model.place < model.said:
                model.place, model.open = model.said, set()
        elif act == "connect":
            mine.is_online = page.is_online = how[1]
        elif act == "reopen" and mine.is_online:
            own[how[0]] = Device(went_back=model.went_back)
            reading = ReadMarker.objects.filter(topic=topic, user=bo).first()
            pages[how[0]] = Device(went_back=reading.went_back if reading else 0)
        model.tell(own[how[0]])
        tell(topic, bo, pages[how[0]])
        assert [page.is_stopped for page in pages] == [one.is_stopped for one in own]
        assert unread_in(topic, bo) == model.unread, act
        assert waiting(bo) == model.open
    assert unread_by_circle(circle.project, bo).get(circle.pk, 0) == model.unread
