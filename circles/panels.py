"""Parts of a circle's page that other apps add."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from circles.models import Circle
from web.extension_registry import Addition, additions


@dataclass(frozen=True)
class Panel(Addition):
    """A part of a circle's page: `show(circle, user)` gives template name and context.

    Querysets in the context are read together with those of all other parts before the page is drawn: leave them
    unread, cut to what is shown. One that `is_beside` stands in the panel on the right.
    """

    key: str
    order: int
    show: Callable[[Circle, User], tuple[str, dict[str, Any]]]
    is_beside: bool = False


def panels() -> list[Panel]:
    """Return the parts of a circle's page, in their order."""
    return sorted(additions(Panel), key=lambda panel: panel.order)
