"""Pages of the specification that know its decisions: the path, a baseline, coverage, the matrix."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.specification.models import Baseline, BaselineLayout
from decisions.traceability.baseline_copy import BaselineCopy
from decisions.traceability.contexts.baselines import page_of_path, steps_of
from decisions.traceability.contexts.coverage import matrix_page, matrix_rows, page_of_coverage
from decisions.traceability.contexts.timeline import timeline
from documents.document_files.file_answers import attachment, format_or_404
from documents.richtext.exchange.export_formats import ExportFormat
from documents.richtext.markup import markup_of
from foundation.accounts.decorators import MemberRequest
from foundation.web.csv_safe import lines_of
from foundation.web.pagination import number_in
from foundation.web.responses import Streamed


@require_safe
@in_project
def baselines(request: MemberRequest, project: Project) -> HttpResponse:
    """Show the path travelled, and what changed between two baselines (`?from=1.1&to=1.2`, or `to=now`)."""
    context = page_of_path(project, request.user, request.GET.get("from", ""), request.GET.get("to", ""))
    context["timeline"] = timeline(context["steps"], context["others"], context["here"], context["now"])
    context["forms"] = ExportFormat.here()
    return render(request, "traceability/path.html", context)


def baseline_in(project: Project, number: str) -> Baseline:
    """Find a baseline by its number."""
    whole, _dot, part = number.partition(".")
    place = {"whole": number_in(whole) or 0, "part": number_in(part)}
    return get_object_or_404(Baseline.objects.in_project(project).select_related("project", "circle"), **place)


@require_safe
@in_project
def baseline(request: MemberRequest, project: Project, number: str) -> HttpResponse:
    """Show the text of a baseline as it was agreed, and the decisions that made it."""
    found = baseline_in(project, number)
    step = next(one for one in steps_of(project) if one.baseline.pk == found.pk)
    documents = [one.document for one in BaselineLayout.of(found, request.user)]
    first = documents[0] if documents else None
    asked = next((one for one in documents if str(one.number) == request.GET.get("document")), first)
    html = markup_of(BaselineCopy(found, request.user, asked.number).nodes(), anchors=False) if asked else ""
    shown = {"html": html, "documents": documents, "asked": asked, "forms": ExportFormat.here()}
    context = {"project": project, "baseline": found, "step": step, **shown}
    return render(request, "traceability/baseline.html", context)


@require_safe
@in_project
def baseline_file(request: MemberRequest, project: Project, number: str, form: str) -> HttpResponse:
    """Return a baseline as a file."""
    baseline, ending = baseline_in(project, number), format_or_404(form)
    name = f"{project.slug}-{baseline.number}.{ending}"
    return attachment(BaselineCopy(baseline, request.user), ending, name, key=baseline.pk, user=request.user)


@require_safe
@in_project
def coverage(request: MemberRequest, project: Project) -> HttpResponse:
    """Show which clauses lack a test, an owner, a child or a decision (`?gap=test`), and decisions without a clause."""
    context = page_of_coverage(project, request.user, request.GET.get("gap", ""), request.GET.get("after", ""))
    return render(request, "traceability/coverage.html", context)


@require_safe
@in_project
def matrix(request: MemberRequest, project: Project) -> HttpResponse:
    """Show what each clause comes from, what comes from it, what tests it and which decisions made it."""
    return render(request, "traceability/matrix.html", matrix_page(project, request.user, request.GET.get("after", "")))


@require_safe
@in_project
def matrix_sheet(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Return the matrix as CSV."""
    response = Streamed(lines_of(matrix_rows(project, request.user)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{project.slug}-matrix.csv"'
    return response
