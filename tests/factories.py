"""Plain functions that make what a test needs; only what matters to the test is named."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from chat.chat.models import Room, Topic
from chat.chat.workflows.conversation import open_topic
from circles.circles.models import Circle, Fundamental
from circles.circles.workflows.project_setup import create_project
from circles.money.models import Purse
from circles.projects.models import Project
from decisions.actions.models import Action
from decisions.decisions.models import Proposal, Round, propose_answered
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.round_closing import write_due_outcomes
from documents.coediting.models import Log
from documents.documents.models import Document
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.tree_edits import edit_into
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.files.workflows.uploading import append, begin_upload, finish
from tests.support.replayed_factories import replayed

_numbers = count(1)
PASSWORD = "a-long-passphrase"


@replayed
def a_person(name: str = "", **fields: Any) -> User:
    """Make a person who can sign in with `PASSWORD`."""
    number = next(_numbers)
    name = name or f"Person {number}"
    email = fields.pop("email", f"{name.split()[0].lower()}{number}@ronde.example")
    return User.objects.create_user(email, PASSWORD, name=name, time_zone="Europe/Paris", **fields)


@replayed
def a_project(pilot: User | None = None, *, name: str = "", budget: int | None = 10_000, **fields: Any) -> Project:
    """Make a project with its general circle, piloted by `pilot` (made when not given)."""
    return create_project(
        name or f"Project {next(_numbers)}",
        by=pilot or a_person("Pia Pilot"),
        budget=None if budget is None else Decimal(budget),
        **fields,
    )


@replayed
def a_circle(*people: User, inside: Circle | None = None, name: str = "", money: int = 0, **fields: Any) -> Circle:
    """Make a circle with people in it and money of its own, inside `inside` or the general circle of a new project."""
    parent = inside or a_project().circles.general()
    founder = parent.project.created_by or a_person()
    circle = parent.open_circle(name or f"Circle {next(_numbers)}", by=founder, **fields)
    for person in people:
        circle.admit(person, by=founder)
    if money:
        Purse(circle=parent).allot(circle, Decimal(money), by=founder)
    return circle


@replayed
def an_element(project: Project, statement: str = "Nobody gets hurt", **fields: Any) -> Fundamental:
    """Declare a fundamental element held by the general circle, by a decision: so it may come at any time."""
    terms = {"by": project.created_by or a_person(), "decision": "D-0", **fields}
    return Fundamental.declare(project.circles.general(), statement, **terms)


@replayed
def a_proposal(*, circle: Circle, by: User | None = None, **terms: Any) -> Proposal:
    """Write a draft in a circle, by the first of its people who comes to hand."""
    texts = {"tension": "It leaks, 0.4 ml an hour.", "text": "We change the seal."}
    return propose_answered(circle, by=by or circle.people()[0], **{**texts, **terms})


@replayed
def a_round(*, circle: Circle, by: User | None = None, **terms: Any) -> Round:
    """Open the first round of a new proposal of a circle."""
    proposal = a_proposal(circle=circle, by=by, **terms)
    return open_round(proposal, by=proposal.proposer)


def left_there(proposal: Proposal) -> None:
    """Let what asks nobody else come into force: the circle around it, which was told, did not pull it."""
    round_ = Proposal.objects.get(pk=proposal.pk).open_round
    if round_ and round_.closes_at:
        write_due_outcomes(proposal, at=round_.closes_at)


def valid_objection_tests(element: Fundamental) -> dict[str, Any]:
    """Return the five answers of an objection that blocks."""
    return {
        "element": element,
        "harm": "A person gets a shock.",
        "danger": "from_proposal",
        "fix_days": (element.acceptable_fix_days or 0) + 1,
        "certainty": "certain",
        "evidence": "Measured on 12 November.",
    }


@replayed
def a_file(
    kind: str, key: Any, *, by: User, name: str = "leak.txt", content: bytes = b"0.4 ml an hour", whole: bool = True
) -> Any:
    """Send a file for a thing; the attached file, or where not `whole`, the upload of which nothing came yet."""
    upload = begin_upload(kind, str(key), name, len(content), by=by)
    return finish(append(upload, 0, content)) if whole else upload


@replayed
def a_topic(circle: Circle, *, by: User, name: str = "Cut-out at farm 2") -> Topic:
    """Open a topic in a circle's chat room."""
    return open_topic(Room.of(circle), name, by=by)


@replayed
def an_action(circle: Circle, *, by: User, what: str = "Measure the voltage", **terms: Any) -> Action:
    """Make an action in a circle, owned by who makes it unless an owner is named."""
    return Action.make(circle, what, by=by, **terms)


def a_written(document: Document, markdown: str, *, by: User | None) -> Document:
    """Let a person change a document to this text, as their editor would: one update more in its log."""
    log = Log.objects.get(pk=document.pk)
    update = edit_into(log.past(log.seq), nodes_of(markdown))
    log.seq += 1
    log.edited_at = clock.now()
    log.save()
    log.updates.create(seq=log.seq, message_id=f"written {log.seq}", user=by, data=update)
    return document


def set_next_sync(project: Project, left: timedelta, *, by: User) -> None:
    """Have the general sync every day, next after `left`: a round that waits for a sync ends then."""
    moment = (clock.now() + left).astimezone(project.zone)
    recurring_sync = project.circles.general().recurring_syncs.get()
    recurring_sync.change(by=by, recurrence="FREQ=DAILY", local_time=moment.time().replace(second=0, microsecond=0))
