"""Finds the circle that a name in an imported file means."""

from collections.abc import Iterable

from circles.circles.models import Circle
from circles.projects.models import Project


class CircleLookup:
    """The open circles of a project by key; nothing is imported into a closed one."""

    def __init__(self, project: Project) -> None:
        self.circles = {circle.key: circle for circle in project.circles.open().select_related("project")}
        self.general = next(circle for circle in self.circles.values() if circle.is_general)

    def named(self, key: str) -> Circle | None:
        """Return the circle with this key, whatever the case."""
        return self.circles.get(key.casefold())

    def first(self, keys: Iterable[str]) -> Circle | None:
        """Return the circle of the first key that is one's."""
        return next((circle for circle in map(self.named, keys) if circle), None)

    def within(self, name: str) -> Circle | None:
        """Return the circle whose key stands in a name with dashes: the longest key, then the one further left.

        `rust-compiler-triage-2019` means `compiler` where there is no `compiler-triage`.
        """
        parts = name.casefold().split("-")
        spans = ((length, at) for length in range(len(parts), 0, -1) for at in range(len(parts) - length + 1))
        return self.first("-".join(parts[at : at + length]) for length, at in spans)
