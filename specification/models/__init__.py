"""Clauses, what documents say of them now, and what decisions ratified."""

from specification.models.baseline import Baseline, BaselineLayout, RatifiedText
from specification.models.clause import Chapter, Clause, ClauseCircle, ClauseLook, ClauseParent, ClauseQuerySet
from specification.models.clause_state import ClauseState
from specification.models.lineage import ClauseLineage
from specification.models.move_kind import MoveKind
from specification.models.reqif_origin import ReqifOrigin
from specification.models.text import ClauseText

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
