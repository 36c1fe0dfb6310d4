"""Questions, and the tracks on which their answers are explored."""

from decisions.tracks.models.criterion import Criterion
from decisions.tracks.models.evidence import Evidence
from decisions.tracks.models.exploration_period import ExplorationPeriod, TrackExpense
from decisions.tracks.models.gate_answer import GateAnswer, UnansweredSync, VerdictTerms
from decisions.tracks.models.gate_verdict import GateCauses, GateVerdict
from decisions.tracks.models.question import Question
from decisions.tracks.models.question_state import QuestionState
from decisions.tracks.models.stop_note import StopLines, StopNote
from decisions.tracks.models.track import Track
from decisions.tracks.models.track_state import TrackState

__all__ = [
    "Criterion",
    "Evidence",
    "ExplorationPeriod",
    "GateAnswer",
    "GateCauses",
    "GateVerdict",
    "Question",
    "QuestionState",
    "StopLines",
    "StopNote",
    "Track",
    "TrackExpense",
    "TrackState",
    "UnansweredSync",
    "VerdictTerms",
]
