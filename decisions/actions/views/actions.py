"""Pages of actions: one action, a new one, and what can be done with it."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.references import thing_named
from decisions.actions import permissions
from decisions.actions.contexts.one_action import page_of_action
from decisions.actions.forms.actions import ActionForm, DayForm, ReassignForm, origin_of
from decisions.actions.models import Action
from decisions.actions.views.lookups import action_in, mine_to_act
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or

MAX_QUOTE = 2000
MAX_WHAT = 200
"""So much of what an address quotes is filled in."""


@require_safe
@in_project
def action(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show an action with where it comes from, and what came of it."""
    return _page(request, action_in(project, number, request))


def _page(request: MemberRequest, found: Action, **forms: Form) -> HttpResponse:
    """Draw an action's page; `forms` (`handover`, `day_form`) are those that were sent and are wrong: 422."""
    context = page_of_action(found, request.user)
    return render(request, "actions/action.html", context | forms, status=422 if forms else 200)


def _prefilled(request: MemberRequest, project: Project) -> dict[str, Any]:
    """Fill the form from what the address says it comes from: words, quote and circle of that thing."""
    thing = thing_named(project, request.user, request.GET.get("from", ""))
    circle = request.GET.get("circle", "") or (thing.scope if thing else "") or "general"
    if thing is None:
        return {"owner": request.user, "circle": circle, "what": request.GET.get("what", "")[:MAX_QUOTE]}
    name = request.GET.get("from", "")
    what = request.GET.get("what", "")[:MAX_WHAT] or ("" if thing.reference else thing.headline)
    quote = request.GET.get("quote", "")[:MAX_QUOTE] or thing.quotable
    return {"owner": request.user, "circle": circle, "what": what, "quote": quote, "origin": name}


@require_http_methods(["GET", "POST"])
@in_project
def new_action(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Make an action, from nothing or from what `?from=P-24` or `?from=message-…` names."""
    source = thing_named(project, request.user, request.POST.get("origin", "") or request.GET.get("from", ""))
    start = _prefilled(request, project)
    form = ActionForm(request.POST or None, project=project, has_source=source is not None, initial=start)
    if not form.is_valid():
        context = {"project": project, "form": form, "source": source}
        return render(request, "actions/new_action.html", context, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    said: dict[str, Any] = {name: given[name] for name in ("what", "owner", "due_on", "quote")}
    require(permissions.may_make(request.user, given["circle"]))
    thing, why = origin_of(project, request.user, given.get("why", ""))
    said |= {"source": source or thing, "why": why, "files": request.POST.getlist("files")}
    return redirect(Action.make(given["circle"], by=request.user, **said))


@require_POST
@in_project
def start(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Begin, or go on."""
    found = mine_to_act(project, number, request)
    found.start(by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def blockage(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Say who or what it is waiting for."""
    found = mine_to_act(project, number, request)
    found.block(request.POST.get("waits_for", ""), by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def completion(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Say that it is done, with a link or a sentence; can be undone from the toast."""
    found = mine_to_act(project, number, request)
    found.finish(by=request.user, how=request.POST.get("how", ""))
    return _closed(request, found, _("%(reference)s is done."))


@require_POST
@in_project
def dropping(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Drop it, with a reason; can be undone from the toast."""
    found = mine_to_act(project, number, request)
    found.drop(by=request.user, reason=request.POST.get("reason", ""))
    return _closed(request, found, _("%(reference)s is dropped."))


def _closed(request: MemberRequest, found: Action, words: str) -> HttpResponseBase:
    """Lead back, with a toast from which it can be reopened."""
    undo = reverse("actions:reopening", args=[found.project.slug, found.number])
    messages.success(request, words % {"reference": found.reference}, extra_tags=undo)
    return back_or(request, found)


@require_POST
@in_project
def handover(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Reassign it to another owner."""
    found = mine_to_act(project, number, request)
    form = ReassignForm(request.POST, project=project)
    if not form.is_valid():
        return _page(request, found, handover=form)
    found.hand_over(form.cleaned_data["owner"], by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def day(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Move the day by which it is due."""
    found = mine_to_act(project, number, request)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, found, day_form=form)
    found.reschedule(form.cleaned_data["due_on"], by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def reopening(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Take back that it was done or dropped."""
    found = mine_to_act(project, number, request)
    found.reopen(by=request.user)
    return back_or(request, found)
