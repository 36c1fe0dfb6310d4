"""What tests of circles look at together."""

from decimal import Decimal

from circles.circles.models import Circle
from circles.money.models import Purse
from circles.projects.models import Project


def on_one_line(page: str) -> str:
    """A page without the line breaks of its template."""
    return " ".join(page.split())


def names_in(circle: Circle) -> list[str]:
    return [user.name for user in circle.people()]


def assert_money_adds_up(project: Project) -> None:
    """What a circle has handed on is what those inside it were allotted, wherever they have been moved."""
    for circle in project.circles.select_related("project"):
        inside = [Purse.of(child).allotted or Decimal(0) for child in circle.children.select_related("project")]
        assert Purse.of(circle).handed_on == sum(inside), circle.name
