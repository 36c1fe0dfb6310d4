"""Questions, and the tracks on which their answers are explored."""

from tracks.models.criterion import Criterion
from tracks.models.evidence import Evidence
from tracks.models.gate_answer import AnswerTerms, GateAnswer, UnansweredSync
from tracks.models.question import Question
from tracks.models.spell import Ending, Spell, TrackExpense
from tracks.models.stop_note import StopLines, StopNote
from tracks.models.track import Track

__all__ = [
    "AnswerTerms",
    "Criterion",
    "Ending",
    "Evidence",
    "GateAnswer",
    "Question",
    "Spell",
    "StopLines",
    "StopNote",
    "Track",
    "TrackExpense",
    "UnansweredSync",
]
