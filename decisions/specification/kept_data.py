"""What the specification keeps: clauses, what documents say of them, and what was ratified."""

from decisions.specification.models import (
    Baseline,
    BaselineLayout,
    Chapter,
    Clause,
    ClauseCircle,
    ClauseLineage,
    ClauseLook,
    ClauseParent,
    ClauseText,
    RatifiedText,
    ReqifOrigin,
)
from foundation.web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="specification",
    tables={
        **dict.fromkeys((Clause, Baseline), "project"),
        **dict.fromkeys((Chapter, ReqifOrigin), "document__project"),
        **dict.fromkeys((ClauseText, ClauseCircle, ClauseLook), "clause__project"),
        ClauseParent: "child__project",
        **dict.fromkeys((RatifiedText, BaselineLayout, ClauseLineage), "baseline__project"),
    },
    common={Clause: ("created_by", "owner"), ClauseText: ("changed_by",), ClauseLook: ("by",)},
)
