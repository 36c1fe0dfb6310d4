"""The circles of a project as a map draws them."""

from typing import Any

from circles.circles.queries.tree import tree_of
from circles.projects.models import Project


def shape_of(project: Project) -> list[dict[str, Any]]:
    """Return one mapping per open circle, parents first: pk, key, name, url, parent (key), depth, people, hue,
    parentHue. No query where the request has read the circles.
    """
    return [
        {
            "pk": node.circle.pk,
            "key": node.circle.key,
            "name": node.circle.name,
            "url": node.circle.get_absolute_url(),
            "parent": node.parent.circle.key if node.parent else None,
            "depth": node.depth,
            "people": node.people,
            "hue": node.circle.hue,
            "parentHue": node.circle.parent_hue,
        }
        for node in tree_of(project).walk()
    ]
