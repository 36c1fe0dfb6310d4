"""Moving an action from one state to another, as on the board: each move is one of its verbs."""

from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from decisions.actions.models import Action, ActionState
from foundation.accounts.models import User
from foundation.web.exceptions import Refused


def move(action: Action, state: str, *, words: str = "", by: User, at: datetime | None = None) -> None:
    """Put an action into a state; the one it has already changes nothing. What is closed is opened again first."""
    if state not in ActionState.values:
        states = ", ".join(str(one.facts.word) for one in ActionState)
        raise Refused(_("An action is one of these: %(states)s.") % {"states": states})
    now = action.state
    if now == state:
        return
    if not action.is_open:
        action.reopen(by=by, at=at)
        now = Action.objects.get(pk=action.pk).state
    if state != now:
        MOVES[ActionState(state)](action, words, by=by, at=at)


class MoveAction(Protocol):
    """Brings an action into a state, with the words that it asks for."""

    def __call__(self, action: Action, words: str, /, *, by: User, at: datetime | None) -> None: ...


MOVES: dict[ActionState, MoveAction] = {
    ActionState.OPEN: lambda action, _words, **context: action.put_back(**context),
    ActionState.DOING: lambda action, _words, **context: action.start(**context),
    ActionState.BLOCKED: lambda action, words, **context: action.block(words, **context),
    ActionState.DONE: lambda action, words, **context: action.finish(how=words, **context),
    ActionState.DROPPED: lambda action, words, **context: action.drop(reason=words, **context),
}
"""By which verb each state is reached."""
