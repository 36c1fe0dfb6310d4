"""API of the specification: clauses, what is said about them, looks, baselines, ReqIF."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from circles.circles.access import circle_for
from circles.circles.models import Circle
from circles.projects.access import project_for
from circles.projects.models import Project
from decisions.specification import permissions
from decisions.specification.api_schemas import (
    BaselinesOut,
    ClauseIn,
    ClauseLookIn,
    ClauseOut,
    ClausesOut,
    DescriptionIn,
    RatifiedsOut,
    ReqifImportOut,
    SpecificationIn,
)
from decisions.specification.exports.reqif import documents_to_exchange, file_of_baseline, file_of_documents
from decisions.specification.exports.reqif_xml import written
from decisions.specification.forms import named_clauses
from decisions.specification.models import Baseline, Clause, RatifiedText
from decisions.specification.reqif_file import read_reqif
from decisions.specification.workflows.clauses import describe, drop, make_clause, note_look
from decisions.specification.workflows.import_reqif import import_reqif
from documents.documents.models import Document
from foundation.accounts.decorators import asker
from foundation.web.exceptions import require
from foundation.web.form_errors import refuse_field
from foundation.web.pagination import number_in, page_of

router = Router()


def clause_for(request: HttpRequest, slug: str, key: str) -> Clause:
    """Find a clause of a document that the asker may read."""
    rows = Clause.objects.visible_to(asker(request)).in_project(project_for(request, slug)).filter(dropped_at=None)
    return get_object_or_404(rows.for_lists(), key=key)


def document_for(request: HttpRequest, project: Project, number: int) -> Document:
    """Find a document that the asker may read."""
    rows = Document.objects.in_project(project).readable_by(asker(request)).select_related("project", "circle")
    return get_object_or_404(rows, number=number)


@router.get("projects/{slug}/clauses", response=ClausesOut)
def clauses(request: HttpRequest, slug: str, after: str = "", circle: str = "", *, suspect: bool = False) -> Any:
    """List clauses; `circle` by key, `suspect`: only those whose parent has changed."""
    found = Clause.objects.visible_to(asker(request)).in_project(project_for(request, slug)).standing()
    found = found.in_scope(circle).suspect() if suspect else found.in_scope(circle)
    page = page_of(found.for_lists(), after, key="id")
    return {"clauses": ClauseOut.rows(page.rows, asker(request)), "after": page.next}


@router.post("projects/{slug}/clauses", response={201: ClauseOut})
def make(request: HttpRequest, slug: str, body: ClauseIn) -> Any:
    """Make a clause of a block, with the next key of its chapter."""
    document = document_for(request, project_for(request, slug), body.document)
    require(permissions.may_make(asker(request), document))
    made = make_clause(document, body.block, by=asker(request))
    return Status(201, ClauseOut.rows([clause_for(request, slug, made.key)], asker(request))[0])


@router.get("projects/{slug}/clauses/{key}", response=ClauseOut)
def clause(request: HttpRequest, slug: str, key: str) -> Any:
    """Read a clause."""
    return ClauseOut.rows([clause_for(request, slug, key)], asker(request))[0]


@router.patch("projects/{slug}/clauses/{key}", response=ClauseOut)
def say(request: HttpRequest, slug: str, key: str, body: DescriptionIn) -> Any:
    """Say whose a clause is, of which kind, and from which it comes."""
    found = clause_for(request, slug, key)
    require(permissions.may_describe(asker(request), found))
    given = {name: value for name, value in body.dict().items() if value is not None}
    if "kind" in given:
        given["kind_of"] = given.pop("kind")
    if "circles" in given:
        given["circles"] = [_circle(found.project, name) for name in given["circles"]]
    if "parents" in given:
        given["parents"] = named_clauses(found.project, ",".join(given["parents"]), reader=asker(request))
    if "owner" in given:
        given["owner"] = get_object_or_404(found.project.people(), pk=given["owner"])
    describe(found, by=asker(request), **given)
    return ClauseOut.rows([clause_for(request, slug, key)], asker(request))[0]


def _circle(project: Project, key: str) -> Circle:
    found = Circle.objects.in_project(project).open().filter(key=key).first()
    if found is None:
        refuse_field("circles", key, within="body")
    return found


@router.delete("projects/{slug}/clauses/{key}", response={204: None})
def remove(request: HttpRequest, slug: str, key: str) -> Any:
    """Make a draft plain text again; its key is not given again."""
    found = clause_for(request, slug, key)
    require(permissions.may_describe(asker(request), found))
    drop(found, by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/clauses/{key}/looks", response=ClauseOut)
def look_at(request: HttpRequest, slug: str, key: str, body: ClauseLookIn) -> Any:
    """Say of a suspect clause that it is still right, was changed, or is a tension."""
    found = clause_for(request, slug, key)
    require(permissions.may_look(asker(request), found))
    note_look(found, body.word, by=asker(request))
    return ClauseOut.rows([clause_for(request, slug, key)], asker(request))[0]


@router.get("projects/{slug}/baselines", response=BaselinesOut)
def baselines(request: HttpRequest, slug: str, after: str = "") -> Any:
    """List the baselines, from the first."""
    found = Baseline.objects.in_project(project_for(request, slug)).select_related("circle")
    page = page_of(found.annotate(number_of_texts=Count("texts")), after, key="id")
    rows = [
        {"number": one.number, "made_at": one.made_at, "circle": one.circle.key, "texts": number_of(one)}
        for one in page.rows
    ]
    return {"baselines": rows, "after": page.next}


def number_of(baseline: Any) -> int:
    """Return how many texts a baseline brought, as it was counted with it."""
    number: int = baseline.number_of_texts
    return number


def baseline_for(request: HttpRequest, slug: str, number: str) -> Baseline:
    """Find a baseline by its number."""
    whole, _dot, part = number.partition(".")
    place = {"whole": number_in(whole) or 0, "part": number_in(part)}
    rows = Baseline.objects.in_project(project_for(request, slug)).select_related("project")
    return get_object_or_404(rows, **place)


@router.get("projects/{slug}/baselines/{number}.reqif", response={200: None}, openapi_extra={"responses": {}})
def baseline_reqif(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Return a baseline as ReqIF. Declared before the baseline itself, whose number would else take the ending."""
    found = baseline_for(request, slug, number)
    data = written(file_of_baseline(found, asker(request)), title=f"{found.project.name} {found.number}")
    return HttpResponse(data, content_type="application/xml; charset=utf-8")


