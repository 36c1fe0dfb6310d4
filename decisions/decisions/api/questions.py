"""API of questions to who proposes."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from decisions.decisions import permissions
from decisions.decisions.api.effect_schemas import ClarifyingAnswerIn, ClarifyingQuestionIn, ClarifyingQuestionOut
from decisions.decisions.api.lookups import proposal_for
from decisions.decisions.api.outputs import question_out
from decisions.decisions.models import ClarifyingQuestion
from decisions.decisions.workflows import questions
from foundation.accounts.decorators import asker
from foundation.web.exceptions import require

router = Router()


@router.post("projects/{slug}/proposals/{number}/questions", response={201: ClarifyingQuestionOut})
def ask(request: HttpRequest, slug: str, number: int, body: ClarifyingQuestionIn) -> Any:
    """Ask who proposes something: no position, and no clock stops."""
    found = proposal_for(request, slug, number)
    require(permissions.may_ask(asker(request), found))
    return Status(201, question_out(questions.ask_question(found, by=asker(request), text=body.text)))


@router.post("projects/{slug}/proposals/{number}/questions/{question}/answer", response=ClarifyingQuestionOut)
def answer_to_question(request: HttpRequest, slug: str, number: int, question: int, body: ClarifyingAnswerIn) -> Any:
    """Answer a question in place, as who proposes or owns the proposal."""
    found = proposal_for(request, slug, number)
    asked = get_object_or_404(found.questions.all(), pk=question)
    require(permissions.may_change(asker(request), found))
    questions.answer_question(asked, by=asker(request), answer=body.answer)
    return question_out(ClarifyingQuestion.objects.select_related("by", "answered_by").get(pk=asked.pk))
