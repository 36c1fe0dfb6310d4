"""API of search."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field, create_model

from across.search.contexts.hit import Hit
from across.search.contexts.hits import results
from across.search.models import SavedSearch
from across.search.models.saved_search import MAX_ASKED, MAX_NAME
from across.search.typed_filters import FILTERS
from circles.projects.access import project_for
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.pagination import CursorPage, listed

router = Router()


class HitRestrictionOut(Schema):
    """Why a document is restricted, and until which day."""

    reason: str
    ends_on: date


class HitOut(Schema):
    """A thing that was found; `circle` is the key of where it is (of a circle, its own), null for people.
    `excerpt` are the words around what was looked for, `more` how many further places of it have them; `address` leads
    to the place. `restriction` holds for a restricted document. Of a clause that was `changed` since it was
    ratified, `excerpt` is the new text, `in_force` the one that holds.
    """

    kind: str
    title: str
    reference: str
    address: str
    circle: str | None
    author: str | None
    happened_at: datetime | None
    state: str
    excerpt: str
    in_force: str
    more: int
    restriction: HitRestrictionOut | None

    @staticmethod
    def resolve_kind(hit: Hit) -> str:
        """Return its kind."""
        return hit.kind_for_programs

    @staticmethod
    def resolve_in_force(hit: Hit) -> str:
        """Return what holds of a clause until its change is ratified."""
        return hit.in_force_words

    @staticmethod
    def resolve_circle(hit: Hit) -> str | None:
        """Return the circle's key."""
        return hit.circle.key if hit.circle else None

    @staticmethod
    def resolve_author(hit: Hit) -> str | None:
        """Return the name of who said it, wrote last, or owns it."""
        return hit.person.name if hit.person else None


class UnfilteredHitsIn(Body):
    """What is looked for. `q` has words, "phrases" and filters (`from:ada in:hydraulics is:open has:file before:june`,
    or their French words); the same filters have parameters of their own. `referenced` keeps only things with a
    reference, such as D-12, by the beginning of it too: `SPEC-4` has what is below and nothing else.
    """

    q: Annotated[str, Field(max_length=500)] = ""
    sort: Annotated[str, Field(max_length=20)] = ""
    after: Annotated[str, Field(max_length=20)] = ""
    referenced: bool = False


if TYPE_CHECKING:
    HitsIn = UnfilteredHitsIn
else:
    parameters = {key: (Annotated[str, Field(max_length=one.longest)], "") for key, one in FILTERS.items()}
    own = {name: (field.annotation, field) for name, field in UnfilteredHitsIn.model_fields.items()}
    told = UnfilteredHitsIn.__doc__
    HitsIn = create_model("HitsIn", __base__=Schema, __doc__=told, q=own.pop("q"), **parameters, **own)


@router.get("projects/{slug}/search", response=list[HitOut])
def search(request: HttpRequest, response: HttpResponse, slug: str, asked: Query[HitsIn]) -> Any:
    """Find everything that has these words, of what you may see: documents by paragraph, clauses, proposals, decisions,
    messages, comments, actions, tracks, minutes, files, people and circles; by fit, freshness and nearness to your
    circles, or with `sort=latest` by time. The `Link` header leads to the next page.
    """
    project = project_for(request, slug)
    chosen = asked.model_dump(include=set(FILTERS))
    found = results(
        project,
        asker(request),
        asked.q,
        chosen=chosen,
        latest=asked.sort == "latest",
        after=asked.after,
        referenced=asked.referenced,
    )
    return listed(request, response, CursorPage(found.hits, found.result.next))


class SavedSearchOut(Schema):
    """A search that you saved: `asked` is what follows the `?` of the page's address."""

    id: int
    name: str
    asked: str
    address: str
    saved_at: datetime

    @staticmethod
    def resolve_address(saved: SavedSearch) -> str:
        """Return where it is asked."""
        return saved.get_absolute_url()


class SavedSearchIn(Body):
    """A search to save, as it stands in the page's address: `q=seal&kind=decisions`."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
    asked: Annotated[str, Field(min_length=1, max_length=MAX_ASKED)]


@router.get("projects/{slug}/searches", response=list[SavedSearchOut])
def saved_searches(request: HttpRequest, slug: str) -> Any:
    """List the searches that you saved; fifty at most."""
    return SavedSearch.objects.of(asker(request), project_for(request, slug)).select_related("project")


@router.post("projects/{slug}/searches", response={201: SavedSearchOut})
def save_search(request: HttpRequest, slug: str, search: SavedSearchIn) -> Any:
    """Save a search; the same again gets the new name."""
    project = project_for(request, slug)
    return Status(201, SavedSearch.keep(project, search.name, search.asked, by=asker(request)))


@router.delete("projects/{slug}/searches/{key}", response={204: None})
def remove_saved_search(request: HttpRequest, slug: str, key: int) -> Any:
    """Keep a search no longer."""
    get_object_or_404(SavedSearch.objects.of(asker(request), project_for(request, slug)), pk=key).delete()
    return Status(204, None)
