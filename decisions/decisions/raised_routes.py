"""The routes of what is decided higher up, or sooner, than it would be: sent up, taken to a sync, urgent.

Pure and total (docs/consent.md), as `routing`.
"""

from dataclasses import replace

from decisions.decisions.routing import Because, Reason, Route, Tree

BY_ITSELF = (Because.IN_SCOPE, Because.SYNCHRONISED)


def escalated(found: Route, to: int, tree: Tree) -> Route:
    """The route of what was sent up to circle `to` after failing below: decided there or, if it says so, higher."""
    return no_lower(found, to, tree, Because.ESCALATED)


def pulled(found: Route, to: int, tree: Tree) -> Route:
    """The route of what a voice of circle `to` took to its sync: decided there or, if the route says so, higher."""
    taken = no_lower(found, to, tree, Because.PULLED)
    if found.in_sync:
        return taken
    reasons = [reason for reason in found.reasons if reason.code not in BY_ITSELF]
    return at_sync_of(taken.decides, found, (*reasons, Reason(Because.PULLED, to)))


def no_lower(found: Route, to: int, tree: Tree, why: Because, what: str = "") -> Route:
    """The route of what is decided by circle `to`, or higher if the route says so.

    Circles move: where the route no longer leads through `to`, the lowest circle that has both in it decides.
    """
    decides = tree.common(frozenset({found.decides, to}))
    if decides == found.decides:
        return found
    about = decides if why is Because.ESCALATED else to
    reasons = [reason for reason in found.reasons if reason.code is not Because.SYNCHRONISED]
    return at_sync_of(decides, found, (*reasons, Reason(why, about, what)))


def at_sync_of(decides: int, found: Route, reasons: tuple[Reason, ...]) -> Route:
    """The same, decided in the sync of this circle, where it need not be told again."""
    shown_at = None if decides == found.shown_at else found.shown_at
    return replace(found, decides=decides, in_sync=True, reasons=reasons, shown_at=shown_at)


def pressing(found: Route, code: Because, what: str = "") -> Route:
    """The route of what cannot wait: decided where it would be, in the very next sync there; what a circle would decide
    once those affected have spoken, in the sync where they come together.
    """
    reasons = [reason for reason in found.reasons if reason.code not in BY_ITSELF]
    decides = found.decides if found.taken_at is None else found.taken_at
    return replace(at_sync_of(decides, found, (*reasons, Reason(code, decides, what))), pressing=True)
