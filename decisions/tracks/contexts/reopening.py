"""What could reopen: a stopped track, with the value that met its *reopen if*."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject

from decisions.tracks.gates import Operator
from decisions.tracks.models import StopNote, Track
from decisions.tracks.models.criterion import in_unit, with_sign
from decisions.tracks.models.track import TrackQuerySet

FIELDS = {
    "pk": F("pk"),
    "metric": F("metric"),
    "unit": F("unit"),
    "operator": F("operator"),
    "limit": Cast("value", CharField()),
    "value": Cast("reopen_met_by__value", CharField()),
    "value_unit": F("reopen_met_by__unit"),
    "name": F("reopen_met_by__recorded_by__name"),
    "number": F("reopen_met_by__track__number"),
    "at": F("reopen_met_at"),
}


@dataclass(frozen=True)
class ReopenOffer:
    """A stop note that a value has met: the value, what was watched, who recorded it for which track, and when."""

    pk: int
    value: str
    limit: str
    name: str
    source: str
    at: datetime | None

    @classmethod
    def of(cls, note: StopNote) -> "ReopenOffer":
        """Return what a note, read with its evidence, says."""
        found = note.reopen_met_by
        name = found.recorded_by.name if found and found.recorded_by else ""
        return cls(
            note.pk,
            found.written if found else "",
            note.limit,
            name,
            str(found.track.reference) if found else "",
            note.reopen_met_at,
        )

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "ReopenOffer":
        """Return what was read along with a track."""
        limit = with_sign(Operator(kept["operator"]), Decimal(kept["limit"]), kept["unit"])
        return cls(
            kept["pk"],
            in_unit(Decimal(kept["value"]), kept["value_unit"]),
            f"{kept['metric']} {limit}",
            kept["name"] or "",
            f"{Track.letter}-{kept['number']}",
            in_zone(str(kept["at"])),
        )


def in_zone(words: str) -> datetime:
    """Return the instant that a database wrote into JSON; SQLite writes it in UTC without saying so."""
    found = datetime.fromisoformat(words)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def waiting_or_reopenable(found: TrackQuerySet, waiting: Q, mine: Q) -> QuerySet[Any]:
    """Keep what waits at its gate, and stopped tracks that a value would reopen, each with that as `reopen_offer`."""
    notes = StopNote.objects.reopenable().filter(track=OuterRef("pk")).order_by("-pk")
    told = found.annotate(reopen_offer=Subquery(notes.values(data=JSONObject(**FIELDS))[:1]))
    return told.filter(waiting | (mine & Q(reopen_offer__isnull=False))).with_people()
