"""API of how deciding goes, and of what other limits would change."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from circles.access import circle_for
from decisions.routing import RouteKind
from pace.contexts.past_register import register_of
from pace.contexts.pictures import amount_in
from pace.passages import middle, waiting_by_way, whole
from projects.access import project_for
from web.exceptions import Refused

router = Router()


class WayOut(Schema):
    """How decisions of one way go: `own_scope`, `synchronised` or `together`. Hours are waited on average."""

    way: RouteKind
    decisions: int
    asked: float | None = Field(description="People asked, in the middle.")
    hours: float | None = Field(description="From proposal to force, in the middle.")
    waited_to_be_asked: float
    waited_for_answers: float
    waited_for_objections: float
    waited_for_the_end: float


class PaceOut(Schema):
    """How deciding goes in a project, of the newest thousand decisions."""

    decisions: int
    ways: list[WayOut]


class TuningOut(Schema):
    """What another limit would have changed for a circle."""

    circle: str
    limit: Decimal
    of: int = Field(description="Decisions of the circle.")
    itself: int = Field(description="Of these, it would have taken so many itself.")
    before: int = Field(description="Under today's limit.")
    more: list[str] = Field(description="Those that it would have taken itself.")
    asked_less: int
    hours_sooner: float
    objections: int


@router.get("projects/{slug}/pace", response=PaceOut)
def pace(request: HttpRequest, slug: str) -> Any:
    """Say in which way decisions are taken, how many people are asked, how long it takes, and where it waits."""
    passages = register_of(project_for(request, slug)).passages
    counted, waits = whole(passages), waiting_by_way(passages)
    ways = [
        {
            "way": way,
            "decisions": counted[way],
            "asked": middle(float(one.asked) for one in passages if one.way == way),
            "hours": middle(one.hours for one in passages if one.way == way),
            "waited_to_be_asked": waits[way].ask,
            "waited_for_answers": waits[way].answers,
            "waited_for_objections": waits[way].objection,
            "waited_for_the_end": waits[way].end,
        }
        for way in RouteKind
        if way in waits
    ]
    return {"decisions": len(passages), "ways": ways}


@router.get("projects/{slug}/tuning", response=TuningOut)
def tuning(request: HttpRequest, slug: str, circle: str, limit: str) -> Any:
    """Play a circle's decisions again under another limit; writes nothing."""
    found, amount = circle_for(request, slug, circle), amount_in(limit)
    if amount is None:
        raise Refused(_("Give the limit as an amount."))
    tuned = register_of(found.project).tuned(found, amount)
    return {
        "circle": found.key,
        "limit": amount,
        "of": tuned.of,
        "itself": tuned.itself,
        "before": tuned.before,
        "more": [f"D-{one.number}" for one in tuned.more],
        "asked_less": tuned.asked_less,
        "hours_sooner": tuned.hours_sooner,
        "objections": tuned.objections,
    }
