"""API of how deciding goes, and of what other limits would change."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from circles.circles.access import circle_for
from circles.circles.models import Circle
from circles.projects.access import project_for
from daily.pace.contexts.past_register import register_of
from daily.pace.contexts.tuner import already_held, amount_in
from daily.pace.passages import middle, waiting_by_way, whole
from daily.pace.tuning import Tuning
from decisions.decisions.routing import RouteKind
from foundation.web.exceptions import Refused

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


class ClaimsOut(Schema):
    """How often a circle claims at another one, by key; `mutual` where the other claims at it as well."""

    claimant: str
    at: str
    claims: int
    released: int
    mutual: bool


class PaceOut(Schema):
    """How deciding goes in a project, of the newest thousand decisions; and who claims at whom, the most first."""

    decisions: int
    ways: list[WayOut]
    claims: list[ClaimsOut]


class TuningOut(Schema):
    """What another limit, or holding a domain, would have changed for a circle."""

    circle: str
    limit: Decimal | None
    domain: str = Field(description="The domain that it would hold, by key; empty where a limit is asked for.")
    holder: str = Field(description="Who holds that domain today, by key.")
    fewer: list[str] = Field(description="Decisions that today's holder takes itself and then would not.")
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
    register = register_of(project_for(request, slug))
    passages = register.passages
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
    circles = register.circles
    claims = [
        {
            "claimant": circles[one.claimant].key,
            "at": circles[one.proposer].key,
            "claims": one.claims,
            "released": one.released,
            "mutual": one.is_mutual,
        }
        for one in register.claims
    ]
    return {"decisions": len(passages), "ways": ways, "claims": claims}


@router.get("projects/{slug}/tuning", response=TuningOut)
def tuning(request: HttpRequest, slug: str, circle: str, limit: str = "", domain: str = "") -> Any:
    """Play a circle's decisions again under another limit, or with a `domain` in its hands; writes nothing."""
    found, amount = circle_for(request, slug, circle), amount_in(limit)
    if found.is_closed:
        raise Refused(_("This circle is closed."))
    if domain:
        return domain_tuning(found, domain)
    if amount is None:
        raise Refused(_("Give a limit as an amount, or a domain."))
    tuned = register_of(found.project).tuned(found, amount)
    return tuning_out(found, tuned, limit=amount, domain="", holder="", fewer=[])


def domain_tuning(circle: Circle, key: str) -> dict[str, Any]:
    """Play the register again with a domain in the hands of this circle."""
    domain = circle.project.domains.held().select_related("circle").filter(key=key).first()
    if domain is None:
        raise Refused(_("Name a domain that another circle holds."))
    if domain.circle_id == circle.pk:
        raise Refused(already_held(domain, circle))
    move = register_of(circle.project).moved(key, domain.circle, circle)
    fewer = [f"D-{one.number}" for one in move.losses.fewer]
    return tuning_out(circle, move.gains, limit=None, domain=key, holder=domain.circle.key, fewer=fewer)


def tuning_out(circle: Circle, tuned: Tuning, **asked: Any) -> dict[str, Any]:
    """Return what was asked for, and what it would have changed."""
    return asked | {
        "circle": circle.key,
        "of": tuned.of,
        "itself": tuned.itself,
        "before": tuned.before,
        "more": [f"D-{one.number}" for one in tuned.more],
        "asked_less": tuned.asked_less,
        "hours_sooner": tuned.hours_sooner,
        "objections": tuned.objections,
    }
