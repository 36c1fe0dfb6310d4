"""What decisions add to the shared floor: references, numbers for rail and map, a part of a circle's page."""

from datetime import timedelta
from typing import Any

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from audit.models import Entry
from circles.domain_events import (
    ElementChanging,
    LimitsChanged,
    LinkCreated,
    MoneyChanged,
    MoneyNeeded,
    ReservationDrawn,
    TextsChanged,
    TextsReindexed,
)
from circles.extension_points import Extension, NavTally, Panel
from circles.models import Circle, Item, Project
from circles.project_cache import now_in
from circles.restructuring.item_transfer import transfer_of
from decisions.event_types import DecisionEvent
from decisions.forms.autocomplete import decisions_for
from decisions.models import Citation, ConcernLook, Contest, Decision, Objection, Position, Proposal, Round
from decisions.models.proposals.ending import settle_what_costs
from decisions.record_sentences import SENTENCES
from decisions.register.most_cited import explaining
from decisions.register.most_cited import renew as renew_citations
from decisions.search_texts import DECISIONS, PROPOSALS
from web.exceptions import Refused
from web.formatting import moment
from web.pagination import number_in

ROWS = 6
CARD_ROWS = 3


def find_proposal(project: Project, number: int) -> Item | None:
    """Give the proposal that `P-24` means, or None."""
    return Proposal.objects.in_project(project).select_related("project", "circle").filter(number=number).first()


def find_decision(project: Project, number: int) -> Item | None:
    """Give the decision that `D-12` means, or None."""
    return Decision.objects.in_project(project).select_related("project", "circle").filter(number=number).first()


def how_many(project: Project, user: User) -> NavTally:
    """Count the proposals on which the person's position is asked."""
    return NavTally([Proposal.objects.in_project(project).waiting_for(user)], is_new=True)


def open_by_circle(project: Project, user: User) -> dict[int, int]:
    """Count undecided proposals by circle."""
    found = Proposal.objects.in_project(project).undecided().order_by()
    return dict(found.values_list("circle").annotate(Number("pk")))


def waiting_by_circle(project: Project, user: User) -> dict[int, int]:
    """Count by circle the proposals on which the person's position is asked."""
    found = Proposal.objects.in_project(project).waiting_for(user).order_by()
    return dict(found.values_list("circle").annotate(Number("pk")))


def objected(project: Project) -> QuerySet[Proposal]:
    """Give what a valid objection stands against."""
    return Proposal.objects.in_project(project).objected()


def overdue_reviews(project: Project) -> QuerySet[Decision]:
    """Give decisions whose review is due since before today."""
    return Decision.objects.in_project(project).due_for_review(project.day_of(now_in(project)) - timedelta(days=1))


