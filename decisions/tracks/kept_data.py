"""What tracks keep: questions with their criteria, tracks with all that was found, spent and answered."""

from decisions.tracks.models import (
    Criterion,
    Evidence,
    ExplorationPeriod,
    GateAnswer,
    Question,
    StopNote,
    Track,
    TrackExpense,
    UnansweredSync,
)
from foundation.web.kept_data import KeptData

BY_TRACK = (Evidence, StopNote, GateAnswer, UnansweredSync, ExplorationPeriod, TrackExpense)

KEPT_DATA = KeptData(
    app="tracks",
    tables={
        **dict.fromkeys((Question, Track), "project"),
        Criterion: "question__project",
        **dict.fromkeys(BY_TRACK, "track__project"),
    },
    common={
        Question: ("created_by",),
        Track: ("created_by", "owner"),
        Criterion: ("added_by",),
        Evidence: ("recorded_by",),
        StopNote: ("written_by", "dismissed_by"),
        GateAnswer: ("laid_by",),
    },
)
