"""Bots of a project: one's own, and all for who leads it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from circles.queries.tree import circles_of
from invitations import permissions
from invitations.forms.bots import BotForm
from invitations.models import Guest
from invitations.workflows.bots import SCOPES, bots_of, hand_over, issue_token, make_bot, remove_bot
from projects.access import MemberRequest, in_project
from projects.models import Project
from web.exceptions import require
from web.pagination import uuid_in

SECRET = "bot_secret"  # noqa: S105 where it waits in the session until it was shown


def bot_for(request: MemberRequest, project: Project, pk: int) -> Guest:
    """Find a bot that a person sees to (403 for others)."""
    found = get_object_or_404(project.guests.current().bots().select_related("user", "circle"), pk=pk)
    require(permissions.may_see_to_bot(request.user, found))
    return found


@require_http_methods(["GET", "POST"])
@in_project
def bots(request: MemberRequest, project: Project) -> HttpResponseBase:
    """List bots; make one."""
    places = [one for one in circles_of(project) if permissions.may_make_bot(request.user, one)]
    form = BotForm(request.POST or None, circles=places)
    if form.is_valid():
        require(bool(places))
        make_bot(form.circle, form.cleaned_data["name"], form.cleaned_data["level"], by=request.user)
        messages.success(request, _("Bot made. Give it a token to act by."))
        return redirect("circles:bots", project.slug)
    context = {
        "project": project,
        "form": form if places else None,
        "bots": [(one, permissions.may_see_to_bot(request.user, one)) for one in bots_of(project)],
        "people": [one for one in project.people() if one != request.user],
        "scopes": SCOPES,
        "secret": request.session.pop(SECRET, ""),
    }
    return render(request, "invitations/bots.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_project
def bot_token(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Make a token of a bot, and show it once."""
    found = bot_for(request, project, pk)
    request.session[SECRET] = issue_token(found, found.name, request.POST.getlist("scopes"))
    return redirect("circles:bots", project.slug)


@require_POST
@in_project
def bot_owner(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Hand a bot over."""
    found = bot_for(request, project, pk)
    to = get_object_or_404(User.objects.filter(pk__in=project.people()), pk=uuid_in(request.POST.get("person", "")))
    hand_over(found, to, by=request.user)
    messages.success(request, _("Bot handed over; its tokens have ended."))
    return redirect("circles:bots", project.slug)


@require_POST
@in_project
def bot_removal(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """End a bot."""
    remove_bot(bot_for(request, project, pk), by=request.user)
    messages.success(request, _("Bot removed. What it said stays."))
    return redirect("circles:bots", project.slug)
