"""Proposals, the rounds in which they are put to consent, and what comes of them."""

from decisions.models.absence import Absence
from decisions.models.amendment import Amendment
from decisions.models.citation import Citation
from decisions.models.claim import Claim
from decisions.models.contest import Contest
from decisions.models.decision import Decision
from decisions.models.editorial import Editorial
from decisions.models.factcheck import FactCheck
from decisions.models.missing import MissingElement
from decisions.models.objection import Objection
from decisions.models.past import PastProcess
from decisions.models.position import Asked, Position
from decisions.models.printout import Printout
from decisions.models.proposal import Proposal
from decisions.models.reminder import Reminder
from decisions.models.reopening import Reopening
from decisions.models.review import ConcernLook, Review
from decisions.models.round import Round, Sitting
from decisions.models.saved import SavedFilter
from decisions.models.small import SmallAct
from decisions.models.urgent import UrgentAct

__all__ = [
    "Absence",
    "Amendment",
    "Asked",
    "Citation",
    "Claim",
    "ConcernLook",
    "Contest",
    "Decision",
    "Editorial",
    "FactCheck",
    "MissingElement",
    "Objection",
    "PastProcess",
    "Position",
    "Printout",
    "Proposal",
    "Reminder",
    "Reopening",
    "Review",
    "Round",
    "SavedFilter",
    "Sitting",
    "SmallAct",
    "UrgentAct",
]
