"""What the page of a document's history shows: its versions, two of them compared, and the slider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.document_history.comparison import compare
from documents.documents.models import Document, Version
from foundation.web.formatting import moment
from foundation.web.pagination import number_in, seq_page_of

MOMENT = "@"  # before a place of the log, in an address
BUCKETS = 90  # of the slider
BASELINE = 18.0  # units from the top of the slider down to its line
HIGHEST = 12.0  # units of the highest bar
APART = 7.0  # percent between two labels


@dataclass(frozen=True)
class HistoryEnd:
    """One of two states that are compared: a version, what the document says now where that is none yet, or what it
    said at a moment between; before everything (`seq` 0) it said nothing.
    """

    seq: int
    number: int
    at: datetime | None
    version: Version | None = None
    is_moment: bool = False

    @property
    def label(self) -> str:
        """Return how it is called."""
        if self.version:
            return self.version.label
        if self.is_moment:
            return moment(self.at)
        return _("Now") if self.number else _("Nothing")

    @property
    def short_label(self) -> str:
        """Return how it is called after another one."""
        return str(self.number) if self.version and not self.version.name else self.label

    @property
    def in_address(self) -> str:
        """Return what an address says of it."""
        if self.is_moment:
            return f"{MOMENT}{self.seq}"
        return str(self.number) if self.version or not self.number else "now"


@dataclass(frozen=True)
class SliderMark:
    """Something on the slider, at so many percent of its length."""

    x: float
    label: str = ""
    height: float = 0.0
    hue: int | None = None

    @property
    def y(self) -> float:
        """Return where it begins above the line."""
        return BASELINE - self.height


class HistoryEnds:
    """The two states that an address asks for: `to` is the last one unless it says otherwise, `from` the one before."""

    def __init__(self, document: Document, query: dict[str, str]) -> None:
        self.document = document
        self.last = document.versions.with_people().last_first().first()
        self.to = self._named(query.get("to", "")) or self.now
        self.since = self._named(query.get("from", "")) or self._before(self.to)
        if self.since.seq > self.to.seq:
            self.since, self.to = self.to, self.since

    @cached_property
    def next_number(self) -> int:
        """Return the number that the next version gets."""
        return self.document.versions.next_number()

    @cached_property
    def now(self) -> HistoryEnd:
        """Return what it says now: the last version, where nothing was written since."""
        if self.last and self.last.seq == self.document.log.seq:
            return _end(self.last)
        number = self.next_number
        return HistoryEnd(self.document.log.seq, number if self.document.log.seq else 0, self.document.log.edited_at)

    def _named(self, word: str) -> HistoryEnd | None:
        if word == "0":
            return HistoryEnd(0, 0, None)
        if word.startswith(MOMENT):
            return self._moment(number_in(word.removeprefix(MOMENT)))
        number = number_in(word)
        found = self.document.versions.with_people().filter(number=number).first() if number else None
        return _end(found) if found else None

    def _moment(self, seq: int | None) -> HistoryEnd | None:
        """Return what it said at a place of its log; the version of that place, where there is one."""
        if seq is None or seq == self.now.seq:
            return None
        written = self.document.log.updates.filter(seq=seq).values_list("received_at", flat=True).first()
        if written is None:
            return None
        version = self.document.versions.with_people().filter(seq=seq).first()
        return _end(version) if version else HistoryEnd(seq, 0, written, is_moment=True)

    def _before(self, end: HistoryEnd) -> HistoryEnd:
        found = self.document.versions.with_people().filter(seq__lt=end.seq).last_first().first()
        return _end(found) if found else HistoryEnd(0, 0, None)


def history_context(document: Document, query: dict[str, str]) -> dict[str, Any]:
    """Return what the page of a document's history shows."""
    ends = HistoryEnds(document, query)
    found = document.versions.with_people()
    page = seq_page_of(found, query.get("before", ""), key="seq")
    between = list(found.filter(seq__gt=ends.since.seq, seq__lte=ends.to.seq).order_by("seq"))
    return {
        "page": page,
        "days": [
            (day, list(versions))
            for day, versions in groupby(page.rows, key=lambda one: timezone.localtime(one.made_at).date())
        ],
        "is_first_page": not query.get("before"),
        "now": None if ends.now.version or not ends.now.number else ends.now,
        "next_number": ends.next_number,
        "since": ends.since,
        "to": ends.to,
        "between": len(between),
        "comparison": compare(document.log, ends.since.seq, ends.to.seq, between),
        "slider": slider_of(document, ends),
    }


def slider_of(document: Document, ends: HistoryEnds) -> dict[str, Any]:
    """Return the time slider: who wrote how much when, and the named versions."""
    last = max(document.log.seq, 1)
    named = document.versions.exclude(name="").order_by("seq").values_list("seq", "name")
    first = document.log.updates.order_by("seq").values_list("received_at", flat=True).first()
    return {
        "edits": _edits(document, last),
        "ticks": _ticks([(100 * seq / last, name) for seq, name in named]),
        "from_x": 100 * ends.since.seq / last,
        "to_x": 100 * ends.to.seq / last,
        "last_seq": document.log.seq,
        "begun_at": first,
    }


def _edits(document: Document, last: int) -> list[SliderMark]:
    """Return a bar for each part of the slider: who wrote most in it, and how much was written."""
    written: dict[int, dict[int | None, int]] = {}
    bucket = (F("seq") - 1) * BUCKETS / last
    rows = document.log.updates.annotate(part=bucket).order_by().values_list("part", "user__hue")
    for part, hue, number in rows.annotate(number=Count("pk")):
        written.setdefault(int(part), {})[hue] = number
    for version in document.versions.filter(origin=Version.Origin.IMPORTED).exclude(imported_author=""):
        part = written.setdefault((version.seq - 1) * BUCKETS // last, {})
        hue = version.writers[0].hue
        part[hue] = part.get(hue, 0) + version.words_added + version.words_removed
    most = max((sum(part.values()) for part in written.values()), default=1)
    return [
        SliderMark(
            100 * (place + 0.2) / BUCKETS,
            height=3 + (HIGHEST - 3) * (sum(part.values()) / most) ** 0.5,
            hue=max(part, key=part.__getitem__),
        )
        for place, part in sorted(written.items())
    ]


def _ticks(named: list[tuple[float, str]]) -> list[SliderMark]:
    """Return the named versions, their names left out where they would run into each other."""
    marks: list[SliderMark] = []
    free = 0.0
    for x, name in named:
        fits = x >= free
        marks.append(SliderMark(x, name if fits else ""))
        free = x + APART if fits else free
    return marks


def _end(version: Version) -> HistoryEnd:
    return HistoryEnd(version.seq, version.number, version.made_at, version)
