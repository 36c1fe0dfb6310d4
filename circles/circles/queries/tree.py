"""A project's circles as rows in the order of the tree."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.project_cache import per_request


@dataclass(frozen=True)
class CircleRow:
    """A circle in a list: its depth and how many people are in it."""

    circle: Circle
    depth: int
    people: int


@dataclass
class CircleNode:
    """One circle in the tree: its depth (0 for the root), its parent, and its children, oldest first."""

    circle: Circle
    depth: int = 0
    parent: "CircleNode | None" = field(default=None, repr=False)
    children: list["CircleNode"] = field(default_factory=list)

    @property
    def people(self) -> int:
        """Return how many people are in the circle."""
        return int(getattr(self.circle, "number", 0))

    def walk(self) -> Iterator["CircleNode"]:
        """Yield this node and all below, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


def circles_of(project: Project) -> list[Circle]:
    """Return all circles of a project, oldest first, with parents, purses and project; `number` counts who is in each.

    One query; none where the project was found for a request that has read them.
    """
    return per_request(project, "circles", lambda: _read(project))


def _read(project: Project) -> list[Circle]:
    current = Count("memberships", filter=Q(memberships__ended_at=None))
    circles = list(Circle.objects.in_project(project).select_related("purse").annotate(number=current).order_by("pk"))
    by_pk = {circle.pk: circle for circle in circles}
    for circle in circles:
        circle.project = project
        circle.parent = by_pk[circle.parent_id] if circle.parent_id else None
    return circles


def successors_of(circles: Iterable[Circle]) -> dict[int, int]:
    """Return for each closed circle of a project the open one that took it over: the one it was merged into, else the
    one around it; further on where that is closed as well.
    """
    taken = {one.pk: one.merged_into_id or one.parent_id for one in circles if one.is_closed}

    def last(circle: int) -> int:
        way = [circle]
        while (onward := taken.get(way[-1])) is not None and onward not in way:
            way.append(onward)
        return way[-1]

    return {closed: last(closed) for closed in taken}


def taken_over_by(circle: Circle) -> list[int]:
    """Return the closed circles that a circle took over, by id."""
    return [closed for closed, to in successors_of(circles_of(circle.project)).items() if to == circle.pk]


def tree_of(project: Project, *, with_closed: bool = False) -> CircleNode:
    """Build the project's tree of circles; without the closed ones, what is open inside a closed circle has as parent
    the next open one around it. Built once in a request.
    """
    return per_request(project, ("tree", with_closed), lambda: _build(project, with_closed=with_closed))


def _build(project: Project, *, with_closed: bool) -> CircleNode:
    nodes = {circle.pk: CircleNode(circle) for circle in circles_of(project)}
    shown = [node for node in nodes.values() if with_closed or not node.circle.is_closed]
    for node in shown:
        around = node.circle.parent
        while around is not None and around.is_closed and not with_closed:
            around = around.parent
        if around is not None:
            node.parent = nodes[around.pk]
            node.parent.children.append(node)
    root = next(node for node in shown if node.circle.is_general)
    _set_depth(root)
    return root


def _set_depth(root: CircleNode) -> None:
    for child in root.children:
        child.depth = root.depth + 1
        _set_depth(child)


def rows_of(project: Project) -> list[CircleRow]:
    """Return the tree as rows with the number of people in each, closed circles too."""
    return [CircleRow(node.circle, node.depth, node.people) for node in tree_of(project, with_closed=True).walk()]


def path_to(circle: Circle) -> list[Circle]:
    """Return the circle's ancestors from the root, then itself."""
    found = [circle]
    while found[0].parent is not None:
        found.insert(0, found[0].parent)
    return found
