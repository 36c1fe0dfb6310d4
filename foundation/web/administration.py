"""Parts of the administration that every app uses."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten
from django.db import models
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.web.exceptions import Refused

CENTS = 2
"""Decimal places of an amount; what is measured has others."""


class FilteredByWhatIsShown(admin.ModelAdmin[Any]):
    """Lets a list be filtered by what it, its filters or the page of a thing show, and by nothing else: a filter that
    is asked often enough tells any field, such as a password's hash or the key of a session.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse to filter by what is not shown."""
        filters = [one[0] if isinstance(one, tuple) else one for one in self.get_list_filter(request)]
        shown = {"pk", *filters, *flatten([*self.get_list_display(request), *self.get_fields(request)])}
        return lookup.partition("__")[0] in shown and super().lookup_allowed(lookup, value, request)


class DoneFilter(admin.EmptyFieldListFilter):
    """Asks whether something has happened, of which the day is kept: archived, yes or no."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Name what is empty by what it says."""
        for choice, name in zip(super().choices(changelist), (_("All"), _("No"), _("Yes")), strict=True):
            yield {**choice, "display": name}


@cache
def amount_column(field: "models.DecimalField[Any, Any]") -> Callable[[Any], str | None]:
    """Return the column of a list that shows an amount as people write it: 12 345,60."""

    @admin.display(description=field.verbose_name, ordering=field.name)
    def written(thing: Any) -> str | None:
        amount = getattr(thing, field.attname)
        return None if amount is None else number_format(amount, 2, use_l10n=True, force_grouping=True)

    return written


def with_amounts(model: type[models.Model], names: Iterable[Any]) -> list[Any]:
    """Return names of what an administrator's page shows, with columns for those that are amounts."""
    fields = {field.name: field for field in model._meta.fields if isinstance(field, models.DecimalField)}
    amounts = {name: field for name, field in fields.items() if field.decimal_places == CENTS}
    return [amount_column(amounts[name]) if name in amounts else name for name in names]


def name_of(thing: Any) -> str:
    """Name a thing among those chosen: its kind, whose it is, its reference, and what it is called."""
    kind, whose = capfirst(str(thing._meta.verbose_name)), getattr(thing, "user", None) or getattr(thing, "email", None)
    parts = (whose, getattr(thing, "reference", ""), thing)
    return f"{kind} {', '.join(dict.fromkeys(str(part) for part in parts if part))}"


def do_to_each(request: HttpRequest, chosen: Iterable[Any], verb: Callable[[Any], object]) -> None:
    """Do something to each of those chosen, as a page would; say of how many it was done, and what was refused."""
    done = 0
    for one in chosen:
        try:
            verb(one)
        except Refused as refused:
            messages.error(request, f"{name_of(one)}: {refused}")
        else:
            done += 1
    if done:
        messages.success(request, ngettext("Done for one item.", "Done for %(number)s items.", done) % {"number": done})
