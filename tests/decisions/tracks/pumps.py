"""What the tests of tracks are about: three pumps, what they leak, and how one is stopped."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from circles.circles.models import Circle
from decisions.tracks.models import Question, StopLines, Track, VerdictTerms
from decisions.tracks.workflows.evidence import record_evidence
from foundation.accounts.models import User
from foundation.audit import clock

LEAK = "Leak at 3 bar"
LINES = StopLines("The fold leaks.", "0.24 ml/h after 48 h.", "The damper.", "A diaphragm leaks less than 0.1 ml/h.")
WATCHED = StopLines(
    "The fold leaks.",
    "0.24 ml/h after 48 h.",
    "The damper.",
    "A diaphragm leaks less than 0.1 ml/h.",
    LEAK,
    "ml/h",
    "<",
    Decimal("0.1"),
)


@dataclass
class Pumps:
    """ada asked, bo explores, eve is outside their circle."""

    circle: Circle
    ada: User
    bo: User
    eve: User
    question: Question
    rotor: Track
    multistage: Track
    diaphragm: Track

    @property
    def today(self) -> date:
        return self.circle.project.day_of(clock.now())

    def again(self, track: Track) -> Track:
        """Read a track afresh."""
        return Track.objects.with_people().select_related("choice__decision").get(pk=track.pk)

    def started(self, track: Track, *, days_ago: int = 0) -> Track:
        """Start it, so many days ago."""
        track.start(by=self.bo, at=self.ago(days_ago) if days_ago else None)
        return self.again(track)

    def ago(self, days: int) -> datetime:
        return clock.now() - timedelta(days)

    def leaks(self, track: Track, value: str, **terms: Any) -> Track:
        """Measure how much it leaks."""
        record_evidence(track, metric=LEAK, unit="ml/h", value=Decimal(value), **{"by": self.bo, **terms})
        return self.again(track)

    def at_gate(self, track: Track) -> Track:
        """Start it, and let it leak too much."""
        return self.leaks(self.started(track), "0.24")

    def on(self, days: int, **terms: Any) -> VerdictTerms:
        """Return terms to go on for so many days."""
        return VerdictTerms(until=self.today + timedelta(days), **terms)
