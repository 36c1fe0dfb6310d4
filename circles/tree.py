"""A project's circles as rows in the order of the tree, from one query."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count

from circles.models import Circle, Project


@dataclass(frozen=True)
class Row:
    """A circle in a list: its depth and how many people are in it."""

    circle: Circle
    depth: int
    people: int


@dataclass
class Node:
    """One circle in the tree: its depth (0 for the root), what it hangs at, and its children, oldest first."""

    circle: Circle
    depth: int = 0
    parent: "Node | None" = field(default=None, repr=False)
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree_of(project: Project, *, with_closed: bool = False) -> Node:
    """Build the project's tree of circles with one query; without the closed ones, what is open inside a closed
    circle hangs at the next open one around it.
    """
    nodes: dict[int, Node] = {}
    for circle in Circle.objects.in_project(project).order_by("pk"):
        circle.project = project
        nodes[circle.pk] = Node(circle)
    shown = [node for node in nodes.values() if with_closed or not node.circle.is_closed]
    for node in nodes.values():
        if node.circle.parent_id:
            node.circle.parent = nodes[node.circle.parent_id].circle
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


def _set_depth(root: Node) -> None:
    for child in root.children:
        child.depth = root.depth + 1
        _set_depth(child)


def rows_of(project: Project) -> list[Row]:
    """Give the tree as rows with the number of people in each, in two queries."""
    numbers = dict(
        project.memberships.current()
        .order_by()
        .values_list("circle")
        .annotate(number=Count("pk"))
        .values_list("circle", "number")
    )
    return [
        Row(node.circle, node.depth, numbers.get(node.circle.pk, 0))
        for node in tree_of(project, with_closed=True).walk()
    ]


def path_to(circle: Circle) -> list[Circle]:
    """Give the circle's ancestors from the root, then itself."""
    found = list(circle.ancestors(include_self=True))
    for one in found:
        one.project = circle.project
    return found
