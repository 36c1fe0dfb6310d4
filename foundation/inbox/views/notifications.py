"""What reaches oneself how, and when; and silence from an e-mail, without signing in."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from foundation.accounts.decorators import MemberRequest, public, signed_in
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.forms import HoursForm, KindsForm
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.links import DIGEST, unsubscribe, unsubscriber
from foundation.inbox.models import NotificationChoice, NotificationSettings, PersonalReminder
from foundation.inbox.vapid import public_key
from foundation.inbox.workflows.pushing import devices_of


@require_http_methods(["GET", "POST"])
@signed_in
def notifications(request: MemberRequest) -> HttpResponse:
    """Choose what reaches oneself how, and when."""
    kinds = KindsForm(request.POST or None, user=request.user)
    own = NotificationSettings.of(request.user)
    hours = HoursForm(request.POST or None, instance=own)
    if request.method == "POST" and kinds.is_valid() and hours.is_valid():
        with transaction.atomic():
            kinds.save()
            hours.save()
        messages.success(request, _("Saved."))
        return redirect("notifications")
    context = {"kinds": kinds, "hours": hours, **_around(request.user, own)}
    return render(request, "inbox/notifications.html", context, status=422 if request.method == "POST" else 200)


def _around(user: User, own: NotificationSettings) -> dict[str, Any]:
    """Return what the page shows beside the choices: devices, things followed, reminders, silence."""
    return {
        "devices": devices_of(user).order_by("-since"),
        "push_key": public_key(),
        "undisturbed": own.undisturbed_until if own.is_undisturbed(clock.now()) else None,
        "reminders": PersonalReminder.objects.of(user),
        "attentions": user.attentions.order_by("is_muted", "title"),
    }


@require_POST
@signed_in
def reset_notifications(request: MemberRequest) -> HttpResponse:
    """Choose what is usual again."""
    with transaction.atomic():
        for choice in NotificationChoice.objects.filter(user=request.user):
            kind = NoticeKind(choice.kind)
            NotificationChoice.choose(request.user, kind, kind.facts.mail, push=kind.facts.push)
        NotificationSettings.reset(request.user)
    messages.success(request, _("Defaults restored."))
    return redirect("notifications")


@require_POST
@signed_in
def resume_mail(request: MemberRequest) -> HttpResponse:
    """Have e-mail sent to oneself again."""
    NotificationSettings.resume_mail(request.user)
    messages.success(request, _("E-mail is back on."))
    return redirect("notifications")


@csrf_exempt  # mail programs post it by themselves (RFC 8058); its secret is in the address
@require_http_methods(["GET", "POST"])
@public
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask whether e-mails of a kind shall end, and end them: one press, without signing in."""
    found = unsubscriber(secret)
    if found is None:
        raise Http404
    user, kinds = found
    if request.method == "POST":
        unsubscribe(user, kinds)
    with translation.override(user.language):
        words = [_("the digest") if kind == DIGEST else NoticeKind(kind).name_of_many for kind in kinds]
        context = {"kinds": words, "is_done": request.method == "POST"}
        return render(request, "inbox/unsubscribe.html", context)
