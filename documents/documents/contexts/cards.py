"""The cards of things in a text: what stands at an address, and what its card shows a person now."""

from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.money.balances import figures_of
from circles.money.models import Reservation
from circles.projects.models import Project
from circles.projects.references import thing_named
from documents.documents.models import Document
from documents.documents.thing_cards import CardFacts, thing_cards
from documents.richtext.addresses import embedded_at
from foundation.accounts.models import User

BUDGET_PAGE = "circles:money"


def embed_at(project: Project, address: str) -> tuple[str, str] | None:
    """Return kind and id of the card that a page of this project can be; None for any other address."""
    try:
        found = resolve(address.partition("?")[0].partition("#")[0])
    except Resolver404:
        return None
    said = dict(found.kwargs)
    if said.pop("project", None) != project.slug:
        return None
    if found.view_name == BUDGET_PAGE:
        return "budget", str(said["circle"])
    for card in thing_cards().values():
        if card.page == found.view_name:
            return "thing", card.reference.format(**said)
    return None


def card_of(project: Project, user: User, asked: str, *, is_guest: bool) -> dict[str, Any] | None:
    """Return what the card `thing-D-12` or `budget-field` shows this person; None where there is nothing that they may
    see: a guest sees what documents name, and no card.
    """
    found = embedded_at(f"#{asked}")
    if found is None or is_guest:
        return None
    kind, key = found
    return _budget(project, key) if kind == "budget" else _thing(project, user, key)


def of_document(document: Document) -> CardFacts:
    """Say of a document whether it is archived or restricted."""
    if document.is_archived:
        return CardFacts(_("archived"), "archive", "past")
    return CardFacts(_("restricted"), "lock", "warn") if document.restriction else CardFacts()


def _thing(project: Project, user: User, key: str) -> dict[str, Any] | None:
    thing = thing_named(project, user, key)
    if thing is None:
        return None
    card = thing_cards().get(thing.kind)
    return {
        "thing": thing,
        "name": thing._meta.verbose_name,
        "circle": getattr(thing, "circle", None),
        "facts": card.read(thing) if card else CardFacts(),
        "keys": thing.change_key,
    }


def _budget(project: Project, key: str) -> dict[str, Any] | None:
    circle = Circle.objects.in_project(project).select_related("project", "parent").filter(key=key).first()
    if circle is None:
        return None
    return {
        "circle": circle,
        "figures": figures_of(project)[circle.pk],
        "held": Reservation.objects.filter(circle=circle).held().count(),
        "currency": project.currency,
        "keys": f"money decisions circle:{circle.key}",
    }
