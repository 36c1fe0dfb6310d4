"""Where people typed a name in words of their own: that stays when its person is erased, and is listed, place by place,
to whoever erases.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from across.takeaway.tables import project_tables
from chat.chat.models import Message, Topic, Wording
from circles.projects.models import Project
from foundation.audit.models import Entry, PersonalValue
from foundation.web.kept_data import FormerNames

TYPED = (models.CharField, models.TextField, models.JSONField)
ASCII = re.compile(r"[ -!#-\[\]-~]+")
"""What stands in JSON and in a database as it was typed, whatever its encoding, and is compared without capitals."""

WRITTEN_BY_PROGRAMS = frozenset((Project, PersonalValue))
"""Where no one typed a name: what is left there is a namesake's."""
DIRECT = ((Message, "topic__project"), (Wording, "message__topic__project"))
"""Direct messages are no part of what goes along with a project."""


@dataclass(frozen=True, order=True)
class TypedName:
    """A place where the name stands: what kind of thing it is, its reference, where it is, and in what, in words."""

    kind: str
    reference: str
    address: str
    """Nothing where only the people in it may look: a direct message."""
    inside: str = ""


def typed_names(names: FormerNames, projects: Iterable[Project]) -> list[TypedName]:
    """Return where the names still stand in projects, each thing once."""
    found = {place for project in projects for place in _in_project(names, project)}
    return sorted(found)


def _in_project(names: FormerNames, project: Project) -> Iterator[TypedName]:
    tables: list[tuple[Any, str]] = [*project_tables().items(), *DIRECT]
    for model, lookup in tables:
        columns = [one.name for one in model._meta.concrete_fields if isinstance(one, TYPED) and not one.choices]
        likely = [models.Q(**{f"{column}__icontains": part}) for column in columns for part in _parts(names)]
        if not likely or model in WRITTEN_BY_PROGRAMS:
            continue
        for row in model._base_manager.filter(reduce(or_, likely), **{lookup: project.pk}).iterator(chunk_size=500):
            if any(stands_in(names, getattr(row, column)) for column in columns):
                yield _place(row, lookup, project, names)


def _parts(names: FormerNames) -> set[str]:
    return {max(ASCII.findall(name) or [name], key=len) for name in {*names.everything, *own_first_names(names)}}


def own_first_names(names: FormerNames) -> set[str]:
    """Return the first names that nobody else here bears: people write “Quentin has the key”."""
    return {name.partition(" ")[0] for name in names.names} & names.mentioned


def stands_in(names: FormerNames, value: Any) -> bool:
    """Return whether one of the names stands in text, or anywhere in JSON, as words of its own; a handle, which may be
    a word that means something else, after an @, and a first name with its capital.
    """
    if isinstance(value, dict):
        return any(stands_in(names, one) for one in value.values())
    if isinstance(value, list):
        return any(stands_in(names, one) for one in value)
    alone = replace(names, handles=frozenset())
    if not isinstance(value, str):
        return False
    if value != alone.taken_out_of(value) or value != names.mentions_taken_out_of(value):
        return True
    return any(re.search(rf"(?<!\w){re.escape(first)}(?!\w)", value) for first in own_first_names(names))


def _place(row: Any, lookup: str, project: Project, names: FormerNames) -> TypedName:
    if isinstance(row, Entry):
        page = f"{reverse('circles:record', args=[project.slug])}?before={row.seq + 1}"
        return TypedName(_("entry of the record"), str(row.seq), page, project.name)
    row = _as_it_is_now(row)
    kind = str(row._meta.verbose_name)
    within = list(_within(row, lookup))
    if any(getattr(one, "direct_key", "") for one in within):
        return TypedName(_("Direct messages"), "", "")
    # By its name, which everyone may know; what was said in it may be restricted.
    called = [str(one.open_headline) for one in within if getattr(one, "reference", "") or isinstance(one, Topic)]
    inside = ", ".join([*[words for words in called if words and not stands_in(names, words)][:1], project.name])
    for one in within:
        if hasattr(one, "get_absolute_url"):
            return TypedName(kind, str(getattr(one, "reference", "") or ""), one.get_absolute_url(), inside)
    return TypedName(kind, "", project.get_absolute_url(), project.name)


def _within(row: Any, lookup: str) -> Iterator[Any]:
    """Yield a row and what it is a part of, from the inside outwards."""
    yield row
    for step in lookup.split("__")[:-1]:
        row = getattr(row, step, None)
        if row is not None:
            yield row


def _as_it_is_now(row: Any) -> Any:
    """Return for a row of history the row that it was of, where there is one."""
    if not hasattr(row, "history_id"):
        return row
    key = getattr(row, row.instance_type._meta.pk.attname)
    return row.instance_type._default_manager.filter(pk=key).first() or row
