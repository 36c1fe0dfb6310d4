"""Taking decisions away: as a spreadsheet, as minutes to print, as PDF."""

from datetime import timedelta
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from decisions.decision_files.exports import pdf
from decisions.decision_files.exports.csv_export import rows_of
from decisions.decision_files.exports.pdf_jobs import order
from decisions.decision_files.exports.print_view import printed, to_print
from decisions.decisions.contexts.proposal import page_of_decision
from decisions.decisions.models import Decision, Printout
from decisions.decisions.register.filters import RegisterFilters
from decisions.decisions.register.sorting import Sorting
from decisions.decisions.views.lookups import decision_in
from foundation.accounts.decorators import MemberRequest
from foundation.web.csv_safe import lines_of
from foundation.web.languages import current_language
from foundation.web.responses import Streamed
from foundation.web.throttling import throttle

PDFS = 6
"""So many decisions a person takes as PDF in a minute: each keeps a processor busy; the register is made apart."""


def found_for(request: MemberRequest, project: Project) -> tuple[RegisterFilters, Any]:
    """Return what the address asks for, and the decisions it finds."""
    asked = RegisterFilters.from_query(request.GET.dict())
    return asked, asked.among(Decision.objects.visible_to(request.user).in_project(project), project)


@require_safe
@in_project
def sheet(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Return the decisions asked for as CSV, row by row."""
    asked, found = found_for(request, project)
    rows = rows_of(Sorting(asked.sort).sorted(found), project, request.build_absolute_uri("/").rstrip("/"))
    response = Streamed(lines_of(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{project.slug}-decisions.csv"'
    return response


@require_safe
@in_project
def minutes(request: MemberRequest, project: Project) -> HttpResponse:
    """Show the decisions asked for as minutes to print, fifty on a page."""
    return to_be_printed(request, project)


def to_be_printed(
    request: MemberRequest, project: Project, *, number: int | None = None, no_pdf: str = ""
) -> HttpResponse:
    """Show decisions as minutes to print; all that the address asks for, or one. `no_pdf` says why it is not PDF."""
    asked, found = found_for(request, project)
    found = found if number is None else found.filter(number=number)
    page = Sorting(asked.sort).page(found, request.GET.get("before", ""), read=to_print)
    context = {
        "project": project,
        "asked": asked,
        "page": page,
        "printed": printed(page.rows, project),
        "no_pdf": no_pdf,
        "now": now_in(project),
    }
    return render(request, "decision_files/minutes_to_print.html", context)


@require_safe
@in_project
def decision_pdf(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Return one decision as PDF, as its page shows it; where PDF cannot be made, the page to print and why."""
    throttle(request.user.pk, "pdf", most=PDFS, within=timedelta(minutes=1))
    found = decision_in(project, number, request)
    if not pdf.is_possible():
        return to_be_printed(request, project, number=number, no_pdf=pdf.why_not())
    body = render_to_string("decisions/decision.html#minutes", page_of_decision(found), request=request)
    made = pdf.pdf_of(
        body,
        language=current_language().code,
        title=f"{found.reference} {found.title}",
        address=request.build_absolute_uri("/"),
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{project.slug}-{found.reference}.pdf"'
    return response


@require_POST
@in_project
def printouts(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Have the decisions asked for made into PDF; where that cannot be, the page to print and why."""
    if not pdf.is_possible():
        return to_be_printed(request, project, no_pdf=pdf.why_not())
    return redirect(order(project, RegisterFilters.from_query(request.GET.dict()), by=request.user))


@require_safe
@in_project
def printout(request: MemberRequest, project: Project, key: str) -> HttpResponse:
    """Show how far a PDF of the register is, to who asked for it."""
    found = get_object_or_404(Printout.objects.of(request.user, project), pk=key)
    found.project = project
    now = now_in(project)
    context = {"project": project, "printout": found, "now": now, "ends_at": found.ends_at(now)}
    return render(request, "decision_files/printout.html", context)


@require_safe
@in_project
def printout_file(request: MemberRequest, project: Project, key: str) -> HttpResponseBase:
    """Return the file to who asked for it."""
    found = get_object_or_404(Printout.objects.of(request.user, project).exclude(ready_at=None), pk=key)
    ending = str(found.file.name).rpartition(".")[2]
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=f"{project.slug}-decisions.{ending}")
