"""Pages of clauses: the specification, one clause, and what can be done with it."""

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.specification import permissions
from decisions.specification.contexts.marks import marks_of
from decisions.specification.contexts.pages import page_of_clause, page_of_specification
from decisions.specification.forms import ClauseForm
from decisions.specification.models import Clause
from decisions.specification.workflows.clauses import describe, drop, make_clause, note_look
from documents.documents.models import Document
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or


def clause_in(project: Project, key: str, request: MemberRequest) -> Clause:
    """Find a clause of a document that the person may read."""
    every = Clause.objects.in_project(project).visible_to(request.user).filter(dropped_at=None).for_lists()
    found: Clause = get_object_or_404(every, key=key)
    found.project = found.document.project = project  # it remembers what this request has read of it
    return found


def document_in(project: Project, number: int, request: MemberRequest) -> Document:
    """Find a document that the person may read."""
    found = Document.objects.in_project(project).readable_by(request.user).select_related("project", "circle")
    return get_object_or_404(found, number=number)


@require_safe
@in_project
def specification(request: MemberRequest, project: Project) -> HttpResponse:
    """Show the clauses of a document (`?document=27`, else the specification), of one `?state=`; `?why=SPEC-4.1` opens
    why one is there.
    """
    asked = {name: request.GET.get(name, "") for name in ("document", "state", "why", "after")}
    context = page_of_specification(project, request.user, **asked)
    return render(request, "specification/specification.html", context)


@require_safe
@in_project
def clause(request: MemberRequest, project: Project, key: str) -> HttpResponse:
    """Show one clause."""
    return _page(request, clause_in(project, key, request))


def _page(request: MemberRequest, found: Clause, form: ClauseForm | None = None) -> HttpResponse:
    context = page_of_clause(found, request.user)
    context["form"] = form or ClauseForm(clause=found, reader=request.user, initial=ClauseForm.start(found))
    return render(request, "specification/clause.html", context, status=422 if form else 200)


@require_POST
@in_project
def new_clause(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Make a clause of a block (`block`) of a document; the editor reads what came of it."""
    document = document_in(project, number, request)
    require(permissions.may_make(request.user, document))
    made = make_clause(document, request.POST.get("block", ""), by=request.user)
    return JsonResponse({"key": made.key, "address": made.get_absolute_url()}, status=201)


@require_safe
@in_project
def marks(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Say which blocks of a document are clauses, for its margin."""
    return JsonResponse({"clauses": marks_of(document_in(project, number, request))})


@require_http_methods(["GET", "POST"])
@in_project
def description(request: MemberRequest, project: Project, key: str) -> HttpResponseBase:
    """Say whose a clause is, of which kind, and from which it comes."""
    found = clause_in(project, key, request)
    require(permissions.may_describe(request.user, found))
    if request.method == "GET":
        return redirect(found)
    form = ClauseForm(request.POST, clause=found, reader=request.user, initial=ClauseForm.start(found))
    if not form.is_valid():
        return _page(request, found, form)
    describe(found, by=request.user, **form.cleaned_data)
    return redirect(found)


@require_POST
@in_project
def a_look(request: MemberRequest, project: Project, key: str) -> HttpResponseBase:
    """Say of a suspect clause that it is still right, was changed, or is a tension; a tension leads to a proposal."""
    found = clause_in(project, key, request)
    require(permissions.may_look(request.user, found))
    note_look(found, request.POST.get("word", ""), by=request.user)
    if request.POST.get("word") == "tension":
        begun = _("%(key)s no longer fits what it comes from.") % {"key": found.key}
        address = reverse("decisions:new_proposal", args=[project.slug])
        return redirect(f"{address}?circle={found.scope}&clauses={found.key}&tension={begun}&from={found.key}")
    return back_or(request, found)


@require_POST
@in_project
def removal(request: MemberRequest, project: Project, key: str) -> HttpResponseBase:
    """Make a draft plain text again."""
    found = clause_in(project, key, request)
    require(permissions.may_describe(request.user, found))
    drop(found, by=request.user)
    return redirect(found.document)
