"""What a person follows, and what they have muted."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.accounts.decorators import MemberRequest, signed_in
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.contexts import snoozes
from foundation.inbox.forms import AttentionForm
from foundation.inbox.models import Attention, PersonalReminder
from foundation.web.exceptions import require
from foundation.web.redirects import back_or

CONFIRMATIONS = {
    "follow": _("You’re following this."),
    "mute": _("Muted."),
    "usual": _("Back to default notifications."),
}


@require_http_methods(["GET", "POST"])
@signed_in
def attend(request: MemberRequest) -> HttpResponseBase:
    """Show the notifications of a thing (scripts get the choices alone; with `?remind=` there are only those of a
    reminder); follow it, mute it, or reset it.
    """
    form = AttentionForm(request.POST if request.method == "POST" else {**request.GET.dict(), "what": "usual"})
    if not form.is_valid():
        raise BadRequest("no such thing")
    values = dict(form.cleaned_data)
    what = values.pop("what")
    require(request.user.is_member_of(values["project"]))
    if request.method == "GET":
        own = request.user.attentions.filter(project=values["project"], thing=values["thing"]).first()
        context = {"thing": values, "own": own, "back": values["address"]}
        context |= {"choices": snoozes(request.user, clock.now()), "reminder": reminder_of(request.user, values)}
        context["is_reminder"] = "remind" in request.GET
        by_script = bool(request.headers.get("HX-Request"))
        return render(request, "inbox/attend_choices.html" if by_script else "inbox/attend.html", context)
    Attention.attend(request.user, what, **values)
    messages.success(request, CONFIRMATIONS[what])
    return back_or(request, "notifications")


def reminder_of(user: User, thing: Mapping[str, Any]) -> PersonalReminder | None:
    """Return the reminder that a person has of a thing."""
    return PersonalReminder.objects.of(user).filter(project=thing["project"], address=thing["address"]).first()


@require_POST
@signed_in
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Neither follow nor mute a thing any more."""
    get_object_or_404(request.user.attentions, pk=pk).delete()
    messages.success(request, CONFIRMATIONS["usual"])
    return redirect("notifications")
