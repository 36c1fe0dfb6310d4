"""Plain functions that make what a test needs; only what matters to the test is named."""

from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import User
from actions.models import Action
from chat.models import Room, Topic
from circles.models import Circle, Fundamental, Project, Purse
from decisions.models import Proposal, Round
from decisions.workflows.proposals import open_round

_numbers = count(1)
PASSWORD = "a-long-passphrase"


def a_person(name: str = "", **fields: Any) -> User:
    """Make somebody who can sign in with `PASSWORD`."""
    number = next(_numbers)
    name = name or f"Person {number}"
    email = fields.pop("email", f"{name.split()[0].lower()}{number}@ronde.example")
    return User.objects.create_user(email, PASSWORD, name=name, time_zone="Europe/Paris", **fields)


def a_project(pilot: User | None = None, *, name: str = "", budget: int | None = 10_000, **fields: Any) -> Project:
    """Make a project with its general circle, piloted by `pilot` (made when not given)."""
    return Project.found(
        name or f"Project {next(_numbers)}",
        by=pilot or a_person("Pia Pilot"),
        budget=None if budget is None else Decimal(budget),
        **fields,
    )


def a_circle(*people: User, inside: Circle | None = None, name: str = "", money: int = 0, **fields: Any) -> Circle:
    """Make a circle with people in it and money of its own, inside `inside` or the general circle of a new project."""
    parent = inside or a_project().general
    founder = parent.project.created_by or a_person()
    circle = parent.open_circle(name or f"Circle {next(_numbers)}", by=founder, **fields)
    for person in people:
        circle.admit(person, by=founder)
    if money:
        Purse(circle=parent).allot(circle, Decimal(money), by=founder)
    return circle


def an_element(project: Project, statement: str = "Nobody gets hurt", **fields: Any) -> Fundamental:
    """Declare a fundamental element held by the general circle, by a decision: so it may come at any time."""
    told = {"by": project.created_by or a_person(), "decision": "D-0", **fields}
    return Fundamental.declare(project.general, statement, **told)


def a_proposal(*, circle: Circle, by: User | None = None, **terms: Any) -> Proposal:
    """Write a draft in a circle, by the first of its people who comes to hand."""
    words = {"tension": "It leaks, 0.4 ml an hour.", "text": "We change the seal.", **terms}
    return Proposal.propose(circle, by=by or circle.people()[0], **words)


def a_round(*, circle: Circle, by: User | None = None, **terms: Any) -> Round:
    """Put a new proposal of a circle to its first round."""
    proposal = a_proposal(circle=circle, by=by, **terms)
    return open_round(proposal, by=proposal.proposer)


def valid_answers(element: Fundamental) -> dict[str, Any]:
    """Give the five answers of an objection that blocks."""
    return {
        "element": element,
        "harm": "Somebody gets a shock.",
        "danger": "from_proposal",
        "fix_days": (element.acceptable_fix_days or 0) + 1,
        "certainty": "certain",
        "evidence": "Measured on 12 November.",
    }


def a_topic(circle: Circle, *, by: User, name: str = "Cut-out at farm 2") -> Topic:
    """Open a topic in a circle's room."""
    return Room.of(circle).open_topic(name, by=by)


def an_action(circle: Circle, *, by: User, what: str = "Measure the voltage", **terms: Any) -> Action:
    """Give somebody something to do in a circle: who makes it, unless an owner is named."""
    return Action.make(circle, what, by=by, **terms)
