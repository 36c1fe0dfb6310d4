"""The record: it goes along whole, and a person's names in it can be erased, because it only commits to them."""

from typing import Any

from django.db.models import Q

from foundation.audit.models import Entry, Head, PersonalValue
from foundation.audit.seals import Seal
from foundation.web.kept_data import FormerNames, KeptData


def forget(person: Any, names: FormerNames) -> None:
    """Erase every value that names the person, and its salt: the chain still holds, and nobody can find the value out.

    Of "by" only those of the person's own events go; of other values also what names a namesake: nothing in them says
    whose the name is.
    """
    values = PersonalValue.objects.exclude(salt="")
    own = values.filter(name="by", entry__actor=names.person)
    others = values.exclude(name="by").filter(Q(value__in=names.everything) | naming(names))
    for value in [*own.iterator(), *others.iterator()]:
        value.erase()


def naming(names: FormerNames) -> Q:
    """Match values in which a name stands among others: "Ada Mercier, Bo Nguyen", "Ada Mercier (2)"."""
    found = Q(pk=None)
    for name in names.names | names.addresses:
        found |= Q(value__startswith=f"{name},") | Q(value__contains=f", {name}") | Q(value__startswith=f"{name} (")
    return found


KEPT_DATA = KeptData(
    app="audit",
    tables={Head: "project", Entry: "project", PersonalValue: "entry__project", Seal: "project"},
    forget=forget,
)
