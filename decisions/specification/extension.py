"""What the specification adds to other apps: SPEC-4.2, a part of a circle's page, what moves with a circle."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.circles.models import Circle
from circles.circles.panels import Panel
from circles.navigation.entries import NavGroup, NavLink
from circles.projects.domain_events import ContentWritten
from circles.projects.models import Project
from circles.projects.references import KeyedReferences
from circles.projects.thing_parts import SearchTexts, ThingTexts
from circles.record.labels import FactChoices, FactLabels
from circles.record.templates import Sentences
from circles.restructuring.transfers import Transfer
from decisions.specification.contexts.thing_cards import of_clause
from decisions.specification.fact_labels import FACT_LABELS
from decisions.specification.kept_data import KEPT_DATA
from decisions.specification.models import Clause, ClauseCircle, ClauseLook, ClauseQuerySet
from decisions.specification.record_sentences import SENTENCES
from decisions.specification.sealed_kinds import SEALED_KINDS
from decisions.specification.takeaway import PART
from decisions.specification.workflows.refreshing import reread_clauses
from documents.document_files.block_key_sources import BlockKeys
from documents.documents.models import Document, DocumentTextChanged
from documents.documents.thing_cards import ThingCard, ThingCards
from documents.documents.things_inside import Inside, ThingsInside
from foundation.accounts.models import User
from foundation.web.extension_registry import Subscribers, publish

PANEL_ROWS = 8


def find(project: Project, key: str) -> Clause | None:
    """Return the clause that `SPEC-4.2` means."""
    found = Clause.objects.in_project(project).filter(dropped_at=None)
    return found.select_related("project", "document__project", "text", "ratified").filter(key=f"SPEC-{key}").first()


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show a circle's clauses that are suspect, and how many it has and how many are not ratified."""
    found = Clause.objects.in_circle(circle).visible_to(user).living()
    return "specification/panel.html", {
        "clauses": found.suspect().with_changed_parents().order_by("pk")[:PANEL_ROWS],
        "numbers": {"all": found, "unratified": found.unratified()},
        "circle": circle,
    }


def of_circle(circle: Circle, only: Collection[str] | None) -> ClauseQuerySet:
    """Return the clauses that a circle holds, or those of these keys."""
    found = Clause.objects.in_circle(circle).filter(dropped_at=None).order_by("pk")
    return found if only is None else found.filter(key__in=only)


def choices(circle: Circle) -> list[tuple[str, str]]:
    """Name all of them, those of restricted documents by their keys alone."""
    clauses = of_circle(circle, None)
    told = set(clauses.unrestricted().values_list("pk", flat=True))
    found = clauses.select_related("text", "ratified")
    return [(clause.key, str(clause) if clause.pk in told else clause.key) for clause in found]


def clauses_go(number: int, to: Circle) -> str:
    """Say that so many clauses go to a circle."""
    sentence = ngettext("%(number)s clause goes to %(circle)s.", "%(number)s clauses go to %(circle)s.", number)
    return sentence % {"number": number, "circle": to.name}


def move(circle: Circle, to: Circle, only: Collection[str] | None, by: User | None, at: datetime | None) -> int:
    """Let another circle hold them; one that it holds already it holds once."""
    clauses = list(of_circle(circle, only).values_list("pk", flat=True))
    already = ClauseCircle.objects.filter(circle=to, clause__in=clauses).values("clause")
    ClauseCircle.objects.filter(circle=circle, clause__in=already).delete()
    ClauseCircle.objects.filter(circle=circle, clause__in=clauses).update(circle=to)
    publish(ContentWritten(things=list(Clause.objects.filter(pk__in=clauses).order_by("pk"))))
    return len(clauses)


def clauses_in(project: Project) -> QuerySet[Clause]:
    """Return what is found by its words."""
    return Clause.objects.in_project(project).standing().order_by("pk")


def texts_of(clauses: list[Clause]) -> list[tuple[Clause, list[str]]]:
    """Return each clause with its words."""
    found = Clause.objects.filter(pk__in=[clause.pk for clause in clauses])
    known = {one.pk: one for one in found.select_related("text", "ratified", "document", "project")}
    return [
        (known[clause.pk], [known[clause.pk].key, known[clause.pk].title, known[clause.pk].text.words])
        for clause in clauses
        if clause.pk in known
    ]


def keys_in(document: Document) -> dict[str, str]:
    """Return by block how each clause of a document is quoted."""
    found = Clause.objects.filter(document=document).standing().select_related("text")
    return {clause.bid: clause.key for clause in found if not clause.is_gone}


EXTENSION = (
    NavLink("specification", 45, _("Specification"), "list-ordered", "specification:specification", NavGroup.MAKE),
    ThingCards({"clause": ThingCard("specification:clause", "{key}", of_clause)}),
    BlockKeys(keys_in),
    ThingsInside({"clause": Inside(Clause.objects)}),
    KeyedReferences({"SPEC": find}),
    Panel("clauses", 45, panel),
    Transfer("clauses", choices, lambda circle, only: of_circle(circle, only).count(), clauses_go, move),
    ThingTexts({"clause": SearchTexts(clauses_in, texts_of)}),
    Sentences("specification", SENTENCES),
    FactLabels(FACT_LABELS),
    PART,
    KEPT_DATA,
    *SEALED_KINDS,
    FactChoices({"look": ClauseLook.Word}),
    Subscribers({DocumentTextChanged: [reread_clauses]}),
)
