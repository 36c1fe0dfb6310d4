"""What decisions add to other apps."""

from datetime import timedelta

from django.db.models import Count as Number
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.circle_map.signs import MapCard, MapNumbers, MapSign
from circles.circles.away import AwayDays
from circles.circles.domain_events import LimitsChanged
from circles.circles.models import Circle, Item
from circles.circles.panels import Panel
from circles.money.domain_events import MoneyChanged, MoneyNeeded, ReservationDrawn
from circles.navigation.entries import NavGroup, NavLink, NavTallies, NavTally
from circles.projects.domain_events import (
    ContentWritten,
    ElementChanging,
    LinkCreated,
    ProjectSettingsChanged,
    TextsChanged,
    TextsReindexed,
)
from circles.projects.forms.autocomplete import Autocompletes
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from circles.projects.references import References
from circles.projects.thing_parts import ThingTexts
from circles.record.labels import FactChoices, FactLabels
from circles.record.templates import Sentences
from circles.restructuring.item_transfer import transfer_of
from decisions.decisions.contexts.away import away_columns
from decisions.decisions.contexts.circle import map_card_of, panel_of
from decisions.decisions.contexts.thing_cards import of_decision, of_proposal
from decisions.decisions.fact_labels import FACT_LABELS
from decisions.decisions.file_rights import FILE_RIGHTS
from decisions.decisions.forms.autocomplete import decisions_for
from decisions.decisions.kept_data import KEPT_DATA
from decisions.decisions.mail_parts import MAIL_PARTS, inbox_replies
from decisions.decisions.models import Citation, ConcernLook, Decision, Position, Proposal
from decisions.decisions.notice_kinds import NOTICE_KINDS
from decisions.decisions.record_sentences import SENTENCES
from decisions.decisions.register.most_cited import follow_written as follow_citations
from decisions.decisions.register.most_cited import renew as renew_citations
from decisions.decisions.sealed_kinds import SEALED_KINDS
from decisions.decisions.search_texts import DECISIONS, PROPOSALS
from decisions.decisions.workflows.contests import refuse_suspended
from decisions.decisions.workflows.missing_elements import keep_elements_relied_on
from decisions.decisions.workflows.rerouting import reroute_after_limits, reroute_after_money, reroute_after_settings
from decisions.decisions.workflows.round_closing import close_earlier_with_costs
from documents.documents.thing_cards import ThingCard, ThingCards
from foundation.accounts.models import User
from foundation.files.rights import FileRightsBy
from foundation.inbox.kinds import NoticeKinds
from foundation.inbox.mail_parts import MailParts
from foundation.inbox.replies import InboxReplies
from foundation.web.extension_registry import Subscribers


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


EXTENSION = (
    ThingCards(
        {
            "proposal": ThingCard("decisions:proposal", "P-{number}", of_proposal),
            "decision": ThingCard("decisions:decision", "D-{number}", of_decision),
        }
    ),
    NavLink(
        "decisions", 30, _("Decisions"), "check-check", "decisions:proposals", NavGroup.DECIDE, also_at="decisions/"
    ),
    NavLink("new-proposal", 210, _("Proposal"), "circle-dot", "decisions:new_proposal", NavGroup.NEW),
    References({"P": find_proposal, "D": find_decision}),
    Panel("decisions", 10, panel_of),
    MapCard("decisions", 10, map_card_of),
    NavTallies({"decisions": how_many}),
    MapNumbers({"open": open_by_circle, "waiting": waiting_by_circle}),
    MapSign("objection", objected),
    MapSign("late", overdue_reviews),
    Autocompletes({"decision": decisions_for}),
    transfer_of("proposals", undecided_in, proposals_go),
    ThingTexts({"proposal": PROPOSALS, "decision": DECISIONS}),
    Sentences("decisions", SENTENCES),
    FactLabels(FACT_LABELS),
    NoticeKinds(NOTICE_KINDS),
    MailParts(MAIL_PARTS),
    InboxReplies(inbox_replies),
    AwayDays(away_columns),
    KEPT_DATA,
    *SEALED_KINDS,
    FileRightsBy(FILE_RIGHTS),
    FactChoices({"position": Position.Kind, "came_true": ConcernLook.CameTrue}),
    Subscribers(
        {
            LimitsChanged: [reroute_after_limits],
            MoneyChanged: [reroute_after_money],
            MoneyNeeded: [close_earlier_with_costs],
            ProjectSettingsChanged: [reroute_after_settings],
            ElementChanging: [keep_elements_relied_on],
            ReservationDrawn: [refuse_suspended],
            TextsChanged: [Citation.follow_texts],
            ContentWritten: [follow_citations],
            LinkCreated: [Citation.follow_link],
            TextsReindexed: [renew_citations],
        }
    ),
)
