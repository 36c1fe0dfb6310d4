"""Moving an action from one state to another, as on the board: each move is one of its verbs."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from actions.models import Action
from web.exceptions import Refused

STATES = ("open", "doing", "blocked", "done", "dropped")
NEED_WORDS = ("blocked", "done", "dropped")
"""For these states somebody has to say something: whom it waits for, what came of it, why it is dropped."""


def move(action: Action, state: str, *, words: str = "", by: User, at: datetime | None = None) -> None:
    """Put an action into a state; the one it has already changes nothing. What is closed is opened again first."""
    if state not in STATES:
        raise Refused(_("An action is open, under way, blocked, done or dropped."))
    now = action.state
    if now == state:
        return
    if not action.is_open:
        action.reopen(by=by, at=at)
        now = Action.objects.get(pk=action.pk).state
    verbs: dict[str, Callable[[], None]] = {
        "open": lambda: action.put_back(by=by, at=at),
        "doing": lambda: action.start(by=by, at=at),
        "blocked": lambda: action.block(words, by=by, at=at),
        "done": lambda: action.finish(by=by, how=words, at=at),
        "dropped": lambda: action.drop(by=by, reason=words, at=at),
    }
    if state != now:
        verbs[state]()
