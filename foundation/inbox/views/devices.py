"""The devices that get push notifications."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.decorators import MemberRequest, signed_in
from foundation.accounts.templatetags.devices import device
from foundation.inbox.forms import DeviceForm
from foundation.inbox.models import PushSubscription
from foundation.inbox.workflows.pushing import devices_of, push_trial


@require_POST
@signed_in
def subscribe(request: MemberRequest) -> HttpResponse:
    """Send push to the device that asks; asked again, it is the same device."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        raise BadRequest("no address of a push service")
    given = form.cleaned_data
    PushSubscription.keep(
        request.user,
        given["endpoint"],
        public_key=given["p256dh"],
        secret=given["auth"],
        device=device(request.headers.get("User-Agent", "")),
        session_key=request.session.session_key or "",
    )
    return JsonResponse({}, status=201)


@require_POST
@signed_in
def unsubscribe_device(request: MemberRequest, pk: int) -> HttpResponse:
    """Send a device no more push."""
    get_object_or_404(request.user.push_subscriptions, pk=pk).delete()
    messages.success(request, _("Push is off on this device."))
    return redirect("notifications")


@require_POST
@signed_in
def trial(request: MemberRequest) -> HttpResponse:
    """Send a test notification to all one's devices."""
    for subscription in devices_of(request.user):
        push_trial(subscription, _("Push works"), _("Notifications from Ronde will look like this."))
    messages.success(request, _("A test notification is on its way to your devices."))
    return redirect("notifications")
