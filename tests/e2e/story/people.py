"""A new project and its people, each at a browser of their own, in either language and on either kind of deployment."""

import secrets
from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation

from circles.circles.workflows.project_setup import create_project
from foundation.accounts.models import User
from tests.e2e.story.circles import Member
from tests.support.browsers import OpenBrowser
from tests.support.deployments import PASSWORD, Deployment


@dataclass(frozen=True)
class Participants:
    """The people at browsers, in the order of their names; the general circle's name, and everyone's id by name."""

    members: list[Member]
    general: str
    ids: dict[str, str]


def make_project(language: str, suffix: str, emails: list[str]) -> tuple[str, str, list[str]]:
    """Make these people and a project of theirs; return its slug, the name of its general circle, and their ids."""
    people = [
        User.objects.create_user(email, PASSWORD, name=email.partition(".")[0].title(), language=language)
        for email in emails
    ]
    for user in people:
        user.end_tour()
    project = create_project(f"Rain pump {suffix}", by=people[0], language=language, budget=Decimal(50_000))
    for user in people[1:]:
        project.circles.general().admit(user, by=people[0])
    with translation.override(language):
        return project.slug, str(project.circles.general().name), [str(user.pk) for user in people]


def join_project(*names: str, language: str, deployment: Deployment, open_browser: OpenBrowser) -> Participants:
    """Bring people into a project that has nothing but its general circle and 50,000 €; the first is its pilot."""
    suffix = secrets.token_hex(3)
    emails = [f"{name}.{suffix}@example.org" for name in names]
    slug, general, ids = deployment.call(make_project, language, suffix, emails)
    members = []
    for place, (name, email) in enumerate(zip(names, emails, strict=True)):
        url = deployment.nodes[place % len(deployment.nodes)].url
        person = open_browser(name, url, locale={"en": "en-GB", "fr": "fr-FR"}[language])
        person.email = email
        members.append(Member(person.come_back(deployment), slug, language))
    return Participants(members, general=general, ids=dict(zip(names, ids, strict=True)))
