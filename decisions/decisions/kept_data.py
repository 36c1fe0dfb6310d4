"""What decisions keep: proposals with their rounds, objections, the register, and what happened exceptionally."""

from typing import Any

from decisions.decisions.models import (
    Absence,
    Amendment,
    AskedPerson,
    Citation,
    Claim,
    ClaimRelease,
    ClarifyingQuestion,
    ConcernLook,
    Contest,
    Decision,
    Editorial,
    Effect,
    ExcusedPerson,
    FactCheck,
    ImportedProcess,
    MissingElement,
    Objection,
    ObjectionReopening,
    Position,
    Printout,
    Proposal,
    Pull,
    Ratification,
    Reminder,
    Review,
    Round,
    RoundClauses,
    SavedFilter,
    SmallAct,
    TakenBack,
    TouchedClause,
    UrgentAct,
)
from foundation.web.kept_data import FormerNames, KeptData

BY_PROPOSAL = (
    Contest,
    MissingElement,
    UrgentAct,
    Round,
    Objection,
    Claim,
    Pull,
    TouchedClause,
    Effect,
    ClarifyingQuestion,
)
BY_ROUND = (AskedPerson, Position, Amendment, Editorial, Reminder, RoundClauses)
BY_DECISION = (SmallAct, Review, Ratification)
BY_OBJECTION = (ObjectionReopening, FactCheck)


def forget(person: Any, names: FormerNames) -> None:
    """Remove the PDFs of projects that the person was in, whoever asked for them: their name is in them."""
    for printout in Printout.objects.filter(project__in=person.memberships.values("project")):
        printout.remove()


KEPT_DATA = KeptData(
    app="decisions",
    forget=forget,
    tables={
        **dict.fromkeys((Proposal, Decision, ImportedProcess, Absence, SavedFilter), "project"),
        **dict.fromkeys(BY_PROPOSAL, "proposal__project"),
        **dict.fromkeys(BY_ROUND, "round__proposal__project"),
        **dict.fromkeys(BY_DECISION, "decision__project"),
        **dict.fromkeys(BY_OBJECTION, "objection__proposal__project"),
        ConcernLook: "position__round__proposal__project",
        TakenBack: "position__round__proposal__project",
        ExcusedPerson: "asked__round__proposal__project",
        ClaimRelease: "claim__proposal__project",
    },
    left_out={
        Printout: "PDF of the register, made for a week",
        Citation: "made anew of texts and links, with the index",
    },
    private={Printout: "by", SavedFilter: "user", Absence: "user"},
    common={
        Proposal: ("created_by", "owner"),
        Round: ("opened_by", "prolonged_by"),
        AskedPerson: ("user",),
        Position: ("user", "recorded_by", "deputy"),
        Objection: ("by", "lifted_by"),
        ObjectionReopening: ("lifted_by",),
        FactCheck: ("by",),
        Claim: ("by",),
        ClaimRelease: ("by",),
        Pull: ("by",),
        Effect: ("by",),
        ClarifyingQuestion: ("by", "answered_by"),
        MissingElement: ("by",),
        UrgentAct: ("undone_by",),
        Editorial: ("by", "refused_by"),
        Amendment: ("begun_by",),
        Decision: ("created_by", "owner"),
        Review: ("held_by",),
        ConcernLook: ("by",),
        ImportedProcess: ("created_by",),
        Absence: ("deputy",),
        Reminder: ("user",),
    },
    copies={Decision: ("without", "lacking"), ImportedProcess: ("proposer", "content")},
)
