"""Asking who proposes, and answering."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.decorators import MemberRequest
from decisions import permissions
from decisions.forms.questions import ClarifyingAnswerForm, ClarifyingQuestionForm
from decisions.views.lookups import proposal_in
from decisions.workflows.questions import answer_question, ask_question
from projects.access import in_project
from projects.models import Project
from web.exceptions import require
from web.form_errors import refuse_invalid
from web.redirects import back_or


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
