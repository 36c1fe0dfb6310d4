"""Open a project's first circles from a template: those of the trades that carry a product from idea to market."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.accounts.skills import Trade

PURPOSES = {
    Trade.DESIGN: _("What the product is, and how it works and looks."),
    Trade.PROTOTYPE: _("Building it, measuring it, and saying what holds."),
    Trade.CERTIFICATION: _("Standards, tests and files: that it can be sold legally."),
    Trade.INDUSTRIALISATION: _("Making it again and again, at its cost and quality."),
    Trade.SUPPLY_CHAIN: _("Suppliers, lead times, stock and delivery."),
    Trade.MARKETING: _("Who needs it, what they are told, and at which price."),
    Trade.SALES: _("Customers, offers and orders."),
    Trade.DIGITAL: _("Software, data and the website."),
}


@dataclass(frozen=True)
class FirstCircle:
    """A circle to open: its key in forms, its name, and what it is for."""

    key: str
    name: str
    purpose: str


def first_circles() -> list[FirstCircle]:
    """Return a circle for each trade, in the order in which a project meets them, in the language that is on."""
    return [FirstCircle(trade.value, str(trade.label), str(PURPOSES[trade])) for trade in Trade]


def trades_without_circle(project: Project) -> list[FirstCircle]:
    """Return the trades that name no circle of the project yet, in its language."""
    names = {circle.name.casefold() for circle in circles_of(project)}
    with translation.override(project.language):
        return [one for one in first_circles() if one.name.casefold() not in names]


def open_first_circles(project: Project, keys: Collection[str], *, by: User) -> list[Circle]:
    """Open a circle for each of these trades inside the general one, of which whoever opens them is the pilot."""
    with transaction.atomic():
        return [
            project.circles.general().open_circle(one.name, by=by, purpose=one.purpose, pilot=by)
            for one in trades_without_circle(project)
            if one.key in keys
        ]