@router.get("projects/{slug}/baselines/{number}", response=RatifiedsOut)
def baseline(request: HttpRequest, slug: str, number: str, after: str = "") -> Any:
    """Read the agreed texts of a baseline."""
    found = baseline_for(request, slug, number)
    seen = Clause.objects.in_project(found.project).visible_to(asker(request))
    texts = RatifiedText.objects.filter(pk__in=found.text_ids().values(), clause__in=seen)
    page = page_of(texts.select_related("clause", "baseline"), after, key="id")
    rows = [
        {"key": one.clause.key, "title": one.title, "text": one.words, "since": one.baseline.number}
        for one in page.rows
    ]
    return {"texts": rows, "after": page.next}


@router.get("projects/{slug}/documents/{number}/reqif", response={200: None}, openapi_extra={"responses": {}})
def document_reqif(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Return a document and its clauses as they stand now, as ReqIF; what they come from in other documents by name."""
    project = project_for(request, slug)
    document = document_for(request, project, number)
    return _as_xml(project, [document], document.title, request)


@router.get("projects/{slug}/specifications.reqif", response={200: None}, openapi_extra={"responses": {}})
def specification_reqif(request: HttpRequest, slug: str) -> HttpResponse:
    """Return all documents with clauses as they stand now, with all relations, as one file of ReqIF."""
    project = project_for(request, slug)
    return _as_xml(project, documents_to_exchange(project, asker(request)), project.name, request)


def _as_xml(project: Project, documents: list[Document], title: str, request: HttpRequest) -> HttpResponse:
    data = written(file_of_documents(project, documents, asker(request)), title=title)
    return HttpResponse(data, content_type="application/xml; charset=utf-8")


@router.post("projects/{slug}/specifications", response={201: ReqifImportOut})
def import_specification(request: HttpRequest, slug: str, body: SpecificationIn) -> Any:
    """Bring a ReqIF file in: whole, or not at all. What comes in is a draft until a decision ratifies it."""
    home = circle_for(request, slug, body.circle)
    require(permissions.may_import(asker(request), home.project))
    tally = import_reqif(read_reqif(body.reqif.encode()), home, by=asker(request), origin=body.name)
    return Status(201, {**tally.new, "existing": tally.existing})
