"""The devices on which one hears of things by push."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.decorators import MemberRequest, signed_in
from inbox.forms import DeviceForm
from inbox.models import PushSubscription
from inbox.workflows.pushing import devices_of, push_trial


@require_POST
@signed_in
def subscribe(request: MemberRequest) -> HttpResponse:
    """Hear of things on the device that asks; asked again, it is the same device."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        raise BadRequest("no address of a push service")
    said = form.cleaned_data
    PushSubscription.keep(
        request.user,
        said["endpoint"],
        public_key=said["p256dh"],
        secret=said["auth"],
        device=device_of(request),
        session_key=request.session.session_key or "",
    )
    return JsonResponse({}, status=201)


@require_POST
@signed_in
def unsubscribe_device(request: MemberRequest, pk: int) -> HttpResponse:
    """Tell a device of nothing any more."""
    get_object_or_404(request.user.push_subscriptions, pk=pk).delete()
    messages.success(request, _("This device gets no push any more."))
    return redirect("notifications")


@require_POST
@signed_in
def trial(request: MemberRequest) -> HttpResponse:
    """Send something to all one's devices, to see that it works."""
    for device in devices_of(request.user):
        push_trial(device, _("Push works"), _("This is how Ronde reaches you on this device."))
    messages.success(request, _("A notification is on its way to your devices."))
    return redirect("notifications")


def device_of(request: HttpRequest) -> str:
    """Name a device by what its browser says of itself: browser and system."""
    said = request.headers.get("User-Agent", "")
    browsers = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}
    systems["Linux"] = "Linux"
    browser = next((name for mark, name in browsers.items() if mark in said), _("Browser"))
    system = next((name for mark, name in systems.items() if mark in said), "")
    return f"{browser}, {system}" if system else browser
