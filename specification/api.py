"""API of the specification: clauses, what is said about them, looks, baselines, ReqIF."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from pydantic import WithJsonSchema

from accounts.decorators import asker
from circles.access import circle_for
from circles.models import Circle
from documents.models import Document
from projects.access import project_for
from projects.models import Project
from specification import permissions
from specification.exports.reqif import file_of_baseline, file_of_documents, written
from specification.forms import named_clauses
from specification.models import Baseline, Clause, ClauseLook, RatifiedText
from specification.reqif_file import MAX_BYTES, read_reqif
from specification.workflows.clauses import describe, drop, make_clause, note_look
from specification.workflows.import_reqif import import_reqif
from web.api_bodies import Body
from web.exceptions import require
from web.form_errors import refuse_field
from web.pagination import number_in, page_of

router = Router()
Kind = Literal["need", "requirement", "constraint", "interface", "test"]
Word = Annotated[ClauseLook.Word, WithJsonSchema({"enum": ClauseLook.Word.values, "type": "string"})]


class ClauseOut(Schema):
    """A clause; `state` is draft, ratified, changed or retired, `text` what its document says now, `ratified_text` what
    the last decision about it agreed.
    """

    key: str
    title: str
    state: str
    is_suspect: bool
    is_gone: bool = Field(description="Its document has its block no more.")
    kind: str
    circles: list[str]
    parents: list[str]
    owner_id: UUID | None
    document: str
    block: str
    baseline: str | None
    text: str
    ratified_text: str
    rationale: str
    foreign_key: str
    foreign_status: str

    @staticmethod
    def of(clause: Clause) -> dict[str, Any]:
        """Return a clause as fields."""
        ratified = clause.ratified
        return {
            **{name: getattr(clause, name) for name in ("key", "title", "is_suspect", "is_gone", "owner_id")},
            **{name: getattr(clause, name) for name in ("rationale", "foreign_key", "foreign_status")},
            "state": clause.state.value,
            "kind": clause.kind_of,
            "circles": [circle.key for circle in clause.holders],
            "parents": [tie.parent.key for tie in clause.parent_ties.all()],
            "document": clause.document.reference,
            "block": clause.bid,
            "baseline": ratified.baseline.number if ratified else None,
            "text": "" if clause.is_gone else clause.text.words,
            "ratified_text": ratified.words if ratified else "",
        }


class ClausesOut(Schema):
    """A page of clauses; `after` is the cursor of the next page."""

    clauses: list[ClauseOut]
    after: str


class ClauseIn(Body):
    """A block of a document (its id, as the editor and links to it have it) that becomes a clause."""

    document: int
    block: str = Field(max_length=24)


class DescriptionIn(Body):
    """What to say about a clause; the rest stays. Circles and parents by key, `owner` a person of the project."""

    kind: Kind | None = None
    circles: list[str] | None = None
    parents: list[str] | None = None
    owner: UUID | None = None
    rationale: str | None = None


class SpecificationIn(Body):
    """A ReqIF file as text, its name, and the circle whose its clauses are."""

    reqif: str = Field(max_length=MAX_BYTES)
    name: str = Field("", max_length=200)
    circle: str = "general"


class ClauseLookIn(Body):
    """What was found of a suspect clause."""

    word: Word


class BaselineOut(Schema):
    """A baseline: its number, when and in which circle it was ratified, and how many texts it brought."""

    number: str
    made_at: datetime
    circle: str
    texts: int


class RatifiedOut(Schema):
    """A clause's text in a baseline."""

    key: str
    title: str
    text: str
    since: str = Field(description="The baseline that brought it.")


class BaselinesOut(Schema):
    """A page of baselines; `after` is the cursor of the next page."""

    baselines: list[BaselineOut]
    after: str


class RatifiedsOut(Schema):
    """A page of a baseline's texts; `after` is the cursor of the next page."""

    texts: list[RatifiedOut]
    after: str


class ReqifImportOut(Schema):
    """What came in."""

    clauses: int
    documents: int
    sections: int
    relations: int
    existing: int


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
    return {"clauses": [ClauseOut.of(clause) for clause in page.rows], "after": page.next}


@router.post("projects/{slug}/clauses", response={201: ClauseOut})
def make(request: HttpRequest, slug: str, body: ClauseIn) -> Any:
    """Make a clause of a block, with the next key of its chapter."""
    document = document_for(request, project_for(request, slug), body.document)
    require(permissions.may_make(asker(request), document))
    made = make_clause(document, body.block, by=asker(request))
    return Status(201, ClauseOut.of(clause_for(request, slug, made.key)))


@router.get("projects/{slug}/clauses/{key}", response=ClauseOut)
def clause(request: HttpRequest, slug: str, key: str) -> Any:
    """Read a clause."""
    return ClauseOut.of(clause_for(request, slug, key))


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
    return ClauseOut.of(clause_for(request, slug, key))


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
    return ClauseOut.of(clause_for(request, slug, key))


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
    """Return a document and its clauses as they stand now, as ReqIF."""
    project = project_for(request, slug)
    document = document_for(request, project, number)
    data = written(file_of_documents(project, [document]), title=document.title)
    return HttpResponse(data, content_type="application/xml; charset=utf-8")


@router.post("projects/{slug}/specifications", response={201: ReqifImportOut})
def import_specification(request: HttpRequest, slug: str, body: SpecificationIn) -> Any:
    """Bring a ReqIF file in: whole, or not at all. What comes in is a draft until a decision ratifies it."""
    home = circle_for(request, slug, body.circle)
    require(permissions.may_import(asker(request), home.project))
    tally = import_reqif(read_reqif(body.reqif.encode()), home, by=asker(request), origin=body.name)
    return Status(201, {**tally.new, "existing": tally.existing})
