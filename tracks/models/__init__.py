"""Questions, and the tracks on which their answers are explored."""

from tracks.models.criterion import Criterion
from tracks.models.evidence import Evidence
from tracks.models.exploration_period import ExplorationPeriod, TrackExpense
from tracks.models.gate_answer import GateAnswer, UnansweredSync, VerdictTerms
from tracks.models.gate_verdict import GateCauses, GateVerdict
from tracks.models.question import Question
from tracks.models.question_state import QuestionState
from tracks.models.stop_note import StopLines, StopNote
from tracks.models.track import Track
from tracks.models.track_state import TrackState

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
