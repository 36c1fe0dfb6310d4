"""What a circle's page, and its card on the map, show of decisions."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from circles.circles.models import Circle
from circles.projects.project_cache import now_in
from decisions.decisions.models import Decision, Effect, EffectOn, Objection, Proposal
from decisions.decisions.register.most_cited import explaining
from foundation.accounts.models import User

ROWS = 6
CARD_ROWS = 3


def map_card_of(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Return the template and context that show on the map what a circle is deciding, objections first, and the reviews
    that are due.
    """
    day = circle.project.day_of(now_in(circle.project))
    undecided = Proposal.objects.undecided().concerning(circle).for_lists()
    standing = Objection.objects.standing().filter(proposal=OuterRef("pk"))
    return "decisions/card.html", {
        "proposals": undecided.annotate(is_objected=Exists(standing)).order_by("-is_objected", "-number")[:CARD_ROWS],
        "reviews": Decision.objects.in_circle(circle).due_for_review(day).order_by("review_on")[:CARD_ROWS],
    }


def spared_by(circle: Circle) -> QuerySet[Effect]:
    """Return what undecided proposals say that they leave alone of a circle, although they name it: it may say
    otherwise.
    """
    undecided = Proposal.objects.in_project(circle.project).undecided().values("pk")
    said = Effect.objects.filter(sort=EffectOn.CIRCLE, names=circle.key, changes=False, proposal__in=undecided)
    return said.select_related("proposal__project", "proposal__circle").order_by("-pk")


def panel_of(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Return the template and context that show what a circle is deciding, its last decisions, and those that explain
    it to a newcomer: these by themselves where they are not all among the last.
    """
    undecided, taken = Proposal.objects.undecided().concerning(circle), Decision.objects.in_circle(circle)
    spared = spared_by(circle)
    last = taken.for_lists().order_by("-number")[:ROWS]
    explains = explaining(taken.select_related("project"))
    return "decisions/panel.html", {
        "proposals": undecided.for_lists().order_by("-number")[: 2 * ROWS],
        "decisions": last,
        "explaining": explains,
        "spared": spared[:ROWS],
        "has_earlier": lambda: len(last) == ROWS,
        "explains_more": lambda: not {one.pk for one in explains} <= {one.pk for one in last},
        "numbers": {"open": undecided, "in_force": taken.in_force(), "spared": spared},
    }
