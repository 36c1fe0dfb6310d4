"""What the circle map draws: every open circle with people, money, what waits and its sign; and the list beside it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from circles.circle_map.signs import map_numbers, map_signs
from circles.circles.contexts.map_shape import shape_of
from circles.circles.models import Membership
from circles.circles.models.addresses import address_of
from circles.circles.queries.tree import CircleRow
from circles.money.balances import figures_of, shares_of
from circles.money.rules import Figures
from circles.projects.models import Project
from circles.projects.project_cache import per_request
from foundation.accounts.models import User

# Faces are for projects in which people know each other; in larger ones they would be dust, and a megabyte.
FACES = 150


@dataclass(frozen=True)
class MapRow:
    """A circle in the list beside the map: with all inside it for money, what waits there for the reader, its sign."""

    row: CircleRow
    figures: Figures
    waiting: int
    sign: str

    @property
    def money_url(self) -> str:
        """Lead to the page of its money."""
        circle = self.row.circle
        return address_of("circles:money", circle.project.slug, circle.key)


def lines_of(project: Project, user: User, rows: list[CircleRow]) -> list[MapRow]:
    """Return rows of the tree with their money and what waits there."""
    figures = figures_of(project)
    waiting = weighed(project, user, "waiting")
    signs = signs_of(project)
    return [
        MapRow(row, figures[row.circle.pk], waiting.get(row.circle.pk, 0), signs.get(row.circle.pk, "")) for row in rows
    ]


def weighed(project: Project, user: User, name: str) -> dict[int, int]:
    """Return by circle id what an app adds by `map_numbers` under a name: read once for map and list."""
    numbers = map_numbers()
    if name not in numbers:
        return {}
    return per_request(project, ("map number", name, user.pk), lambda: numbers[name](project, user))


def signs_of(project: Project) -> dict[int, str]:
    """Return the sign of each circle that bears one, by its id: `objection`, or else `late`."""
    return per_request(project, "signs", lambda: _read_signs(project))


def _read_signs(project: Project) -> dict[int, str]:
    # The graver one is written last.
    return {
        pk: name
        for name, finders in reversed(map_signs().items())
        for find in finders
        for pk in find(project).order_by().values_list("circle", flat=True)
    }


def map_of(project: Project, user: User) -> list[dict[str, Any]]:
    """Return the circles as `shape_of` does, with what is known of each: faces (in projects of at most `FACES`
    seats), what apps add by `map_numbers` (open, waiting, money), its sign or None, and where there is money the
    shares of it that are spent and reserved. A fixed number of queries.
    """
    shares, signs = shares_of(project), signs_of(project)
    added = {name: weighed(project, user, name) for name in map_numbers()}
    shape = shape_of(project)
    faces = faces_of(project) if sum(one["people"] for one in shape) <= FACES else {}
    for one in shape:
        pk = one.pop("pk")
        one |= {
            "faces": faces.get(pk, []),
            "sign": signs.get(pk),
            **shares.get(pk, {}),
            **{name: numbers.get(pk, 0) for name, numbers in added.items()},
        }
    return shape


def faces_of(project: Project) -> dict[int, list[dict[str, Any]]]:
    """Return who is in each circle, by its id, as the map draws them; one query."""
    pilots = Membership.objects.in_role("pilot").filter(pk=OuterRef("pk"))
    seats: Any = project.memberships.current().annotate(pilots=Exists(pilots)).select_related("user").order_by("pk")
    found: dict[int, list[dict[str, Any]]] = {}
    for membership in seats:
        person = membership.user
        face = {"initials": person.initials, "name": person.name, "hue": person.hue, "pilot": membership.pilots}
        found.setdefault(membership.circle_id, []).append(face)
    return found


def map_words() -> dict[str, str]:
    """Return the words the map speaks, in the reader's language."""
    return {
        "people": _("people: {n}"),
        "open": _("open decisions: {n}"),
        "waiting": _("waiting: {n}"),
        "spent": _("spent: {n} %"),
        "objection": _("an objection stands"),
        "late": _("something is late"),
        "out": _("One level up"),
        "map": _("Circle map"),
    }
