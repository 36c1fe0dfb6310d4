"""Actions as CSV, in and out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.actions import permissions
from decisions.actions.contexts.frame import asked_in
from decisions.actions.forms.table import TableForm
from decisions.actions.models import today_in
from decisions.actions.workflows.csv_lines import COLUMNS, Table, cells_of
from decisions.actions.workflows.csv_table import TableReader, carry_out
from foundation.accounts.decorators import MemberRequest
from foundation.web.csv_safe import lines_of
from foundation.web.exceptions import Refused, require
from foundation.web.responses import Streamed

AT_ONCE = 500


@require_safe
@in_project
def export(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Give the actions of the list, all pages of it, as CSV."""
    filters = asked_in(request, project).filters
    found = filters.found(project, request.user, today=today_in(project)).to_read()
    rows = (cells_of(action) for action in found.iterator(chunk_size=AT_ONCE))
    response = Streamed(lines_of([list(COLUMNS), *rows]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{project.slug}-actions.csv"'
    return response


@require_http_methods(["GET", "POST"])
@in_project
def imports(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Show what a CSV file would make and change, line by line; `confirmed`, do it: all or nothing."""
    require(permissions.may_make(request.user, project.circles.general()))
    form = TableForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(request, project, form, None, status=422 if form.is_bound else 200)
    try:
        return _look_or_take(request, project, form.cleaned_data["text"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, project, form, None, status=422)


def _look_or_take(request: MemberRequest, project: Project, text: str) -> HttpResponseBase:
    reader = TableReader(project, may_act=lambda action: permissions.may_act(request.user, action))
    table = reader.read(text)
    if "confirmed" not in request.POST or table.wrong:
        return _page(request, project, TableForm(initial={"text": text}), table, status=422 if table.wrong else 200)
    number = carry_out(project, table, by=request.user)
    sentence = ngettext("%(number)s action imported.", "%(number)s actions imported.", number) % {"number": number}
    messages.success(request, sentence if number else _("Nothing to change: all of this is up to date."))
    return redirect("actions:actions", project.slug)


def _page(
    request: MemberRequest, project: Project, form: TableForm, table: Table | None, *, status: int
) -> HttpResponse:
    context: dict[str, Any] = {"project": project, "form": form, "table": table, "columns": COLUMNS}
    return render(request, "actions/import.html", context, status=status)
