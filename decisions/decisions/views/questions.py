"""Asking who proposes, and answering."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.decisions import permissions
from decisions.decisions.forms.questions import ClarifyingAnswerForm, ClarifyingQuestionForm
from decisions.decisions.views.lookups import proposal_in
from decisions.decisions.workflows.questions import answer_question, ask_question
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.form_errors import refuse_invalid
from foundation.web.redirects import back_or


@require_POST
@in_project
def questions(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Ask who proposes something."""
    found = proposal_in(project, number, request)
    require(permissions.may_ask(request.user, found))
    form = ClarifyingQuestionForm(request.POST)
    refuse_invalid(form)
    ask_question(found, by=request.user, **form.cleaned_data)
    return back_or(request, found)


@require_POST
@in_project
def question_answer(request: MemberRequest, project: Project, number: int, question: int) -> HttpResponseBase:
    """Answer a question in place."""
    found = proposal_in(project, number, request)
    asked = get_object_or_404(found.questions.all(), pk=question)
    require(permissions.may_change(request.user, found))
    form = ClarifyingAnswerForm(request.POST)
    refuse_invalid(form)
    answer_question(asked, by=request.user, **form.cleaned_data)
    return back_or(request, found)
