"""Parts of the administration that every app uses."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from web.exceptions import Refused


class DoneFilter(admin.EmptyFieldListFilter):
    """Asks whether something has happened, of which the day is kept: archived, yes or no."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Name what is empty by what it says."""
        for choice, name in zip(super().choices(changelist), (_("All"), _("No"), _("Yes")), strict=True):
            yield {**choice, "display": name}


def do_to_each(request: HttpRequest, chosen: Iterable[Any], verb: Callable[[Any], object]) -> None:
    """Do something to each of those chosen, as a page would; say of how many it was done, and what was refused."""
    done = 0
    for one in chosen:
        try:
            verb(one)
        except Refused as refused:
            messages.error(request, f"{one}: {refused}")
        else:
            done += 1
    if done:
        messages.success(request, ngettext("Done for one.", "Done for %(number)s.", done) % {"number": done})
