"""What one follows, so that one hears of it, or has muted, so that one does not."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import MemberRequest, signed_in
from inbox.forms import AttentionForm
from inbox.models import Attention
from web.exceptions import require
from web.redirects import back_or


@require_http_methods(["GET", "POST"])
@signed_in
def attend(request: MemberRequest) -> HttpResponseBase:
    """Show how one hears of a thing (scripts get the choices alone); follow it, mute it, or hear of it as usual."""
    form = AttentionForm(request.POST if request.method == "POST" else {**request.GET.dict(), "what": "usual"})
    if not form.is_valid():
        raise BadRequest("no such thing")
    values = dict(form.cleaned_data)
    what = values.pop("what")
    require(request.user.memberships.filter(project=values["project"], ended_at=None).exists())
    if request.method == "GET":
        own = request.user.attentions.filter(project=values["project"], thing=values["thing"]).first()
        context = {"thing": values, "own": own, "back": values["address"]}
        by_script = bool(request.headers.get("HX-Request"))
        return render(request, "inbox/attend_choices.html" if by_script else "inbox/attend.html", context)
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