def card(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show on the map what a circle is deciding, objections first, and the reviews that are due."""
    day = circle.project.day_of(now_in(circle.project))
    undecided = Proposal.objects.undecided().concerning(circle).for_lists()
    standing = Objection.objects.standing().filter(proposal=OuterRef("pk"))
    return "decisions/card.html", {
        "proposals": undecided.annotate(is_objected=Exists(standing)).order_by("-is_objected", "-number")[:CARD_ROWS],
        "reviews": Decision.objects.in_circle(circle).due_for_review(day).order_by("review_on")[:CARD_ROWS],
    }


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show what a circle is deciding, its last decisions, and those that explain it to a newcomer: these by
    themselves where they are not all among the last.
    """
    undecided, taken = Proposal.objects.undecided().concerning(circle), Decision.objects.in_circle(circle)
    last = taken.for_lists().order_by("-number")[:ROWS]
    explains = explaining(taken.select_related("project"))
    return "decisions/panel.html", {
        "proposals": undecided.for_lists().order_by("-number")[: 2 * ROWS],
        "decisions": last,
        "explaining": explains,
        "has_earlier": lambda: len(last) == ROWS,
        "explains_more": lambda: not {one.pk for one in explains} <= {one.pk for one in last},
        "numbers": {"open": undecided, "in_force": taken.in_force()},
    }


def reroute(event: LimitsChanged) -> None:
    """When limits or scopes change, compute the way of every open round of the project again (under its lock): after
    the deed that was told last.
    """
    rounds = Round.objects.open().filter(proposal__project=event.circle.project)
    deeds = Entry.objects.of_project(event.circle.project_id).exclude(event=DecisionEvent.REROUTED)
    last = deeds.newest_first()[:1].get()
    for round_ in rounds.select_related("proposal__project", "proposal__circle", "decides"):
        round_.reroute(after=last.event, of=last.title, at=event.at)


def reroute_what_costs(event: MoneyChanged) -> None:
    """When money came or went, compute the way of the open rounds of what costs something there and inside it again."""
    inside = event.circle.descendants(include_self=True).values_list("pk", flat=True)
    rounds = Round.objects.open().filter(proposal__circle__in=list(inside), proposal__cost__gt=0)
    for round_ in rounds.select_related("proposal__project", "proposal__circle", "decides"):
        round_.reroute(after="money", of=event.circle.name, at=event.at)


def keep_elements_relied_on(event: ElementChanging) -> None:
    """Refuse to declare or change an element alone once anything was put to a round: people were asked by the list as
    it was, and what counts as acceptable is said before any dispute (PRODUCT 3.1).

    :raises Refused: with the sentence that says so.
    """
    if Round.objects.filter(proposal__project=event.project).exists():
        raise Refused(
            _(
                "People were asked by the elements as they are: only a decision of the general circle declares or "
                "changes one now."
            )
        )


def refuse_suspended(event: ReservationDrawn) -> None:
    """Refuse what was paid while an objection of safety or compliance holds its decision up; what was paid before is
    a fact to record.

    :raises Refused: with the sentence that says until when.
    """
    contests = Contest.objects.suspending().filter(
        decision__project=event.circle.project, decision__number=number_in(event.decision.removeprefix("D-")) or 0
    )
    if (since := contests.order_by("put_at").first()) and event.on >= event.circle.project.day_of(since.put_at):
        until = contests.order_by("suspends_until").values_list("suspends_until", flat=True).last()
        raise Refused(
            _("%(decision)s is suspended until %(when)s: nothing is paid on it before it is looked at.")
            % {"decision": event.decision, "when": moment(until)}
        )


def undecided_in(circle: Circle) -> QuerySet[Proposal]:
    """Give a circle's proposals that are still to be decided: they go along where the circle ends or is cut in two."""
    return Proposal.objects.in_circle(circle).undecided().order_by("number")


def proposals_go(number: int, to: Circle) -> str:
    """Say that so many proposals go to a circle."""
    sentence = ngettext(
        "%(number)s open proposal goes on in %(circle)s; who is asked already still is.",
        "%(number)s open proposals go on in %(circle)s; who is asked already still is.",
        number,
    )
    return sentence % {"number": number, "circle": to.name}


def settle_earlier(event: MoneyNeeded) -> None:
    """Give what ended earlier its money before anybody else takes it."""
    settle_what_costs(event.project, at=event.at)


EXTENSION = Extension(
    app="decisions",
    references={"P": find_proposal, "D": find_decision},
    panels=(Panel("decisions", 10, panel),),
    map_cards=(Panel("decisions", 10, card),),
    nav_tallies={"decisions": how_many},
    map_numbers={"open": open_by_circle, "waiting": waiting_by_circle},
    map_signs={"objection": objected, "late": overdue_reviews},
    autocomplete={"decision": decisions_for},
    transfers=(transfer_of("proposals", undecided_in, proposals_go),),
    search_texts={"proposal": PROPOSALS, "decision": DECISIONS},
    sentences=SENTENCES,
    fact_choices={"position": Position.Kind, "came_true": ConcernLook.CameTrue},
    subscribers={
        LimitsChanged: [reroute],
        MoneyChanged: [reroute_what_costs],
        MoneyNeeded: [settle_earlier],
        ElementChanging: [keep_elements_relied_on],
        ReservationDrawn: [refuse_suspended],
        TextsChanged: [Citation.follow_texts],
        LinkCreated: [Citation.follow_link],
        TextsReindexed: [renew_citations],
    },
)
