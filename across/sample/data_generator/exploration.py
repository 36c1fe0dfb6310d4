"""Fill a project with questions, each with four ways to answer it: by the same verbs as people, one after the other."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from across.sample.data_generator import names
from across.sample.data_generator.decisions import Bar, small_circles
from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Decision
from decisions.tracks.models import Question, StopLines, Track
from decisions.tracks.workflows.choosing import choose
from decisions.tracks.workflows.criteria import add_criterion
from decisions.tracks.workflows.evidence import record_evidence
from decisions.tracks.workflows.spending import spend
from decisions.tracks.workflows.stopping import stop
from foundation.accounts.models import User
from foundation.audit import clock

WAYS = 4
EXPLORED = timedelta(days=60)
YEARS = 3
METRIC, UNIT = "Loss after 48 h", "ml/h"
LINES = StopLines("It loses too much.", "What was measured.", "The bench.", "It loses less.")


@dataclass
class Asking:
    """One question that is made up: where, by whom, since when."""

    circle: Circle
    people: list[User]
    chance: Random
    began: datetime

    @property
    def by(self) -> User:
        """Return one of the circle's people."""
        return self.chance.choice(self.people)

    def later(self, days: int) -> datetime:
        """Return so many days later, at the latest now."""
        return min(self.began + timedelta(days), clock.now())


def count(project: Project) -> tuple[int, int]:
    """Count the project's questions and tracks."""
    return Question.objects.in_project(project).count(), Track.objects.in_project(project).count()


def generate_questions(project: Project, size: int, *, seed: int, bar: Bar) -> None:
    """Add questions until the project has `size`. Three of four are so old that a decision has answered them, as long
    as there are decisions; on the others two ways are explored.
    """
    there, circles = count(project)[0], small_circles(project)
    decisions = list(Decision.objects.in_project(project).order_by("number").values_list("number", flat=True)[:size])
    if not circles:
        return
    with bar("questions", max(size - there, 0)) as advance:
        for number in range(there, size):
            chance = Random(f"question {seed} {number}")  # noqa: S311 made up, not secret
            circle, people = chance.choice(circles)
            ago = timedelta(chance.uniform(70, 365 * YEARS) if number % 4 else chance.uniform(12, 60))
            asking = Asking(circle, people, chance, clock.now() - ago)
            explore(asking, f"D-{decisions[number]}" if number % 4 and number < len(decisions) else "")
            advance(1)


def explore(asking: Asking, decision: str) -> None:
    """Ask, propose four ways and explore three; one is stopped by what it loses, and one chosen by the decision."""
    chance, began = asking.chance, asking.began
    why, title = names.tension(chance)
    question = Question.ask(asking.circle, f"{title}?", by=asking.by, why=why, at=began)
    limits = (("kill", METRIC, ">", "0.2", UNIT), ("go", "Cost", "<=", "690", "€"), ("go", "Flow", ">=", "3", "m³/h"))
    for kind, metric, operator, value, unit in limits:
        add_criterion(question, kind, metric, operator, Decimal(value), unit=unit, by=None, at=began)
    ways = [propose(asking, question, place) for place in range(WAYS)]
    for place, track in enumerate(ways[:3]):
        track.start(by=track.owner, at=asking.later(1))
        measure(asking, track, METRIC, "0.24" if place == 2 else f"0.0{chance.randint(2, 9)}", UNIT, 4)
        measure(asking, track, "Cost", str(chance.randint(600, 760)), "€", 7)
        spend(fresh(track), Decimal(chance.randint(5_000, 60_000)) / 100, "Parts", by=track.owner, at=asking.later(8))
    stop(fresh(ways[2]), LINES, by=ways[2].owner, at=asking.later(9))
    if decision:
        choose(fresh(ways[0]), decision, by=None, at=asking.later(30))


def propose(asking: Asking, question: Question, place: int) -> Track:
    """Propose one way."""
    chance = asking.chance
    return Track.propose(
        question,
        f"{names.tension(chance)[1]} {'ABCD'[place]}",
        by=asking.by,
        owner=chance.choice(asking.people),
        hypothesis=names.text(chance)[:400],
        learn_by=question.project.day_of(asking.began + EXPLORED + timedelta(chance.randint(1, 40))),
        cap_money=Decimal(chance.randint(8, 40) * 100),
        at=asking.began,
    )


def measure(asking: Asking, track: Track, metric: str, value: str, unit: str, day: int) -> None:
    """Record a measured value."""
    at = asking.later(day)
    on = track.project.day_of(at)
    record_evidence(fresh(track), metric=metric, value=Decimal(value), unit=unit, on=on, by=track.owner, at=at)


def fresh(track: Track) -> Track:
    """Read a track again: verbs lock and change what is there."""
    return Track.objects.with_people().get(pk=track.pk)
