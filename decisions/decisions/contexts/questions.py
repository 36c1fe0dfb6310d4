"""The questions that stand above a proposal's text, for a reader."""

from typing import Any

from decisions.decisions import permissions
from decisions.decisions.forms.questions import ClarifyingAnswerForm, ClarifyingQuestionForm
from decisions.decisions.models import ClarifyingQuestion, Proposal
from foundation.accounts.models import User


def questions_for(proposal: Proposal, user: User, *, ended: bool) -> dict[str, Any]:
    """Return the questions, those without an answer first, and whether the reader may ask and answer."""
    found = list(ClarifyingQuestion.objects.of(proposal)) if proposal.__dict__.get("has_questions", True) else []
    return {
        "questions": sorted(found, key=lambda one: one.is_answered),
        "may_ask": not ended and permissions.may_ask(user, proposal),
        "may_answer": not ended and permissions.may_change(user, proposal),
        "question_form": ClarifyingQuestionForm(),
        "answer_form": ClarifyingAnswerForm(),
    }
