"""What the list of actions shows."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from circles.projects.models import Project
from decisions.actions.contexts.frame import asked_in, frame_of
from decisions.actions.forms.bulk import BulkForm
from decisions.actions.models import Action, today_in
from foundation.accounts.models import User
from foundation.web.row_places import RowPlaces


def page_of_actions(project: Project, user: User, request: HttpRequest) -> dict[str, Any]:
    """Gather the actions that the address asks for; rows that it names stay where they stood, done or not."""
    asked = asked_in(request, project)
    filters = asked.filters
    page = filters.page(project, user, request.GET.get("after", ""), today=today_in(project))
    places = RowPlaces.from_query(request.GET.get("rows", ""))
    rows = rows_in_place(project, user, page.rows, places)
    return frame_of(project, asked, "actions") | {
        "more": f"{filters.address}&after=" if filters.address != "?" else "?after=",
        "back": places.address(request.get_full_path(), [(row.reference, not row.is_open) for row in rows]),
        "page": page,
        "rows": rows,
        "done_here": [row.reference for row in rows if not row.is_open and places.waited(row.reference)],
        "bulk": BulkForm(project=project, auto_id="bulk-%s"),
    }


def rows_in_place(project: Project, user: User, rows: Sequence[Action], places: RowPlaces) -> list[Action]:
    """Return a page's rows where they stood when it was opened, with those that have left the list since."""
    missing = set(places.numbers("A")) - {row.number for row in rows}
    gone: list[Action] = []
    if missing:
        gone = list(Action.objects.visible_to(user).in_project(project).filter(number__in=missing).to_read())
    return places.arrange([*rows, *gone], lambda row: row.reference)
