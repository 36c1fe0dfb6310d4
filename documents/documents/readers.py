"""Who reads a restricted document: people and circles, as forms, pages and programs name them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from circles.circles.models import Circle, Membership
from circles.circles.queries.tree import circles_of
from circles.invitations.models import Level
from circles.projects.forms.autocomplete import Choice, is_person_key, people_for
from circles.projects.models import Project
from documents.documents.models import Document, DocumentGrant, Restriction
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical
from foundation.web.name_patterns import folded

SHOWN = 8


@dataclass(frozen=True)
class Readers:
    """People and circles, and what was typed that names neither."""

    people: list[User] = field(default_factory=list)
    circles: list[Circle] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def number(self, project: Project, also: User) -> int:
        """Count the people, each once, with one more."""
        inside = Membership.objects.current().filter(project=project, circle__in=self.circles)
        return len({also.pk, *(one.pk for one in self.people), *inside.values_list("user", flat=True)})


def readers_of(document: Document) -> Readers:
    """Return who may read a restricted document now; nobody is listed for an open one, which all read."""
    if document.restriction is None:
        return Readers()
    people = document.project.people().filter(documentgrant__in=document.grants.filter(guest=None)).distinct()
    known = {circle.pk: circle for circle in circles_of(document.project)}
    chosen = document.restriction.circles.values_list("pk", flat=True)
    return Readers(list(people), [known[pk] for pk in chosen])


def guests_of(document: Document) -> list[User]:
    """Return the guests who are let into the document itself: they go on reading it while it is restricted."""
    grants = DocumentGrant.of_things.filter(content_object=document).of_guests(Level.READ)
    return list(User.objects.filter(pk__in=grants.values("user")).order_by(Alphabetical("name"), "pk"))


def reading(restriction: Restriction) -> set[UUID]:
    """Return by id which members of the project read a document while this restriction holds."""
    document = restriction.document
    inside = Membership.objects.current().filter(project=document.project_id)
    named = document.grants.filter(guest=None, user__in=inside.values("user")).values_list("user", flat=True)
    return {*named, *inside.filter(circle__in=restriction.circles.all()).values_list("user", flat=True)}


def readers_named(project: Project, values: Iterable[str]) -> Readers:
    """Return people and circles by what a form sends for them: a circle's key or name, a person's id or name."""
    found, people = Readers(), {}
    circles = {key: one for one in circles_of(project) for key in (f"circle:{one.key}", one.name.casefold())}
    for value in filter(None, dict.fromkeys(values)):
        circle = circles.get(value) or circles.get(value.casefold())
        person = None if circle else person_named(project, value.removeprefix("person:"))
        if circle and circle not in found.circles:
            found.circles.append(circle)
        elif person:
            people[person.pk] = person
        elif not circle:
            found.unknown.append(value)
    found.people.extend(people.values())
    return found


def person_named(project: Project, value: str) -> User | None:
    """Return the one person of the project with this id, or this name, or name and handle; None for none or several."""
    if is_person_key(value):
        return project.people().filter(pk=value).first()
    name, _at, handle = value.partition(" @")
    found = project.people().filter(name__iexact=name.strip())
    some = list((found.filter(handle=handle) if handle else found)[:2])
    return some[0] if len(some) == 1 else None


def readers_for(project: Project, typed: str) -> list[Choice]:
    """Return circles and people that fit what is typed."""
    words = folded(typed).split()
    circles = [one for one in circles_of(project) if not one.is_closed]
    fitting = [one for one in circles if all(word in folded(one.name) for word in words)]
    return [*(Choice(one.name, note="○") for one in fitting[: SHOWN // 2]), *people_for(project, typed)][:SHOWN]
