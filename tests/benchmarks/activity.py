"""Let things happen in a project that was imported: decisions, an open round of everyone, actions, talk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from chat.chat.workflows.conversation import open_topic, post_message
from circles.projects.workflows.following import followed_at_once
from daily.syncs.workflows.opening import open_sync
from foundation.audit import clock

if TYPE_CHECKING:
    from circles.circles.models import Circle
    from circles.projects.models import Project
    from daily.syncs.models import Sync
    from decisions.decisions.models import Proposal
    from foundation.accounts.models import User

DECIDED = 150
ACTIONS = 300
TOPICS = 60
WORDS = 40
MOST_ASKED = 12
"""Decisions are taken in circles of at most so many, so that the filling itself does not last."""


@dataclass(frozen=True)
class Activity:
    """What there is to look at."""

    proposal: "Proposal"
    naming: "Proposal | None"
    decided: int
    sync: "Sync | None"


def add_activity(project: "Project", large: "Circle", reader: "User") -> Activity:
    """Fill the project: decisions all over it, a round of the large circle where half have spoken, work and talk."""
    decided = sum(
        decide(circle, number) for number, circle in zip(range(DECIDED), small_circles(project), strict=False)
    )
    work(large, reader)
    talk(large, reader)
    proposal = ask_all(large, reader)
    return Activity(proposal, name_a_sibling(project), decided, meet(large, reader, proposal))


def small_circles(project: "Project") -> Iterator["Circle"]:
    """Yield open circles of few people, round and round."""
    found = [one for one in project.circles.filter(closed_at=None) if 1 < len(one.people()) <= MOST_ASKED]
    while found:
        yield from found


def decide(circle: "Circle", number: int) -> bool:
    """Propose, and let everyone asked agree, with whose last position it is adopted; return whether it was."""
    from decisions.decisions.models import Decision, Position, Proposal
    from decisions.decisions.workflows.positions import take_position
    from decisions.decisions.workflows.proposals import open_round

    by = circle.people()[0]
    tension, text = f"Part {number} leaks.", "We change the seal.\n\n" + "It holds for a year. " * 40
    proposal = Proposal.propose(circle, by=by, title=f"Change seal {number}", tension=tension, text=text)
    round_ = open_round(proposal, by=by)
    for asked in round_.asked.select_related("user"):
        take_position(round_, Position.Kind.NO_OBJECTION, by=asked.user)
    return Decision.objects.filter(proposal=proposal).exists()


def ask_all(circle: "Circle", reader: "User") -> "Proposal":
    """Let a person open a round of the whole circle; every second person has spoken, the reader has not."""
    from decisions.decisions.models import Position, Proposal
    from decisions.decisions.workflows.positions import take_position
    from decisions.decisions.workflows.proposals import open_round

    by = circle.people().exclude(pk=reader.pk)[0]
    proposal = Proposal.propose(circle, by=by, tension="Nobody knows who decides.", text="We write it down.")
    round_ = open_round(proposal, by=by)
    for place, asked in enumerate(round_.asked.exclude(user=reader).select_related("user")):
        if place % 2:
            take_position(round_, Position.Kind.NO_OBJECTION, by=asked.user)
    return proposal


def name_a_sibling(project: "Project") -> "Proposal | None":
    """Let a circle ask for consent to what its text says of the circle beside it; None where none has one."""
    from decisions.decisions.models import EffectAnswer, Proposal
    from decisions.decisions.workflows.proposals import open_round

    beside: dict[int | None, Circle] = {}
    for circle in project.circles.filter(closed_at=None).exclude(parent=None).order_by("-pk"):
        sibling = beside.setdefault(circle.parent_id, circle)
        if sibling == circle or len(circle.people()) < 2 or not sibling.people():
            continue
        text = f"The cover is blue; {sibling.name} prints it so."
        proposal = Proposal.propose(circle, by=circle.people()[0], tension="Orange is taken.", text=text)
        open_round(proposal, by=circle.people()[0], effects=[EffectAnswer("circle", sibling.key, changes=True)])
        return proposal
    return None


def meet(circle: "Circle", reader: "User", proposal: "Proposal") -> "Sync | None":
    """Open a sync of the circle that decides on the proposal, with the proposal at hand; None where one runs."""
    round_ = proposal.open_round
    decides = round_.decides if round_ else circle
    if decides.syncs.running().exists():
        return None
    sync = open_sync(decides, by=reader)
    point = sync.points.filter(reference=proposal.reference).first() or sync.points.first()
    if point:
        sync.turn_to(point, by=reader)
    return sync


def work(circle: "Circle", reader: "User") -> None:
    """Create actions for people of the circle, some late, a tenth of them the reader's."""
    from decisions.actions.models import Action

    people, today = circle.people(), clock.now().date()
    for number in range(ACTIONS):
        owner = reader if number % 10 == 0 else people[number % len(people)]
        due = today + timedelta(days=number % 30 - 10)
        Action.make(circle, f"Measure part {number}", by=reader, owner=owner, due_on=due)


def talk(circle: "Circle", reader: "User") -> None:
    """Open topics in the circle's room; another person says most."""
    from chat.chat.models import Room

    people = circle.people()
    for number in range(TOPICS):
        topic = open_topic(Room.of(circle), f"Part {number}", by=reader)
        with followed_at_once():
            for said in range(WORDS):
                post_message(topic, f"What I saw at part {number}, look {said}.", by=people[said % len(people)])
