"""What one follows, so that one hears of it, or has muted, so that one does not."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.decorators import MemberRequest, signed_in
from inbox.forms import AttentionForm
from inbox.models import Attention
from web.exceptions import require
from web.redirects import back_or


@require_POST
@signed_in
def attend(request: MemberRequest) -> HttpResponseBase:
    """Follow or mute a thing, or hear of it as is usual again."""
    form = AttentionForm(request.POST)
    if not form.is_valid() or not url_has_allowed_host_and_scheme(form.cleaned_data["address"], allowed_hosts=None):
        raise BadRequest("no such thing")
    values = dict(form.cleaned_data)
    what = values.pop("what")
    require(request.user.memberships.filter(project=values["project"], ended_at=None).exists())
    Attention.attend(request.user, what, **values)
    said = {"follow": _("You follow this."), "mute": _("Muted."), "usual": _("You hear of this as usual again.")}
    messages.success(request, said[what])
    return back_or(request, "notifications")


@require_POST
@signed_in
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Hear of a thing as is usual again."""
    get_object_or_404(request.user.attentions, pk=pk).delete()
    messages.success(request, _("You hear of this as usual again."))
    return redirect("notifications")
