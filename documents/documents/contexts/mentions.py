"""What is offered while a person writes a mention, and the card that is shown of one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from circles.circles.models import Circle, Membership
from circles.projects.models import Project
from circles.projects.references import thing_named
from documents.documents.models import Document, Mention
from documents.documents.models.names import person_page
from documents.richtext.addresses import mention_at
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical
from foundation.web.pagination import uuid_in

SHOWN = 8
MENTIONED_IN = 5
LONGEST = 60


def offered(project: Project, typed: str) -> list[dict[str, str]]:
    """Return the people and circles in whose name each word that was typed stands."""
    people = _named(project.people(), typed)
    circles = _named(Circle.objects.in_project(project).open().order_by(Alphabetical("name")), typed)
    found = [
        _offer("person", str(person.pk), person.name, person.handle and f"@{person.handle}", "") for person in people
    ]
    return found + [_offer("circle", circle.key, circle.name, circle.purpose[:LONGEST], "") for circle in circles]


def _named(found: QuerySet[Any], typed: str) -> QuerySet[Any]:
    for word in typed[:LONGEST].split():
        found = found.filter(name__icontains=word)
    return found[:SHOWN]


def _offer(kind: str, key: str, name: str, note: str, address: str) -> dict[str, str]:
    return {"kind": kind, "id": key, "name": name, "note": note, "address": address}


def card_of(project: Project, user: User, asked: str) -> dict[str, Any] | None:
    """Return what the card of `person-7f…`, `circle-field` or `thing-D-12` shows this person, or None where there is
    nothing that they may see.
    """
    found = mention_at(f"#{asked}")
    if found is None:
        return None
    kind, key = found
    card = _CARDS[kind](project, user, key)
    if card is None:
        return None
    mentions = (
        Mention.objects.of(project, kind, key)
        .among(Document.objects.readable_by(user))
        .select_related("document__project")
    )
    return {"kind": kind, **card, "mentioned_in": [mention.document for mention in mentions[:MENTIONED_IN]]}


def _person(project: Project, _user: User, key: str) -> dict[str, Any] | None:
    pk = uuid_in(key)
    person = User.objects.filter(pk=pk, memberships__project=project).distinct().first() if pk else None
    if person is None:
        return None
    roles = Membership.objects.filter(project=project, user=person).current().select_related("circle")
    return {"person": person, "memberships": roles, "address": person_page(project, person.name)}


def _circle(project: Project, _user: User, key: str) -> dict[str, Any] | None:
    circle = Circle.objects.in_project(project).select_related("project", "parent").filter(key=key).first()
    if circle is None:
        return None
    return {"circle": circle, "address": circle.get_absolute_url(), "people": circle.people()[:SHOWN]}


def _thing(project: Project, user: User, key: str) -> dict[str, Any] | None:
    thing: Any = thing_named(project, user, key)
    if thing is None:
        return None
    return {
        "thing": thing,
        "name": thing._meta.verbose_name,
        "address": thing.get_absolute_url(),
        "place": getattr(thing, "circle", None),
        "quote": thing.quotable if not isinstance(thing, Document) else "",
    }


_CARDS = {"person": _person, "circle": _circle, "thing": _thing}
