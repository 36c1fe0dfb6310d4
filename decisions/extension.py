"""What decisions add to circles."""

from datetime import timedelta

from django.db.models import Count as Number
from django.db.models import QuerySet
from django.utils.translation import ngettext

from accounts.models import User
from circles.domain_events import (
    ContentWritten,
    ElementChanging,
    LimitsChanged,
    LinkCreated,
    MoneyChanged,
    MoneyNeeded,
    ProjectSettingsChanged,
    ReservationDrawn,
    TextsChanged,
    TextsReindexed,
)
from circles.extension_points import Extension, NavTally, Panel
from circles.models import Circle, Item, Project
from circles.queries.project_cache import now_in
from circles.restructuring.item_transfer import transfer_of
from circles.thing_parts import ThingNotes, ThingPanel
from decisions.contexts.away import away_columns
from decisions.contexts.circle import map_card_of, panel_of
from decisions.contexts.clause_notes import clause_notes
from decisions.contexts.why import why
from decisions.file_rights import FILE_RIGHTS
from decisions.forms.autocomplete import decisions_for
from decisions.kept_data import KEPT_DATA
from decisions.mail_parts import MAIL_PARTS, inbox_answers
from decisions.models import Citation, ConcernLook, Decision, Position, Proposal
from decisions.notice_kinds import NOTICE_KINDS
from decisions.record_sentences import SENTENCES
from decisions.register.most_cited import follow_written as follow_citations
from decisions.register.most_cited import renew as renew_citations
from decisions.search_texts import DECISIONS, PROPOSALS
from decisions.takeaway import PART
from decisions.workflows.contests import refuse_suspended
from decisions.workflows.missing_elements import keep_elements_relied_on
from decisions.workflows.rerouting import reroute_after_limits, reroute_after_money, reroute_after_settings
from decisions.workflows.round_closing import settle_earlier_costs


def find_proposal(project: Project, number: int) -> Item | None:
    """Return the proposal that `P-24` means, or None."""
    return Proposal.objects.in_project(project).select_related("project", "circle").filter(number=number).first()


def find_decision(project: Project, number: int) -> Item | None:
    """Return the decision that `D-12` means, or None."""
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
    """Return what a valid objection stands against."""
    return Proposal.objects.in_project(project).objected()


def overdue_reviews(project: Project) -> QuerySet[Decision]:
    """Return decisions whose review is due since before today."""
    return Decision.objects.in_project(project).due_for_review(project.day_of(now_in(project)) - timedelta(days=1))


def undecided_in(circle: Circle) -> QuerySet[Proposal]:
    """Return a circle's proposals still to be decided: they go along where the circle ends or is cut in two."""
    return Proposal.objects.in_circle(circle).undecided().order_by("number")


def proposals_go(number: int, to: Circle) -> str:
    """Say that so many proposals go to a circle."""
    sentence = ngettext(
        "%(number)s open proposal goes on in %(circle)s; who is asked already still is.",
        "%(number)s open proposals go on in %(circle)s; who is asked already still is.",
        number,
    )
    return sentence % {"number": number, "circle": to.name}


EXTENSION = Extension(
    app="decisions",
    references={"P": find_proposal, "D": find_decision},
    panels=(Panel("decisions", 10, panel_of),),
    map_cards=(Panel("decisions", 10, map_card_of),),
    nav_tallies={"decisions": how_many},
    map_numbers={"open": open_by_circle, "waiting": waiting_by_circle},
    map_signs={"objection": objected, "late": overdue_reviews},
    autocomplete={"decision": decisions_for},
    transfers=(transfer_of("proposals", undecided_in, proposals_go),),
    search_texts={"proposal": PROPOSALS, "decision": DECISIONS},
    sentences=SENTENCES,
    notice_kinds=NOTICE_KINDS,
    mail_parts=MAIL_PARTS,
    inbox_answers=inbox_answers,
    thing_panels=(ThingPanel("clause", 10, why),),
    thing_notes=(ThingNotes("clause", clause_notes),),
    away=away_columns,
    takeaway=(PART,),
    kept=(KEPT_DATA,),
    file_rights=FILE_RIGHTS,
    fact_choices={"position": Position.Kind, "came_true": ConcernLook.CameTrue},
    subscribers={
        LimitsChanged: [reroute_after_limits],
        MoneyChanged: [reroute_after_money],
        MoneyNeeded: [settle_earlier_costs],
        ProjectSettingsChanged: [reroute_after_settings],
        ElementChanging: [keep_elements_relied_on],
        ReservationDrawn: [refuse_suspended],
        TextsChanged: [Citation.follow_texts],
        ContentWritten: [follow_citations],
        LinkCreated: [Citation.follow_link],
        TextsReindexed: [renew_citations],
    },
)
