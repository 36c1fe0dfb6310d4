"""What the record keeps: each app declares its event types in its own `event_types.py`."""

from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventType(models.TextChoices):
    """An event of the record, named `thing.past_participle`; the label follows the name of who did it.

    Subclasses are found by being imported, which `apps.py` or `extension.py` of their app does.
    """


@cache
def _labels() -> dict[str, object]:
    return {member.value: member.label for types in EventType.__subclasses__() for member in types}


def event_label(value: str) -> str:
    """Return what follows the person's name ("opened a round"), in the reader's language; an unknown value as it is."""
    return str(_labels().get(value, value))


_when_closed: set[str] = set()


def goes_on_when_closed(*events: EventType) -> None:
    """Let people do this also where a record is closed to them: what ends access, and what takes a copy away."""
    _when_closed.update(event.value for event in events)


def is_taken_when_closed(event: str) -> bool:
    """Return whether a closed record takes this from people."""
    return event in _when_closed


class SealEvent(EventType):
    """What the record keeps of itself."""

    ROWS_SEALED = "record.rows_sealed", _("sealed what stood there already")
