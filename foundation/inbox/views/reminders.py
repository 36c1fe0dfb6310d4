"""What a person wants to be reminded of, and when they want to hear of nothing."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.decorators import MemberRequest, signed_in
from foundation.audit import clock
from foundation.inbox.contexts import until_asked
from foundation.inbox.forms import AttentionForm
from foundation.inbox.models import NotificationSettings, PersonalReminder
from foundation.web.exceptions import require
from foundation.web.formatting import moment
from foundation.web.redirects import back_or

HOURS = {"hour": 1, "hours": 4}


@require_POST
@signed_in
def remind(request: MemberRequest) -> HttpResponseBase:
    """Be reminded of a thing at a time."""
    form = AttentionForm({**request.POST.dict(), "what": "usual"})
    if not form.is_valid():
        raise BadRequest("no such thing")
    values = form.cleaned_data
    require(request.user.is_member_of(values["project"]))
    at = until_asked(request.user, values["project"], request.POST)
    PersonalReminder.put(
        request.user, project=values["project"], title=values["title"], address=values["address"], at=at
    )
    messages.success(request, _("Reminder set for %(when)s.") % {"when": moment(at)})
    return back_or(request, "notifications")


@require_POST
@signed_in
def remove_reminder(request: MemberRequest, pk: str) -> HttpResponseBase:
    """Be reminded of a thing no more."""
    get_object_or_404(PersonalReminder.objects.of(request.user), pk=pk).delete()
    messages.success(request, _("Reminder removed."))
    return back_or(request, "notifications")


@require_POST
@signed_in
def do_not_disturb(request: MemberRequest) -> HttpResponseBase:
    """Hear of nothing for some hours or until the next morning, or of everything again."""
    asked, now = request.POST.get("until", ""), clock.now()
    until = None
    if asked in HOURS:
        until = now + timedelta(hours=HOURS[asked])
    elif asked != "end":
        until = until_asked(request.user, None, {"until": "tomorrow"})
    NotificationSettings.change(request.user, undisturbed_until=until)
    words = _("Notifications are back on.")
    if until:
        words = _("Notifications are paused until %(when)s.") % {"when": moment(until)}
    messages.success(request, words)
    return back_or(request, "notifications")
