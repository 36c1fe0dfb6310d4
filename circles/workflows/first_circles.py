"""Open a project's first circles from a template: those of the trades that carry a product from idea to market."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Circle, Project
from circles.queries.tree import circles_of


@dataclass(frozen=True)
class Trade:
    """A circle to open: its key in forms, its name, and what it is for."""

    key: str
    name: str
    purpose: str


def trades() -> list[Trade]:
    """Return the trades, in the order in which a project meets them, in the language that is on."""
    return [
        Trade("design", _("Design"), _("What the product is, and how it works and looks.")),
        Trade("prototype", _("Prototype"), _("Building it, measuring it, and saying what holds.")),
        Trade("certification", _("Certification"), _("Standards, tests and files: that it can be sold legally.")),
        Trade("industrialisation", _("Industrialisation"), _("Making it again and again, at its cost and quality.")),
        Trade("supply-chain", _("Supply chain"), _("Suppliers, lead times, stock and delivery.")),
        Trade("marketing", _("Marketing"), _("Who needs it, what they are told, and at which price.")),
        Trade("sales", _("Sales"), _("Customers, offers and orders.")),
        Trade("digital", _("Digital"), _("Software, data and the website.")),
    ]


def trades_without_circle(project: Project) -> list[Trade]:
    """Return the trades that name no circle of the project yet, in its language."""
    names = {circle.name.casefold() for circle in circles_of(project)}
    with translation.override(project.language):
        return [trade for trade in trades() if trade.name.casefold() not in names]


def open_first_circles(project: Project, keys: Collection[str], *, by: User) -> list[Circle]:
    """Open a circle for each of these trades inside the general one, of which whoever opens them is the pilot."""
    with transaction.atomic():
        return [
            project.general.open_circle(trade.name, by=by, purpose=trade.purpose, pilot=by)
            for trade in trades_without_circle(project)
            if trade.key in keys
        ]
