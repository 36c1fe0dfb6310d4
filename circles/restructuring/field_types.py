"""Types of the fields of a change: their bounds, and how circles, domains and people are stored.

These are read with the project as the context of the validation: what is stored is an id, what a change holds is the
thing itself. A text is as long as the column that it goes into.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    InstanceOf,
    PlainSerializer,
    TypeAdapter,
    ValidationInfo,
)

from circles.circles.models import Circle, Domain, Fundamental
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.field_lengths import length_of
from foundation.web.unicode_safety import is_storable

Id = Annotated[int, Field(strict=True, ge=0, lt=2**63)]
REASON_LENGTH = 300
PURPOSE_LENGTH = 10_000
MOST = 1000
"""So many people, domains or things go along at most."""

_id: TypeAdapter[int] = TypeAdapter(Id)
_ids_of_people: TypeAdapter[list[UUID]] = TypeAdapter(Annotated[list[UUID], Field(max_length=MOST)])


def find_circle(stored: Any, info: ValidationInfo[Project]) -> Circle:
    """Return the circle of this id.

    :raises Refused: when it is not in the project.
    """
    circles = info.context.circles.select_related("project", "parent")
    found = circles.filter(pk=_id.validate_python(stored)).first()
    if found is None:
        raise Refused(_("One of the circles no longer exists."))
    return found


def find_holder(stored: Any, info: ValidationInfo[Project]) -> Circle | None:
    """Return the circle of this id, or None where none is stored."""
    return None if stored is None else find_circle(stored, info)


def find_general_circle(_stored: Any, info: ValidationInfo[Project]) -> Circle:
    """Return the project's general circle, whatever is stored."""
    return info.context.circles.general()


def find_domain(stored: Any, info: ValidationInfo[Project]) -> Domain:
    """Return the domain of this id.

    :raises Refused: when it is not in the project, or given up.
    """
    domains = info.context.domains.held().select_related("project", "circle")
    found = domains.filter(pk=_id.validate_python(stored)).first()
    if found is None:
        raise Refused(_("This domain no longer exists."))
    return found


def find_people(stored: Any, info: ValidationInfo[Project]) -> list[User]:
    """Return the people of these ids; who has left the project is left out."""
    return people_of(info.context, _ids_of_people.validate_python(stored))


def people_of(project: Project, ids: Sequence[UUID]) -> list[User]:
    """Return the people of a project with these ids, in their order; others are left out."""
    found = {user.pk: user for user in project.people().filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


def id_of(thing: models.Model | None) -> Any:
    """Return what is stored of a thing, or of none."""
    return thing.pk if thing else None


def ids_of(people: Sequence[User]) -> list[str]:
    """Return what is stored of people."""
    return [str(user.pk) for user in people]


def one_of(choices: type[models.TextChoices]) -> AfterValidator:
    """Take only the values of these choices."""

    def choice(value: str) -> str:
        return choices(value)

    return AfterValidator(choice)


def storable(text: str) -> str:
    """Refuse a text that no database stores."""
    if not is_storable(text):
        raise ValueError("text with a NUL character or half a character")
    return text


StoredCircle = Annotated[InstanceOf[Circle], BeforeValidator(find_circle), PlainSerializer(id_of)]
HolderCircle = Annotated[InstanceOf[Circle] | None, BeforeValidator(find_holder), PlainSerializer(id_of)]
GeneralCircle = Annotated[InstanceOf[Circle], BeforeValidator(find_general_circle), Field(exclude=True)]
StoredDomain = Annotated[InstanceOf[Domain], BeforeValidator(find_domain), PlainSerializer(id_of)]
StoredPeople = Annotated[Sequence[InstanceOf[User]], BeforeValidator(find_people), PlainSerializer(ids_of)]

Text = Annotated[str, AfterValidator(storable)]
Reason = Annotated[Text, Field(max_length=REASON_LENGTH)]
Purpose = Annotated[Text, Field(max_length=PURPOSE_LENGTH)]
References = Annotated[Sequence[Annotated[Text, Field(max_length=60)]], Field(max_length=MOST)]
CircleName = Annotated[Text, Field(min_length=1, max_length=length_of(Circle, "name"))]
DomainKey = Annotated[Text, Field(min_length=1, max_length=length_of(Domain, "key"))]
DomainName = Annotated[Text, Field(min_length=1, max_length=length_of(Domain, "name"))]
Statement = Annotated[Text, Field(min_length=1, max_length=length_of(Fundamental, "statement"))]
Measure = Annotated[Text, Field(max_length=length_of(Fundamental, "measure"))]
Threshold = Annotated[Text, Field(max_length=length_of(Fundamental, "threshold"))]
Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Days = Annotated[int, Field(ge=0, le=32767)]
