"""API of the register: filters as on its page, saved filters, and PDF in the making."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from accounts.decorators import asker
from decisions.api.outputs import decision_out
from decisions.api.schemas import DecisionOut, Page
from decisions.exports import pdf
from decisions.exports.pdf_jobs import order
from decisions.models import Decision, Printout, SavedFilter
from decisions.register.filters import RegisterFilters
from decisions.register.most_cited import explaining
from decisions.register.sorting import Sorting
from projects.access import project_for
from web.api_bodies import Body
from web.exceptions import Refused
from web.pagination import found_after

router = Router()


class Filters(Schema):
    """Filters and order of the register, as the address of its page writes them; what means nothing is ignored."""

    circle: str = Field("", description="A circle's key.")
    state: str = Field(
        "", description="in_force, kept, review, suspended, amended, superseded, revoked, past, cheap, concern …"
    )
    q: str = Field("", description="Words of title, text, tension, concerns and objections, in any form.")
    who: str = Field("", description="The id of who owns or proposed it.")
    year: str = ""
    since: str = Field("", description="The first day, 2026-11-24.")
    until: str = Field("", description="The last day.")
    least: str = Field("", description="Costs at least.")
    most: str = Field("", description="Costs at most.")
    undo: str = Field("", description="easy, costly or irreversible.")
    touches: str = Field("", description="The key of a domain, an element (FE-2) or a circle.")
    sort: str = Field("", description="number, taken, cost, undo or review; a minus turns it round.")

    def asked(self) -> RegisterFilters:
        """Read them."""
        return RegisterFilters.from_query(self.dict())


class SavedFilterIn(Body):
    """A filter to keep under a name: `query` as the register's address has it after `?`."""

    name: str
    query: str = ""


class SavedFilterOut(SavedFilterIn):
    """A filter kept under a name."""

    id: int


class PrintoutOut(Schema):
    """A PDF of the register in the making; `ready_at` is null until it can be taken at `file`."""

    id: UUID
    number: int
    done: int
    asked_at: datetime
    ready_at: datetime | None
    failed_at: datetime | None
    address: str
    file: str | None


@router.get("projects/{slug}/decisions", response=Page[DecisionOut])
def decisions(request: HttpRequest, slug: str, filters: Query[Filters], before: str = "") -> Any:
    """List decisions, newest first where nothing else is asked; filters as on the register's page."""
    project, asked = project_for(request, slug), filters.asked()
    found = asked.among(Decision.objects.visible_to(asker(request)).in_project(project), project)
    page = Sorting(asked.sort).page(found, before, read=_whole)
    return {"rows": [decision_out(decision) for decision in page.rows], "before": page.next}


@router.get("projects/{slug}/decisions/{number}", response=DecisionOut)
def decision(request: HttpRequest, slug: str, number: int) -> Any:
    """Read a decision."""
    found = _whole(Decision.objects.visible_to(asker(request)).in_project(project_for(request, slug)))
    return decision_out(get_object_or_404(found, number=number))


@router.get("projects/{slug}/circles/{key}/explaining", response=list[DecisionOut])
def explain(request: HttpRequest, slug: str, key: str) -> Any:
    """Return the ten decisions that explain a circle: those that others name most, the most named first."""
    found = Decision.objects.visible_to(asker(request)).in_project(project_for(request, slug)).in_scope(key)
    return [decision_out(decision) for decision in _whole(explaining(found))]


@router.get("projects/{slug}/decision-filters", response=list[SavedFilterOut])
def saved_filters(request: HttpRequest, response: HttpResponse, slug: str, after: str = "") -> Any:
    """List one's saved filters, by name."""
    own = SavedFilter.objects.of(asker(request), project_for(request, slug))
    return found_after(request, response, own, after, key="name")


@router.post("projects/{slug}/decision-filters", response={201: SavedFilterOut})
def save_filter(request: HttpRequest, slug: str, given: SavedFilterIn) -> Any:
    """Keep a filter under a name; one of one's own of this name is replaced."""
    project = project_for(request, slug)
    return Status(
        201, SavedFilter.save_as(project, given.name, RegisterFilters.of(given.query).query, by=asker(request))
    )


@router.delete("projects/{slug}/decision-filters/{key}", response={204: None})
def remove_filter(request: HttpRequest, slug: str, key: int) -> Any:
    """Forget a filter of one's own."""
    get_object_or_404(SavedFilter.objects.of(asker(request), project_for(request, slug)), pk=key).delete()
    return Status(204, None)


@router.post("projects/{slug}/decision-printouts", response={202: PrintoutOut})
def print_register(request: HttpRequest, slug: str, filters: Query[Filters]) -> Any:
    """Have the decisions asked for made into PDF; the inbox tells when it is ready."""
    project = project_for(request, slug)
    if not pdf.is_possible():
        raise Refused(pdf.why_not())
    return Status(202, _printout_out(order(project, filters.asked(), by=asker(request))))


@router.get("projects/{slug}/decision-printouts/{key}", response=PrintoutOut)
def printout(request: HttpRequest, slug: str, key: UUID) -> Any:
    """Say how far a PDF is that one has asked for."""
    return _printout_out(get_object_or_404(Printout.objects.of(asker(request), project_for(request, slug)), pk=key))


def _whole(found: Any) -> Any:
    return found.with_suspension().select_related("project", "circle", "decided_by", "proposal", "small_act")


def _printout_out(found: Printout) -> dict[str, Any]:
    names = ("id", "number", "done", "asked_at", "ready_at", "failed_at")
    address = found.get_absolute_url()
    return {name: getattr(found, name) for name in names} | {
        "address": address,
        "file": f"{address}file/" if found.ready_at else None,
    }
