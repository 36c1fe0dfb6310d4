"""How a project is cut anew into circles: each change says what it will do before it does it, whole or not at all.

Who may apply it does so at once; what touches other circles is proposed, and applied when the proposal is adopted.
"""

from restructuring.budget import Budget
from restructuring.change import Change
from restructuring.closing import Closing
from restructuring.domains import Grant, Handover, Strike
from restructuring.element import Element, ElementRemoval
from restructuring.limits import Limits
from restructuring.merger import Merger
from restructuring.move import Move
from restructuring.reopening import Reopening
from restructuring.serialization import MAX_CHANGES, clean_json, from_json, to_json
from restructuring.sharing import Share, Unshare
from restructuring.split import Split

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
