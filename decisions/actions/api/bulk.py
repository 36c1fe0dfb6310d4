"""API of several actions at once: changed together, taken back, in and out as CSV."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from circles.circles.access import circle_for
from circles.projects.access import project_for
from circles.projects.workflows.bulk_undo import BulkUndo
from decisions.actions import permissions
from decisions.actions.api.schemas import BulkIn, BulkOut, TableIn, TableOut, UndoIn
from decisions.actions.filters import ActionFilters
from decisions.actions.models import today_in
from decisions.actions.workflows.bulk import SALT, BulkChange, change_all, undo_all
from decisions.actions.workflows.csv_lines import COLUMNS, cells_of
from decisions.actions.workflows.csv_table import TableReader, carry_out
from foundation.accounts.decorators import asker
from foundation.web.csv_safe import lines_of
from foundation.web.exceptions import require

router = Router()


@router.post("projects/{slug}/actions/changes", response=BulkOut)
def change(request: HttpRequest, slug: str, body: BulkIn) -> Any:
    """Change several actions at once: all of them or none."""
    project = project_for(request, slug)
    found = permissions.all_to_act_on(asker(request), project, body.numbers)
    owner = get_object_or_404(project.people(), pk=body.owner) if body.owner else None
    circle = circle_for(request, slug, body.circle) if body.circle else None
    wanted = BulkChange(owner=owner, due_on=body.due_on, circle=circle, label=body.label, how=body.how)
    undo = change_all(project, found, wanted, by=asker(request))
    return {"changed": len(undo.earlier), "undo": undo.token(project, asker(request), salt=SALT)}


@router.post("projects/{slug}/actions/changes/undo", response=BulkOut)
def undo(request: HttpRequest, slug: str, body: UndoIn) -> Any:
    """Take such a change back, where nobody has changed the same since."""
    project = project_for(request, slug)
    found = BulkUndo.from_token(body.undo, project, asker(request), salt=SALT)
    actions = permissions.all_to_act_on(asker(request), project, [one.number for one in found.earlier])
    return {"changed": undo_all(project, actions, found, by=asker(request)), "undo": ""}


@router.get("projects/{slug}/actions/export")
def export(request: HttpRequest, slug: str, state: str = "open", circle: str = "") -> HttpResponse:
    """Give all actions in a state as CSV, which `imports` takes back."""
    project = project_for(request, slug)
    filters = ActionFilters.from_query({"state": state, "circle": circle})
    rows = filters.found(project, asker(request), today=today_in(project)).to_read()
    lines = lines_of([list(COLUMNS), *(cells_of(action) for action in rows)])
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")


@router.post("projects/{slug}/actions/imports", response={200: TableOut, 422: TableOut})
def imports(request: HttpRequest, slug: str, body: TableIn) -> Any:
    """Make and change actions from a CSV file, all or nothing; `dry_run` says only what would be."""
    project = project_for(request, slug)
    require(permissions.may_make(asker(request), project.circles.general()))
    reader = TableReader(project, may_act=lambda action: permissions.may_act(asker(request), action))
    table = reader.read(body.csv)
    if not table.wrong and not body.dry_run:
        carry_out(project, table, by=asker(request))
    wrong = [{"line": line.number, "errors": line.errors} for line in table.wrong]
    found = {"made": len(table.new), "changed": len(table.changing), "same": table.same, "wrong": wrong}
    return Status(422 if wrong and not body.dry_run else 200, found)
