"""Parts of a circle's page that other apps add."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from circles.models import Circle
from web.extension_registry import Addition, additions

OF_THE_PAGE = "circle"
"""Under this key the page counts what is its own."""
BESIDE = "the place beside"


@dataclass(frozen=True)
class Panel(Addition):
    """A part of a circle's page: `show(circle, user)` gives template name and context. No two have one `key`: under it
    stand the numbers that it asks for.

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
        """Return its key, and the one place beside, where it takes that."""
        return [self.key, BESIDE] if self.is_beside else [self.key]


def panels() -> list[Panel]:
    """Return the parts of a circle's page, in their order."""
    return sorted(additions(Panel), key=lambda panel: panel.order)
