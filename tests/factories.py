"""Plain functions that make what a test needs; only what matters to the test is named."""

from itertools import count
from typing import Any

from accounts.models import User
from circles.models import Circle, Fundamental, Project

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
        name or f"Project {next(_numbers)}", by=pilot or a_person("Pia Pilot"), budget=budget, **fields
    )


def a_circle(*people: User, inside: Circle | None = None, name: str = "", **fields: Any) -> Circle:
    """Make a circle with people in it, inside `inside` or the general circle of a new project."""
    parent = inside or a_project().general
    founder = parent.project.created_by or a_person()
    circle = parent.open_circle(name or f"Circle {next(_numbers)}", by=founder, **fields)
    for person in people:
        circle.admit(person, by=founder)
    return circle


def an_element(project: Project, statement: str = "Nobody gets hurt", **fields: Any) -> Fundamental:
    """Declare a fundamental element held by the general circle."""
    return Fundamental.declare(project.general, statement, by=project.created_by or a_person(), **fields)
