"""Choosing one of many by typing: its number, its name, or some words of it, with what fits shown below meanwhile."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Model, Q, QuerySet, When
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Project
from circles.projects.project_cache import cached
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical
from foundation.web.extension_registry import Keyed, merged
from foundation.web.name_patterns import SearchQuery

MANY = 60
"""From so many people on a name is typed; of fewer the browser's own list is quicker."""
SHOWN = 8
LONGEST = 120
SIGN = 8
"""So much of an id tells namesakes apart who have no handle."""


@dataclass(frozen=True)
class Choice:
    """One that fits: what the field takes for it, and what stands beside."""

    value: str
    note: str = ""
    person: User | None = None


@dataclass(frozen=True)
class Autocompletes(Keyed[str, Callable[[Project, str], list[Choice]]]):
    """What offers things of a kind that fit what is typed, by kind."""


def autocomplete() -> Mapping[str, Callable[[Project, str], list[Choice]]]:
    """Return what offers things of a kind that fit what is typed."""
    return merged(Autocompletes)


class PickField(forms.ModelChoiceField[Any]):
    """A text field that takes one row; `kind` names where what fits is found (`Autocompletes`)."""

    kind: ClassVar[str]
    widget = forms.TextInput
    default_error_messages: ClassVar = {
        "invalid_choice": _("“%(value)s” is none of those that can be chosen here."),
        "unclear": _("Several are called “%(value)s”: pick one."),
    }

    def __init__(self, queryset: QuerySet[Any], *, project: Project, **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)
        self.widget.attrs |= {
            "data-picks": reverse("circles:choices", args=[project.slug, self.kind]),
            "autocomplete": "off",
            "role": "combobox",
            "aria-autocomplete": "list",
            "aria-expanded": "false",
            "maxlength": LONGEST,
        }

    @property
    def rows(self) -> QuerySet[Any]:
        """Return what can be chosen."""
        return cast("QuerySet[Any]", self.queryset)

    def prepare_value(self, value: Any) -> Any:
        """Write a row, or its key, as it is typed."""
        if not value or isinstance(value, Model):
            return self.name(value) if value else value
        found = list((self.rows.filter(pk=value) if self.is_key(value) else self.find_typed(str(value)))[:2])
        return self.name(found[0]) if len(found) == 1 else value

    def to_python(self, value: Any) -> Any:
        """Read what was typed.

        :raises ValidationError: when it is nothing of those, or several are called so.
        """
        if isinstance(value, Model) or value in self.empty_values:
            return value or None
        typed = str(value).strip()[:LONGEST]
        found = list(self.find_typed(typed)[:2])
        if len(found) != 1:
            code = "unclear" if found else "invalid_choice"
            raise ValidationError(self.error_messages[code], code=code, params={"value": typed})
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as it is typed."""
        return str(self.prepare_value(initial) or "") != str(data or "")

    def is_key(self, value: Any) -> bool:
        """Return whether a value is a row's key rather than what is typed for it."""
        raise NotImplementedError

    def name(self, row: Any) -> str:
        """Write a row so that it is read again as the same."""
        raise NotImplementedError

    def find_typed(self, typed: str) -> QuerySet[Any]:
        """Return the rows that what was typed names."""
        raise NotImplementedError


class PersonField(PickField):
    """A person by name; of namesakes, by name and handle, or the beginning of their id: Bo Nguyen @bo."""

    kind = "person"

    def is_key(self, value: Any) -> bool:
        """Return whether it is a person's id."""
        return is_person_key(value)

    def name(self, row: Any) -> str:
        """Write the name, and what tells them apart from a namesake."""
        return name_of(row, is_shared=not row.handle and self.rows.filter(name__iexact=row.name).count() > 1)

    def find_typed(self, typed: str) -> QuerySet[Any]:
        """Find by id, by name, or by name and what tells namesakes apart."""
        if is_person_key(typed):
            return self.rows.filter(pk=typed)
        name, _at, sign = typed.partition(" @")
        found = self.rows.filter(name__iexact=name.strip())
        if not found.exists():
            whole = SearchQuery.from_text(name).ranks[0]
            found = self.rows.filter(*(Q(name__iregex=pattern) for pattern in whole))
        return found.filter(Q(handle=sign) | Q(handle="", pk__startswith=sign[:SIGN])) if sign else found


def is_person_key(value: Any) -> bool:
    """Return whether something is the id of a person."""
    try:
        User._meta.pk.to_python(value)
    except ValidationError:
        return False
    return True


def name_of(person: User, *, is_shared: bool = False) -> str:
    """Write a person as `PersonField` reads them; `is_shared` says that another is called so too."""
    sign = person.handle or (str(person.pk)[:SIGN] if is_shared else "")
    return f"{person.name} @{sign}" if sign else person.name


def named(people: QuerySet[User], words: SearchQuery) -> QuerySet[User]:
    """Keep the people in whose name each word stands, whatever its accents."""
    return people.filter(*(Q(name__iregex=pattern) for pattern in words.patterns))


def people_for(project: Project, typed: str) -> list[Choice]:
    """Return the people who are `named` so, those first whose names have a word that begins so; namesakes with the
    circles in which they are.
    """
    words = SearchQuery.from_text(typed.partition(" @")[0])
    found = named(project.people(), words)
    if words.terms:
        begun = Q(*(Q(name__iregex=pattern) for pattern in words.ranks[2]))
        found = found.order_by(Case(When(begun, then=0), default=1), Alphabetical("name"))
    people = list(found[:SHOWN])
    called = Counter(person.name.casefold() for person in people)
    choices = []
    for person in people:
        is_shared = called[person.name.casefold()] > 1
        note = named_circles(project, person) if is_shared else ""
        choices.append(Choice(name_of(person, is_shared=is_shared), note, person))
    return choices


def named_circles(project: Project, person: User) -> str:
    """Name the circles of a project in which a person is."""
    return ", ".join(person.memberships.filter(project=project, ended_at=None).values_list("circle__name", flat=True))


def ask_to_choose(field: forms.ModelChoiceField[Any]) -> None:
    """Say in our words that nothing is chosen yet, where a form says nothing else."""
    if field.empty_label == BLANK_CHOICE_LABEL:
        field.empty_label = _("Choose…")


def offer_people(form: forms.BaseForm, name: str, project: Project, found: QuerySet[User] | None = None) -> None:
    """Let a field of a form choose among a project's people, or some of them: from a list, or by typing in a large
    project.
    """
    field = cast("forms.ModelChoiceField[Any]", form.fields[name])
    field.queryset = project.people() if found is None else found
    ask_to_choose(field)
    if cached(project, "people", project.people().count) <= MANY:
        return
    form.fields[name] = PersonField(
        field.queryset,
        project=project,
        label=field.label,
        required=field.required,
        initial=field.initial,
        help_text=field.help_text or ("" if field.required else field.empty_label) or "",
    )
