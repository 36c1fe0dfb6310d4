"""Current names and addresses of what a document mentions; the document itself stores ids alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.urls import reverse
from django.utils.http import urlencode

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.references import thing_at
from documents.richtext.addresses import embedded, file_of, mentioned
from documents.richtext.nodes import Node, every_node
from foundation.accounts.models import User
from foundation.web.pagination import uuid_in

type Named = dict[tuple[str, str], tuple[str, str]]
"""Name and address, by kind and id."""

MAX_THINGS = 100
"""How many different things are looked up at once; each costs a query."""


def mentions_in(nodes: Iterable[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield each mention, and each card, with the block at the top of the document that it stands in."""
    for block in nodes:
        for node in every_node([block]):
            if node.kind in ("mention", "embed"):
                yield block, node


def stores_ids(nodes: Iterable[Node]) -> bool:
    """Return whether there is anything to look up."""
    return any(node.kind in ("mention", "embed") or _shows_file(node) for node in every_node(nodes))


def with_names(project: Project, nodes: list[Node]) -> list[Node]:
    """Write names and addresses into mentions, and addresses into what shows files, in these nodes themselves."""
    found = [node for _block, node in mentions_in(nodes)]
    if found:
        named = names_of(project, {key for node in found if (key := _named_by(node))})
        for node in found:
            key = _named_by(node)
            name, address = named.get(key, ("", "")) if key else ("", "")
            node.attrs["label"], node.attrs["href"] = name, address
    _address_files(project, nodes)
    return nodes


def _named_by(node: Node) -> tuple[str, str] | None:
    return embedded(node) if node.kind == "embed" else mentioned(node)


def names_of(project: Project, keys: Iterable[tuple[str, str]]) -> Named:
    """Look up people, circles and things by kind and id; those that are not there are left out."""
    asked: dict[str, set[str]] = {}
    for kind, key in keys:
        asked.setdefault(kind, set()).add(key)
    found: Named = {}
    for kind, look_up in _LOOK_UP.items():
        if kind in asked:
            found |= {(kind, key): named for key, named in look_up(project, asked[kind]).items()}
    return found


def person_page(project: Project, name: str) -> str:
    """Return where a person is seen in a project."""
    return f"{reverse('circles:people', args=[project.slug])}?{urlencode({'q': name})}"


def _people(project: Project, keys: set[str]) -> dict[str, tuple[str, str]]:
    # Everyone who ever was in the project: a text goes on naming who has left it.
    people = User.objects.filter(pk__in=filter(None, map(uuid_in, keys)), memberships__project=project).distinct()
    return {str(person.pk): (person.name, person_page(project, person.name)) for person in people}


def _circles(project: Project, keys: set[str]) -> dict[str, tuple[str, str]]:
    circles = Circle.objects.in_project(project).filter(key__in=keys).select_related("project")
    return {circle.key: (circle.name, circle.get_absolute_url()) for circle in circles}


def _budgets(project: Project, keys: set[str]) -> dict[str, tuple[str, str]]:
    circles = Circle.objects.in_project(project).filter(key__in=keys)
    return {circle.key: (circle.name, reverse("circles:money", args=[project.slug, circle.key])) for circle in circles}


def _things(project: Project, keys: set[str]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for reference in sorted(keys)[:MAX_THINGS]:
        thing = thing_at(project, reference)
        if thing:
            found[reference] = (reference, thing.get_absolute_url())
    return found


_LOOK_UP: dict[str, Callable[[Project, set[str]], dict[str, tuple[str, str]]]] = {
    "person": _people,
    "circle": _circles,
    "thing": _things,
    "budget": _budgets,
}


def files_below(project: Project) -> str:
    """Return the address below which a project's files are."""
    return f"/p/{project.slug}/files/"


def _address_files(project: Project, nodes: Iterable[Node]) -> None:
    for node in filter(_shows_file, every_node(nodes)):
        name, value = ("src", "picture") if node.kind == "image" else ("href", str(node.attrs.get("name") or "file"))
        node.attrs[name] = f"{files_below(project)}{file_of(node)}/{value.replace('/', '-')}"


def _shows_file(node: Node) -> bool:
    return node.kind in ("image", "attachment") and bool(file_of(node))
