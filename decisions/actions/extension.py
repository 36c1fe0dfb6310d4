"""What actions add to other apps: their reference, the sidebar's number, a part of a circle's page."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.circle_map.signs import MapCard, MapSign
from circles.circles.models import Circle, Item
from circles.circles.panels import Panel
from circles.navigation.entries import NavGroup, NavLink, NavTallies, NavTally
from circles.projects.models import Link, Project, Subject
from circles.projects.project_cache import now_in
from circles.projects.references import References
from circles.projects.thing_parts import ThingPanel, ThingTexts
from circles.record.labels import FactLabels
from circles.record.templates import Sentences
from circles.restructuring.item_transfer import transfer_of
from decisions.actions.contexts.inbox_done import replies
from decisions.actions.contexts.thing_cards import of_action
from decisions.actions.event_types import ActionEvent
from decisions.actions.fact_labels import FACT_LABELS
from decisions.actions.file_rights import FILE_RIGHTS
from decisions.actions.kept_data import KEPT_DATA
from decisions.actions.models import Action, today_in
from decisions.actions.record_sentences import SENTENCES
from decisions.actions.search_texts import ACTIONS
from decisions.actions.takeaway import PART
from documents.documents.thing_cards import ThingCard, ThingCards
from foundation.accounts.models import User
from foundation.files.rights import FileRightsBy
from foundation.inbox.kinds import NoticeKind, NoticeKinds
from foundation.inbox.replies import InboxReplies

PANEL_ROWS = 6
CARD_ROWS = 2


def find(project: Project, number: int) -> Item | None:
    """Return the action that `A-12` means, or None."""
    return Action.objects.in_project(project).with_people().filter(number=number).first()


def how_many(project: Project, user: User) -> NavTally:
    """Count the person's open actions; in the accent while one is overdue."""
    mine = Action.objects.in_project(project).owned_by(user).open()
    return NavTally([mine], new=mine.filter(due_on__lt=project.day_of(now_in(project))))


def overdue(project: Project) -> QuerySet[Action]:
    """Return the open actions whose day is past."""
    return Action.objects.in_project(project).overdue(on=today_in(project))


def card(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show on the map a circle's actions that are late, the latest first."""
    today = today_in(circle.project)
    late = Action.objects.in_circle(circle).overdue(on=today).with_people().soonest_first()
    return "actions/card.html", {"actions": late[:CARD_ROWS], "today": today}


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show a circle's open actions, the soonest first."""
    found = Action.objects.in_circle(circle).open()
    return "actions/panel.html", {
        "actions": found.with_people().with_waits().soonest_first()[:PANEL_ROWS],
        "numbers": {"open": found},
        "today": today_in(circle.project),
    }


def open_in(circle: Circle) -> QuerySet[Action]:
    """Return a circle's open actions: they go along where the circle ends or is cut in two."""
    return Action.objects.in_circle(circle).open().order_by("number")


def actions_go(number: int, to: Circle) -> str:
    """Say that so many actions go to a circle."""
    sentence = ngettext(
        "%(number)s open action goes to %(circle)s and keeps its owner.",
        "%(number)s open actions go to %(circle)s and keep their owners.",
        number,
    )
    return sentence % {"number": number, "circle": to.name}


def born_of(thing: Subject, user: User) -> tuple[str, dict[str, Any]] | None:
    """Show the open actions that a thing of a lower app led to, or None."""
    keys = Link.objects.out_of(thing).filter(target_kind="action").values_list("target", flat=True)
    numbers = [int(key) for key in keys]
    found = (
        Action.objects.visible_to(user)
        .filter(project=thing.record_id)
        .open()
        .filter(pk__in=numbers)
        .with_people()
        .with_waits()
    )
    actions = list(found.soonest_first()[:PANEL_ROWS])
    return ("actions/born.html", {"actions": actions, "today": today_in(actions[0].project)}) if actions else None


EXTENSION = (
    ThingCards({"action": ThingCard("actions:action", "A-{number}", of_action)}),
    NavLink("actions", 60, _("Actions"), "square-check", "actions:actions", NavGroup.MAKE),
    NavLink("new-action", 220, _("Action"), "square-check", "actions:new", NavGroup.NEW),
    References({"A": find}),
    Panel("actions", 50, panel),
    MapCard("actions", 50, card),
    ThingPanel("clause", 30, born_of),
    NavTallies({"actions": how_many}),
    MapSign("late", overdue),
    transfer_of("actions", open_in, actions_go),
    ThingTexts({"action": ACTIONS}),
    Sentences("actions", SENTENCES),
    FactLabels(FACT_LABELS),
    InboxReplies(replies),
    NoticeKinds(dict.fromkeys(ActionEvent, NoticeKind.ACTION)),
    PART,
    KEPT_DATA,
    FileRightsBy(FILE_RIGHTS),
)
