"""A new project and its people, each at a browser of their own, in either language and on either kind of deployment."""

import secrets
from dataclasses import dataclass

import pytest

from tests.e2e.story.circles import Member
from tests.support.browsers import OpenBrowser
from tests.support.deployments import PASSWORD, Deployment

IN_BOTH = [
    pytest.param("en", "production", marks=pytest.mark.xdist_group("production"), id="en"),
    pytest.param("fr", "embedded", marks=pytest.mark.xdist_group("embedded"), id="fr"),
]
PROJECT = """
from decimal import Decimal
from accounts.models import User
from circles.workflows.project_setup import create_project
make = User.objects.create_user
new = lambda name: make(f"{{name}}.{suffix}@example.org", {password!r}, name=name.title(), language="{language}")
people = [new(name) for name in {names!r}]
for user in people: user.end_tour()
project = create_project("Rain pump {suffix}", by=people[0], language="{language}", budget=Decimal(50_000))
for user in people[1:]: project.general.admit(user, by=people[0])
print(project.slug, project.general.name, *[user.pk for user in people])
"""


@dataclass(frozen=True)
class Participants:
    """The people at browsers, in the order of their names; the general circle's name, and everybody's id by name."""

    members: list[Member]
    general: str
    ids: dict[str, str]


def join_project(*names: str, language: str, deployment: Deployment, open_browser: OpenBrowser) -> Participants:
    """Bring people into a project that has nothing but its general circle and 50,000 €; the first is its pilot."""
    suffix = secrets.token_hex(3)
    printed = deployment.run_python(
        PROJECT.format(suffix=suffix, password=PASSWORD, language=language, names=names)
    ).split()
    members = []
    for place, name in enumerate(names):
        url = deployment.nodes[place % len(deployment.nodes)].url
        person = open_browser(name, url, locale={"en": "en-GB", "fr": "fr-FR"}[language])
        person.email = f"{name}.{suffix}@example.org"
        members.append(Member(person.sign_in(), printed[0], language))
    return Participants(members, general=printed[1], ids=dict(zip(names, printed[2:], strict=True)))
