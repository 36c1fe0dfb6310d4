"""A question that is explored."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from circles.projects.models import Project
from decisions.tracks.models import Question, StopLines, Track, VerdictTerms
from decisions.tracks.workflows.criteria import add_criterion
from decisions.tracks.workflows.evidence import record_evidence
from decisions.tracks.workflows.gates import lay_verdict_ready
from decisions.tracks.workflows.stopping import stop
from foundation.accounts.models import User


def a_question(project: Project, reader: User) -> Question:
    """Ask a question with tracks at its gate, parked, stopped (and could reopen), and not started."""
    question = Question.ask(project.circles.general(), "Which seal?", by=reader)
    add_criterion(question, "kill", "Leak", ">", Decimal("0.2"), unit="ml/h", by=reader)
    day = timezone.localdate() + timedelta(30)
    terms: dict[str, Any] = {"by": reader, "learn_by": day, "cap_money": Decimal(500), "cap_days": 60}
    at_gate, parked, stopped, _proposed = (
        Track.propose(question, name, **terms) for name in ("Lip", "Face", "Cord", "Labyrinth")
    )
    for track in (at_gate, parked, stopped):
        track.start(by=reader)
    parked.park(by=reader, reason="No bench.")
    watched = StopLines("It leaks.", "0.3 ml/h.", "The bench.", "It leaks less.", "Leak", "ml/h", "<", Decimal("0.1"))
    stop(stopped, watched, by=reader)
    for value in ("0.05", "0.3"):
        record_evidence(at_gate, metric="Leak", unit="ml/h", value=Decimal(value), by=reader)
    lay_verdict_ready(at_gate, "go_on", VerdictTerms("One more seal.", Decimal(100), 10, day + timedelta(9)), by=reader)
    return question
