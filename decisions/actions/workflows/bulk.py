"""Changing several actions at once, and taking that back: each is changed by its own verbs, with its own entry in the
record; all of them or none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.workflows.bulk_undo import BulkUndo, EarlierState
from decisions.actions.models import Action, Label
from decisions.actions.workflows import describing
from decisions.actions.workflows.labels import set_labels
from foundation.accounts.models import User
from foundation.audit.models import Head
from foundation.web.exceptions import Refused

AT_MOST = 100
SALT = "actions changed together"


@dataclass(frozen=True)
class BulkChange:
    """What to change; what is None stays. `due_on` is a day; `how` says that all are done, and what came of them."""

    owner: User | None = None
    due_on: date | None = None
    circle: Circle | None = None
    label: str = ""
    how: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to change."""
        return self == BulkChange()


def change_all(project: Project, actions: Sequence[Action], change: BulkChange, *, by: User) -> BulkUndo:
    """Change several actions of a project; returns the way back, with those that did change.

    :raises Refused: when one is closed or refuses: then none is changed.
    """
    if not actions or change.is_empty:
        raise Refused(_("Choose actions, and what to change."))
    if len(actions) > AT_MOST:
        raise Refused(_("At most %(number)s actions are changed at once.") % {"number": AT_MOST})
    with transaction.atomic():
        Head.lock(project.pk)
        earlier = [_change(action.locked(), change, by=by) for action in actions]
    return BulkUndo([one for one in earlier if one.was])


def undo_all(project: Project, actions: Sequence[Action], undo: BulkUndo, *, by: User) -> int:
    """Take a change back where nobody has changed the same since; returns of how many actions."""
    earlier = {one.number: one for one in undo.earlier}
    with transaction.atomic():
        Head.lock(project.pk)
        return sum(_take_back(action.locked(), earlier[action.number], by=by) for action in actions)


def _change(action: Action, change: BulkChange, *, by: User) -> EarlierState:
    was: dict[str, Any] = {}
    now: dict[str, Any] = {}
    if change.owner and change.owner.pk != action.owner_id:
        was["owner"], now["owner"] = str(action.owner_id), str(change.owner.pk)
        action.hand_over(change.owner, by=by)
    if change.due_on and change.due_on != action.due_on:
        was["due_on"], now["due_on"] = str(action.due_on or ""), str(change.due_on)
        action.reschedule(change.due_on, by=by)
    if change.circle and change.circle.pk != action.circle_id:
        was["circle"], now["circle"] = action.circle_id, change.circle.pk
        describing.change_circle(action, change.circle, by=by)
    names = list(action.labels.values_list("name", flat=True))
    if change.label and change.label.casefold() not in {name.casefold() for name in names}:
        was["label"], now["label"] = "", change.label
        set_labels(action, [*names, change.label], by=by)
    if change.how:
        was["how"], now["how"] = "", change.how
        action.finish(by=by, how=change.how)
    return EarlierState(action.number, was, now)


def _take_back(action: Action, earlier: EarlierState, *, by: User) -> int:
    """BulkUndo in the opposite order: what is done is opened again before anything else of it changes."""
    was, now = earlier.was, earlier.now
    labels = {label.name.casefold(): label.name for label in Label.objects.filter(actions=action)}
    steps: list[tuple[str, Callable[[], bool], Callable[[], None]]] = [
        ("how", lambda: action.done_how == now["how"], lambda: action.reopen(by=by)),
        (
            "label",
            lambda: now["label"].casefold() in labels,
            lambda: set_labels(action, [name for key, name in labels.items() if key != now["label"].casefold()], by=by),
        ),
        (
            "circle",
            lambda: action.circle_id == now["circle"],
            lambda: describing.change_circle(action, Circle.objects.get(pk=was["circle"]), by=by),
        ),
        (
            "due_on",
            lambda: str(action.due_on or "") == now["due_on"],
            lambda: action.reschedule(date.fromisoformat(was["due_on"]) if was["due_on"] else None, by=by),
        ),
        (
            "owner",
            lambda: str(action.owner_id) == now["owner"],
            lambda: action.hand_over(User.objects.get(pk=UUID(was["owner"])), by=by),
        ),
    ]
    due = [act for name, is_as_left, act in steps if name in was and is_as_left()]
    for act in due:
        act()
    return 1 if due else 0
