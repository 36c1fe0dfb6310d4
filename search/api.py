"""API of search."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from accounts.decorators import asker
from circles.access import project_for
from search.name_patterns import SearchQuery
from search.name_search import Hit, find

router = Router()


class HitRestrictionOut(Schema):
    """Why a document is restricted, and until which day."""

    reason: str
    ends_on: date


class HitOut(Schema):
    """A thing that was found; `circle` is the key of where it is (of a circle, its own), null for people.
    `restriction` holds for a restricted document.
    """

    kind: str
    title: str
    reference: str
    address: str
    circle: str | None
    restriction: HitRestrictionOut | None

    @staticmethod
    def resolve_circle(hit: Hit) -> str | None:
        """Return the circle's key."""
        return hit.circle.key if hit.circle else None


@router.get("projects/{slug}/search", response=list[HitOut])
def search(request: HttpRequest, slug: str, q: str = "") -> Any:
    """Find circles, people and things by the words of their names, or by reference or @handle, best first."""
    project = project_for(request, slug)
    groups = find(project, asker(request), SearchQuery.from_text(q))
    return [hit for group in groups for hit in group.hits]
