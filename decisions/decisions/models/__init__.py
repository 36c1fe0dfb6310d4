"""Proposals, the rounds in which they are put to consent, and what comes of them.

Each folder is one of these: `proposals`, their `rounds`, the `objections` said in them, the `register` of what was
decided, and what happens `exceptional`ly, outside an ordinary round. What reaches across these is in
`decisions.decisions.workflows`.
"""

from decisions.decisions.models.exceptional.contest import Contest
from decisions.decisions.models.exceptional.missing_element import MissingElement
from decisions.decisions.models.exceptional.small_act import SmallAct
from decisions.decisions.models.exceptional.urgent_act import UrgentAct
from decisions.decisions.models.objections.amendment import Amendment
from decisions.decisions.models.objections.factcheck import FactCheck
from decisions.decisions.models.objections.objection import Objection
from decisions.decisions.models.objections.reopening import ObjectionReopening
from decisions.decisions.models.proposals.answering import (
    answer_effects,
    effect_lines,
    propose_answered,
    refuse_unanswered,
)
from decisions.decisions.models.proposals.claim import Claim, ClaimRelease
from decisions.decisions.models.proposals.editorial import Editorial
from decisions.decisions.models.proposals.effect import Effect, EffectAnswer, EffectOn
from decisions.decisions.models.proposals.named_things import EffectLine, Unanswered, Words
from decisions.decisions.models.proposals.proposal import Proposal
from decisions.decisions.models.proposals.pull import Pull
from decisions.decisions.models.proposals.question import ClarifyingQuestion
from decisions.decisions.models.proposals.touched_clause import ClauseTouch, RoundClauses, TouchedClause
from decisions.decisions.models.register.citation import Citation
from decisions.decisions.models.register.decision import Decision
from decisions.decisions.models.register.imported_process import ImportedProcess
from decisions.decisions.models.register.printout import Printout
from decisions.decisions.models.register.ratification import Ratification
from decisions.decisions.models.register.review import ConcernLook, Review
from decisions.decisions.models.register.saved import SavedFilter
from decisions.decisions.models.rounds.absence import Absence
from decisions.decisions.models.rounds.position import AskedPerson, ExcusedPerson, Position
from decisions.decisions.models.rounds.reminder import Reminder
from decisions.decisions.models.rounds.round import DecidingSync, Round
from decisions.decisions.models.rounds.taken_back import TakenBack

__all__ = [
    "Absence",
    "Amendment",
    "AskedPerson",
    "Citation",
    "Claim",
    "ClaimRelease",
    "ClarifyingQuestion",
    "ClauseTouch",
    "ConcernLook",
    "Contest",
    "DecidingSync",
    "Decision",
    "Editorial",
    "Effect",
    "EffectAnswer",
    "EffectLine",
    "EffectOn",
    "ExcusedPerson",
    "FactCheck",
    "ImportedProcess",
    "MissingElement",
    "Objection",
    "ObjectionReopening",
    "Position",
    "Printout",
    "Proposal",
    "Pull",
    "Ratification",
    "Reminder",
    "Review",
    "Round",
    "RoundClauses",
    "SavedFilter",
    "SmallAct",
    "TakenBack",
    "TouchedClause",
    "Unanswered",
    "UrgentAct",
    "Words",
    "answer_effects",
    "effect_lines",
    "propose_answered",
    "refuse_unanswered",
]
