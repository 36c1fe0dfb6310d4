"""Bots of a project: one's own, and all for who leads it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from circles.circles.queries.tree import circles_of
from circles.invitations import permissions
from circles.invitations.forms.bots import BotForm, BotOwnerForm
from circles.invitations.models import Guest
from circles.invitations.workflows.bots import (
    SCOPES,
    bots_of,
    furthest_day,
    hand_over,
    issue_token,
    make_bot,
    remove_bot,
    renew_bot,
)
from circles.projects.access import MemberRequest, in_project
from circles.projects.models import Project
from foundation.web.exceptions import require

SECRET = "bot_secret"  # noqa: S105 where it waits in the session until it was shown


def bot_for(request: MemberRequest, project: Project, pk: int) -> Guest:
    """Find a bot that a person sees to (403 for others)."""
    found = get_object_or_404(project.guests.current().bots().select_related("user", "circle", "project"), pk=pk)
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
        messages.success(request, _("Bot created. It needs a token to act."))
        return redirect("circles:bots", project.slug)
    return shown(request, project, form if places else None)


def shown(
    request: MemberRequest, project: Project, form: BotForm | None, handing_over: BotOwnerForm | None = None
) -> HttpResponse:
    """Show the page; with one of its forms that was sent and is wrong, as 422."""
    sent = handing_over.bot.pk if handing_over else None
    rows = []
    for one in bots_of(project):
        sees_to = permissions.may_see_to_bot(request.user, one)
        owner = (handing_over if one.pk == sent else BotOwnerForm(bot=one)) if sees_to else None
        rows.append((one, owner, sees_to and one.ends_on < furthest_day(project)))
    is_wrong = sent is not None or (form is not None and form.is_bound)
    context = {
        "project": project,
        "form": form,
        "bots": rows,
        "scopes": SCOPES,
        "secret": request.session.pop(SECRET, ""),
    }
    return render(request, "invitations/bots.html", context, status=422 if is_wrong else 200)


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
    form = BotOwnerForm(request.POST, bot=found)
    if not form.is_valid():
        places = [one for one in circles_of(project) if permissions.may_make_bot(request.user, one)]
        return shown(request, project, BotForm(circles=places) if places else None, form)
    hand_over(found, form.cleaned_data["person"], by=request.user)
    messages.success(request, _("Bot handed over. Its tokens no longer work."))
    return redirect("circles:bots", project.slug)


@require_POST
@in_project
def bot_renewal(request: MemberRequest, project: Project, pk: int) -> HttpResponseBase:
    """Let a bot go on for a year."""
    renew_bot(bot_for(request, project, pk), by=request.user)
    messages.success(request, _("Bot extended for a year."))
    return redirect("circles:bots", project.slug)


@require_POST
@in_project
def bot_removal(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """End a bot."""
    remove_bot(bot_for(request, project, pk), by=request.user)
    messages.success(request, _("Bot removed. What it said stays."))
    return redirect("circles:bots", project.slug)
