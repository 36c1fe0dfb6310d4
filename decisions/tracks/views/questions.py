"""Pages of questions: asking one, its matrix and picture, and what can be done with it."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.references import thing_named
from decisions.tracks import permissions
from decisions.tracks.contexts.question import question_page
from decisions.tracks.forms.questions import QuestionChangeForm, QuestionForm
from decisions.tracks.models import Question, Track
from decisions.tracks.views.finding import mine_to_tend, question_in
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or


@require_safe
@in_project
def question(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show a question: criteria by track, what was measured, how the exploration went, what it cost."""
    found = question_in(project, number, request)
    return render(request, "tracks/question.html", question_page(found, request.user, request.GET.dict()))


def _prefilled(request: MemberRequest, project: Project) -> dict[str, Any]:
    """Fill the form from what the address says it comes from: the tension of a lapsed proposal, a message."""
    name = request.GET.get("from", "")
    thing: Any = thing_named(project, request.user, name)
    circle = request.GET.get("circle", "") or (thing.scope if thing else "") or "general"
    if thing is None:
        return {"circle": circle}
    tension = getattr(thing, "tension", "") or thing.quotable
    return {"circle": circle, "why": tension, "title": thing.headline[:160] if thing.reference else "", "origin": name}


@require_http_methods(["GET", "POST"])
@in_project
def new_question(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Ask a question, from nothing or from what `?from=P-12` names."""
    source = thing_named(project, request.user, request.POST.get("origin", "") or request.GET.get("from", ""))
    form = QuestionForm(request.POST or None, project=project, initial=_prefilled(request, project))
    if not form.is_valid():
        context = {"project": project, "form": form, "source": source}
        return render(request, "tracks/new_question.html", context, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    circle: Circle = given["circle"]
    require(permissions.may_ask(request.user, circle))
    with transaction.atomic():
        terms = {"why": given["why"], "answer_by": given["answer_by"], "source": source}
        made = Question.ask(circle, given["title"], by=request.user, **terms)
        for way in form.ways:
            Track.propose(made, way, by=request.user)
    return redirect(made)


@require_http_methods(["GET", "POST"])
@in_project
def change(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Change its words or its day."""
    found = mine_to_tend(project, number, request)
    known = {"title": found.title, "why": found.why, "answer_by": found.answer_by}
    form = QuestionChangeForm(request.POST or None, initial=known)
    if not form.is_valid():
        context = {"project": project, "form": form, "question": found}
        return render(request, "tracks/change_question.html", context, status=422 if form.is_bound else 200)
    found.change(by=request.user, **form.cleaned_data)
    return redirect(found)


@require_POST
@in_project
def dropping(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Close it without an answer, with a reason."""
    found = mine_to_tend(project, number, request)
    found.drop(by=request.user, reason=request.POST.get("reason", ""))
    return back_or(request, found)


@require_POST
@in_project
def reopening(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Open it again."""
    found = mine_to_tend(project, number, request)
    found.reopen(by=request.user)
    return back_or(request, found)
