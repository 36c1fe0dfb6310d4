"""API of search."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from accounts.decorators import asker
from projects.access import project_for
from search.contexts.hit import Hit
from search.contexts.hits import results
from search.typed_filters import FILTERS
from web.pagination import CursorPage, listed

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


class UnfilteredHitsIn(Schema):
    """What is looked for. `q` has words, "phrases" and filters (`from:ada in:hydraulics is:open has:file before:june`,
    or their French words); the same filters have parameters of their own. `referenced` keeps only things with a
    reference, such as D-12, by the beginning of it too: `SPEC-4`.
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
