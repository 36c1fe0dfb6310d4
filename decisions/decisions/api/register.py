"""API of the register: filters as on its page, and saved filters."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from circles.projects.access import project_for
from decisions.decisions.api.outputs import decision_out
from decisions.decisions.api.schemas import DecisionOut, Page
from decisions.decisions.models import Decision, SavedFilter
from decisions.decisions.register.filters import RegisterFilters
from decisions.decisions.register.most_cited import explaining
from decisions.decisions.register.sorting import Sorting
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.pagination import found_after

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


def _whole(found: Any) -> Any:
    return found.with_suspension().select_related("project", "circle", "decided_by", "proposal", "small_act")
