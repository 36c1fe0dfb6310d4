"""How a project is cut anew into circles: each change says what it will do before it does it, whole or not at all.

Who may apply it does so at once; what touches other circles is proposed, and applied when the proposal is adopted.
"""

from circles.restructuring.budget import Budget
from circles.restructuring.change import Change
from circles.restructuring.closing import Closing
from circles.restructuring.domains import Grant, Handover, Strike
from circles.restructuring.element import Element, ElementRemoval
from circles.restructuring.limits import Limits
from circles.restructuring.merger import Merger
from circles.restructuring.move import Move
from circles.restructuring.reopening import Reopening
from circles.restructuring.serialization import MAX_CHANGES, clean_json, from_json, to_json
from circles.restructuring.sharing import Share, Unshare
from circles.restructuring.split import Split

__all__ = [
    "MAX_CHANGES",
    "Budget",
    "Change",
    "Closing",
    "Element",
    "ElementRemoval",
    "Grant",
    "Handover",
    "Limits",
    "Merger",
    "Move",
    "Reopening",
    "Share",
    "Split",
    "Strike",
    "Unshare",
    "clean_json",
    "from_json",
    "to_json",
]
