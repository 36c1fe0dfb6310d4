"""What the circle map draws: every open circle with people, money and what waits."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Project
from circles.registries import weights
from circles.tree import tree_of


def map_of(project: Project, user: User) -> list[dict[str, Any]]:
    """Give one mapping per open circle, parents first: key, name, url, parent (key), depth, people, hue,
    parentHue, limit (money), and what apps add by `registries.weigh` (open, waiting, money). A fixed number of
    queries.
    """
    added = {name: find(project, user) for name, find in weights.items()}
    return [
        {
            "key": node.circle.key,
            "name": node.circle.name,
            "url": node.circle.get_absolute_url(),
            "parent": node.parent.circle.key if node.parent else None,
            "depth": node.depth,
            "people": node.people,
            "hue": node.circle.hue,
            "parentHue": node.circle.parent_hue,
            **{name: numbers.get(node.circle.pk, 0) for name, numbers in added.items()},
        }
        for node in tree_of(project).walk()
    ]


def map_words() -> dict[str, str]:
    """Give the words the map speaks, in the reader's tongue."""
    return {
        "people": _("{n} people"),
        "open": _("{n} open decisions"),
        "waiting": _("{n} waiting"),
        "out": _("One level up"),
        "map": _("Circle map"),
    }
