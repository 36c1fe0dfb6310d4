"""Event types of the record: each is used, and each has a sentence, whose places are filled."""

import re

import pytest
from django.utils import translation

from across.sample.event_types import SampleEvent
from chat.chat.domain_events import MessageChange
from chat.chat.event_types import ChatNotice
from circles.record.labels import fact_labels
from circles.record.templates import places_in, sentences_by_event
from decisions.specification.event_types import ClauseNotice
from documents.documents.event_types import CommentNotice, DocumentNotice, SuggestionNotice
from foundation.audit.event_types import EventType, event_label
from foundation.inbox.event_types import InboxNotice
from foundation.web.languages import LANGUAGES
from tests.architecture.sources import modules, read

IN_EVERY_EVENT = {"who", "thing", "circle_there"}
OF_PEOPLE = {"person", "before", "deputy", "owner", "address", "without"}
NOTICES_ONLY = (ChatNotice, ClauseNotice, CommentNotice, DocumentNotice, InboxNotice, SuggestionNotice)
"""No entry of the record stands behind these."""
TYPES = EventType.__subclasses__()
RECORDED = [member for types in TYPES if types not in (*NOTICES_ONLY, SampleEvent) for member in types]
"""Without what the data generator says of itself: its label is enough for who measures."""
THING_AND_PARTICIPLE = re.compile(r"[a-z]+(_[a-z]+)?\.[a-z]+(_[a-z]+)*")


def test_no_two_event_types_have_one_value() -> None:
    values = [member.value for types in TYPES for member in types]
    assert len(values) > 100, "it finds the event types"
    assert len(values) == len(set(values))


@pytest.mark.parametrize("member", [member for types in TYPES for member in types], ids=str)
def test_an_event_type_is_named_by_thing_and_participle(member: EventType) -> None:
    assert THING_AND_PARTICIPLE.fullmatch(member.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_type_has_a_label(language: str) -> None:
    with translation.override(language):
        assert [member.value for member in RECORDED if event_label(member.value) == member.value] == []


def test_every_recorded_event_type_has_a_sentence_and_no_other_has() -> None:
    assert set(map(str, sentences_by_event())) == {member.value for member in RECORDED}


def test_every_event_type_is_recorded_somewhere() -> None:
    used = "\n".join(
        read(path) for path in modules() if not path.endswith(("event_types.py",)) and "record_sentences" not in path
    )
    unused = [str(member) for types in TYPES for member in types if f"{types.__name__}.{member.name}" not in used]
    assert unused == []


def test_every_change_of_a_message_that_webhooks_offer_is_published_and_told_to_programmers() -> None:
    used = "\n".join(read(path) for path in modules() if path != "chat/chat/domain_events.py")
    told = read("docs/interfaces.md")
    assert [change for change in MessageChange if f"MessageChange.{change.name}" not in used] == []
    assert [change for change in MessageChange if f'`"{change.value}"`' not in told] == []


def test_every_place_of_a_sentence_is_a_fact_or_filled_by_its_app() -> None:
    known = {*IN_EVERY_EVENT, *OF_PEOPLE, *fact_labels()}
    unknown = {
        f"{event}: {place}"
        for event, how in sentences_by_event().items()
        for template in (*how.phrases, *how.then)
        for place in [*places_in(str(template.words)), *template.given]
        if place not in known and place not in how.places
    }
    assert unknown == set()
