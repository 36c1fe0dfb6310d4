"""Parts of a circle's page that other apps add."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.web.extension_registry import Addition, additions

OF_THE_PAGE = "circle"
"""Under this key the page counts what is its own."""
BESIDE = "the place beside"


@dataclass(frozen=True)
class Panel(Addition):
    """A part of a circle's page: `show(circle, user)` gives template name and context (`part_of`). No two have one
    `key`: under it stand the numbers that it asks for. No two have one `order`.

    Querysets in the context are read together with those of all other parts before the page is drawn: leave them
    unread, cut to what is shown. The one that `is_beside` is the panel on the right.
    """

    key: str
    order: int
    show: Callable[[Circle, User], tuple[str, dict[str, Any]]]
    is_beside: bool = False

    def __post_init__(self) -> None:
        """Refuse the key of the page itself."""
        if self.key == OF_THE_PAGE:
            raise ValueError(f"{self.key!r} is the page's own; the panel needs another key")

    def claims(self) -> list[str]:
        """Return its key, its order, and the one place beside, where it takes that."""
        return [self.key, f"order {self.order}", *([BESIDE] if self.is_beside else [])]


def part_of(template: str, context: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return a part as templates draw it, with the context it was given, and `more` of the host's.

    :raises ValueError: for a context with a `template`: that is the name of the part's own.
    """
    if "template" in context:
        raise ValueError(f"{template} has a context with a `template`: call that otherwise")
    return {**context, **more, "template": template}


def panels() -> list[Panel]:
    """Return the parts of a circle's page, in their order."""
    return sorted(additions(Panel), key=lambda panel: panel.order)
