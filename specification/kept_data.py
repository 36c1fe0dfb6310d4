"""What the specification keeps: clauses, what documents say of them, and what was ratified."""

from specification.models import (
    Baseline,
    BaselineLayout,
    Chapter,
    Clause,
    ClauseCircle,
    ClauseLook,
    ClauseParent,
    ClauseText,
    RatifiedText,
)
from web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="specification",
    tables={
        **dict.fromkeys((Clause, Baseline), "project"),
        Chapter: "document__project",
        **dict.fromkeys((ClauseText, ClauseCircle, ClauseLook), "clause__project"),
        ClauseParent: "child__project",
        **dict.fromkeys((RatifiedText, BaselineLayout), "baseline__project"),
    },
    common={Clause: ("created_by", "owner"), ClauseText: ("changed_by",), ClauseLook: ("by",)},
)
