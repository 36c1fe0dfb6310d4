"""A specification that comes in, and that people take away, as ReqIF."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.specification import permissions
from decisions.specification.exports.reqif import documents_to_exchange, file_of_baseline, file_of_documents
from decisions.specification.exports.reqif_xml import written
from decisions.specification.forms import ReqifForm
from decisions.specification.models import Baseline
from decisions.specification.reqif_file import read_reqif
from decisions.specification.reqif_rows import ReqifFile
from decisions.specification.views.clauses import document_in
from decisions.specification.workflows.import_reqif import import_reqif
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import Refused, require
from foundation.web.pagination import number_in


@require_http_methods(["GET", "POST"])
@in_project
def exchange(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Bring a ReqIF file in, and name those to take away."""
    form = ReqifForm(request.POST or None, request.FILES or None, project=project, initial={"circle": "general"})
    may_import = permissions.may_import(request.user, project)
    if request.method == "POST":
        require(may_import)
    if form.is_valid():
        sent, circle = form.cleaned_data["file"], form.cleaned_data["circle"]
        try:
            tally = import_reqif(read_reqif(sent.read()), circle, by=request.user, origin=sent.name[:200])
        except Refused as refused:
            form.add_error("file", refused.sentence)
        else:
            counts = {"new": tally["clauses"], "known": tally.existing}
            messages.success(request, _("%(new)s clauses came in; %(known)s were there already.") % counts)
            return redirect("specification:specification", project.slug)
    shown = {"form": form, "may_import": may_import, "documents": documents_to_exchange(project, request.user)}
    status = 422 if form.is_bound else 200
    return render(request, "specification/exchange.html", {"project": project, **shown}, status=status)


def attached(file: ReqifFile, name: str, title: str) -> HttpResponse:
    """Return a file to take away."""
    response = HttpResponse(written(file, title=title), content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@in_project
def document_reqif(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Return a document with its clauses as they stand now."""
    document = document_in(project, number, request)
    name = f"{project.slug}-{document.reference.lower()}.reqif"
    return attached(file_of_documents(project, [document], request.user), name, document.title)


@require_safe
@in_project
def specification_reqif(request: MemberRequest, project: Project) -> HttpResponse:
    """Return all documents with clauses as they stand now, with all relations, in one file."""
    documents = documents_to_exchange(project, request.user)
    return attached(file_of_documents(project, documents, request.user), f"{project.slug}.reqif", project.name)


@require_safe
@in_project
def baseline_reqif(request: MemberRequest, project: Project, number: str) -> HttpResponse:
    """Return a baseline."""
    whole, _dot, part = number.partition(".")
    place = {"whole": number_in(whole) or 0, "part": number_in(part)}
    found = get_object_or_404(Baseline.objects.in_project(project).select_related("project"), **place)
    file = file_of_baseline(found, request.user)
    return attached(file, f"{project.slug}-{found.number}.reqif", f"{project.name} {found.number}")
