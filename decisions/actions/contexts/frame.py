"""What all views of a project's actions have: the filters of the address, and the way from one view to another."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from circles.projects.models import Project
from decisions.actions.filters import ActionFilters, FilterButton
from decisions.actions.forms.filters import FilterForm
from decisions.actions.models import today_in

VIEWS = {"actions": "list", "board": "board", "calendar": "calendar"}


@dataclass(frozen=True)
class ActionQuery:
    """The filters of an address, and the form that changes them."""

    filters: ActionFilters
    form: FilterForm


def asked_in(request: HttpRequest, project: Project) -> ActionQuery:
    """Read the filters of a page's address."""
    form = FilterForm(request.GET, project=project)
    form.is_valid()
    person = form.cleaned_data.get("person")
    asked = ActionFilters.from_query(request.GET.dict())
    return ActionQuery(replace(asked, person=person.pk if person else None), form)


def frame_of(project: Project, asked: ActionQuery, view: str) -> dict[str, Any]:
    """Return what the head of a view shows."""
    filters = asked.filters
    return {
        "project": project,
        "asked": filters,
        "form": asked.form,
        "filters": filters.filters if view == "actions" else filters.whose,
        "views": views_of(project, filters, view),
        "self_address": reverse(f"actions:{view}", args=[project.slug]),
        "list_address": reverse("actions:actions", args=[project.slug]),
        "today": today_in(project),
    }


def views_of(project: Project, filters: ActionFilters, view: str) -> list[FilterButton]:
    """Return the way to each view, with the same filters: the list, one's own, the board, the calendar."""
    everybodys, mine = replace(filters, mine=False), replace(filters, mine=True)
    plain = "actions" if view == "actions" else ""
    lists, board, calendar = (reverse(f"actions:{name}", args=[project.slug]) for name in VIEWS)
    return [
        FilterButton(_("List"), lists + everybodys.address, bool(plain) and not filters.mine),
        FilterButton(_("Mine"), lists + mine.address, bool(plain) and filters.mine),
        FilterButton(_("Board"), board + filters.without("state").address, view == "board"),
        FilterButton(_("Calendar"), calendar + filters.address, view == "calendar"),
    ]
