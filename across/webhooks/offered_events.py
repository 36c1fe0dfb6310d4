"""The events that a webhook may be sent, as its form offers them: by app and by thing, each in plain words.

Nothing is to be added here: every event that is recorded and has a sentence (`Sentences`) is offered. What stands
behind notices alone (`NOTICES_ONLY` in `tests/architecture/test_event_types.py`) is in no record: no webhook sends it.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _

from across.webhooks.models import EVERY
from chat.chat.domain_events import MessageChange
from circles.record.templates import Sentences
from foundation.web.extension_registry import additions


@dataclass(frozen=True)
class EventChoice:
    """An event type, or all of a thing (`action.*`), which has no label."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class EventGroup:
    """The events of an app: of each thing all, then each by itself."""

    label: str
    choices: tuple[EventChoice, ...]

    @property
    def number(self) -> int:
        """Return how many are chosen."""
        return sum(choice.is_chosen for choice in self.choices)


def event_groups(chosen: Collection[str]) -> list[EventGroup]:
    """Return all events of the record, in the order of the apps."""
    found = [messages(chosen)]
    for added in additions(Sentences):
        labels = {str(event): str(event.label) for event in sorted(added.items, key=str)}
        things = dict.fromkeys(event.partition(".")[0] for event in labels)
        values = [
            value
            for thing in things
            for value in (f"{thing}{EVERY}", *(event for event in labels if event.startswith(f"{thing}.")))
        ]
        choices = tuple(EventChoice(value, labels.get(value, ""), value in chosen) for value in values)
        if choices:
            found.append(EventGroup(str(apps.get_app_config(added.app).verbose_name), choices))
    return found


def messages(chosen: Collection[str]) -> EventGroup:
    """Return what happens to messages, of the rooms that are chosen."""
    choices = tuple(EventChoice(str(one), str(one.label), one in chosen) for one in MessageChange)
    return EventGroup(_("Messages in the rooms below"), choices)
