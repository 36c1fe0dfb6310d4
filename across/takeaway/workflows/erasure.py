"""Erase a person's data: their account, what was only theirs, and their name wherever a program wrote it. What they did
in common work stays, by a former member; what others wrote stays as they wrote it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from across.takeaway.event_types import TakeawayEvent
from across.takeaway.workflows.typed_names import TypedName, typed_names
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit.models import Head
from foundation.audit.sealing import SealedRows, differences, erase_sealed
from foundation.web.exceptions import Refused
from foundation.web.kept_data import FormerNames, KeptData, history_of, kept_data
from foundation.web.row_counts import count_rows


@dataclass(frozen=True)
class ErasurePreview:
    """What would happen: in how many circles they are, how many rows go, and how many stay, by kind."""

    projects: list[Project]
    circles: int
    gone: int
    staying: list[tuple[str, int]]


def preview(person: User) -> ErasurePreview:
    """Count what would happen, in one query."""
    private = [rows for kept in kept_data() for rows in private_rows(kept.private, person)]
    common = [
        model._base_manager.filter(named_by(names, person))
        for kept in kept_data()
        for model, names in kept.common.items()
    ]
    tables = {f"table_{place}": rows for place, rows in enumerate([*private, *common])}
    numbers = list(count_rows(User.objects.filter(pk=person.pk), **tables).values())
    staying = [
        (str(rows.model._meta.verbose_name_plural), number)
        for rows, number in zip(common, numbers[len(private) :], strict=True)
        if number
    ]
    return ErasurePreview(
        projects=list(projects_of(person)),
        circles=person.memberships.current().count(),
        gone=sum(numbers[: len(private)]),
        staying=sorted(staying, key=lambda one: -one[1]),
    )


def erase_person(person: User, *, by: User) -> list[TypedName]:
    """Erase it all, in one transaction; returns where people typed the name in words of their own, which stay: looked
    for after it, as that reads all of their projects. The salts of values that the record has sealed, and that the
    erasure changes, go as well; its entry names these.

    :raises Refused: for the only pilot of a general circle, and for who was erased already.
    """
    with transaction.atomic():
        projects = list(projects_of(person))
        for project in projects:
            Head.lock(project.pk)
        person = User.objects.select_for_update().get(pk=person.pk)
        if person.is_erased:
            raise Refused(_("This person’s data has already been erased."))
        for membership in person.memberships.current().select_related("project", "circle").order_by("pk"):
            membership.end(by=by)
        names = former_names(person, language=projects[0].language if projects else by.language)
        sealed = {project: SealedRows.of(project.pk) for project in projects}
        before = {one.place for project in projects for one in differences(project.pk, sealed[project])}
        for kept in kept_data():
            erase_rows(kept, person, names)
        steps = [*(kept.forget for kept in kept_data()), *(kept.derive_anew for kept in kept_data())]
        for step in filter(None, steps):
            step(person, names)
        for project in projects:
            found = differences(project.pk, sealed[project])
            changed = [one for one in found if one.is_of_value and one.place not in before]
            project.record_event(TakeawayEvent.ERASED, by=by, also=["people"], erased=erase_sealed(changed))
    return typed_names(names, projects)


def erase_rows(kept: KeptData, person: User, names: FormerNames) -> None:
    """Delete what an app keeps for the person alone, and take their name out of what programs wrote for others."""
    for rows in private_rows(kept.private, person):
        delete(rows)
    for model, columns in kept.copies.items():
        take_from_copies(model, columns, names)
    for model, columns in kept.mentions.items():
        take_from_mentions(model, columns, names)


def projects_of(person: User) -> models.QuerySet[Project]:
    """Return the projects that the person is or was in, in the order in which they are locked."""
    return Project.objects.filter(pk__in=person.memberships.values("project")).order_by("pk")


def former_names(person: User, *, language: str) -> FormerNames:
    """Return what they are and were called."""
    rows: list[Any] = [person, *person.history.all()]
    addresses = {row.email for row in rows} | {one.email for one in EmailAddress.objects.filter(user=person)}
    with translation.override(language):
        instead = _("Former member")
    return FormerNames(
        person=person.pk,
        names=frozenset(row.name for row in rows if row.name),
        addresses=frozenset(address.lower() for address in addresses if address),
        handles=frozenset(row.handle for row in rows if row.handle),
        instead=instead,
        mentioned=frozenset(
            {*own_names([value for row in rows for value in (row.name, row.handle)], person), *own_first_names(rows)}
        ),
    )


def own_names(names: Iterable[str], person: User) -> set[str]:
    """Return those of some names and handles that nobody else on this server is called: others' mentions stay."""
    others = User.objects.exclude(pk=person.pk).values_list("name", "handle")
    taken = {one.casefold() for pair in others.iterator() for one in pair}
    return {name for name in names if name and name.casefold() not in taken}


def own_first_names(rows: Sequence[Any]) -> set[str]:
    """Return the first names that nobody else on this server bears: a mention by one names only them."""
    firsts = {row.name.partition(" ")[0] for row in rows}
    others = User.objects.exclude(pk=rows[0].pk).exclude(name="").values_list("name", flat=True)
    taken = {name.partition(" ")[0].casefold() for name in others.iterator()}
    return {first for first in firsts if first.casefold() not in taken}


def private_rows(private: Any, person: User) -> list[models.QuerySet[Any]]:
    """Return the rows that are only theirs, table by table, with their history."""
    found: list[models.QuerySet[Any]] = []
    for model, lookup in private.items():
        found.append(model._base_manager.filter(**{lookup: person}))
        if history := history_of(model):  # last: deleting a row leaves one more of these
            found.append(history._default_manager.filter(**{lookup: person}))
    return found


def delete(rows: models.QuerySet[Any]) -> None:
    """Delete rows with their files."""
    for row in rows:
        for field in row._meta.concrete_fields:
            if isinstance(field, models.FileField):
                getattr(row, field.name).delete(save=False)
        row.delete()


def named_by(names: Sequence[str], person: User) -> models.Q:
    """Match rows that name the person in one of these fields."""
    found = models.Q(pk=None)
    for name in names:
        found |= models.Q(**{name: person})
    return found


def take_from_mentions(model: type[models.Model], columns: Sequence[str], names: FormerNames) -> None:
    """Put other words where people mentioned them: as a mention in a document, it goes with the name."""
    has_one = models.Q(pk=None)
    for name in columns:
        has_one |= models.Q(**{f"{name}__contains": "@"})
    for table in filter(None, (model, history_of(model))):
        change_rows(table._default_manager.filter(has_one), columns, names.mentions_taken_out_of)


def take_from_copies(model: type[models.Model], columns: Sequence[str], names: FormerNames) -> None:
    """Put other words where a program wrote a name of theirs: in text as a whole word, in JSON as a whole value."""
    for table in filter(None, (model, history_of(model))):
        change_rows(table._default_manager.all(), columns, names.taken_out_of)


def change_rows(rows: models.QuerySet[Any], columns: Sequence[str], changed: Callable[[Any], Any]) -> None:
    """Write these columns anew where what is written of them differs."""
    for row in rows.order_by("pk").iterator(chunk_size=500):
        before = {name: getattr(row, name) for name in columns}
        after = {name: changed(value) for name, value in before.items()}
        if differing := [name for name in columns if after[name] != before[name]]:
            for name in differing:
                setattr(row, name, after[name])
            row.skip_history_when_saving = True
            row.save(update_fields=differing)
