"""Clauses, what documents say of them now, and what decisions ratified."""

from decisions.specification.models.baseline import Baseline, BaselineLayout, RatifiedText
from decisions.specification.models.clause import (
    Chapter,
    Clause,
    ClauseCircle,
    ClauseLook,
    ClauseParent,
    ClauseQuerySet,
)
from decisions.specification.models.clause_state import ClauseState
from decisions.specification.models.lineage import ClauseLineage
from decisions.specification.models.move_kind import MoveKind
from decisions.specification.models.reqif_origin import ReqifOrigin
from decisions.specification.models.text import ClauseText

__all__ = [
    "Baseline",
    "BaselineLayout",
    "Chapter",
    "Clause",
    "ClauseCircle",
    "ClauseLineage",
    "ClauseLook",
    "ClauseParent",
    "ClauseQuerySet",
    "ClauseState",
    "ClauseText",
    "MoveKind",
    "RatifiedText",
    "ReqifOrigin",
]
