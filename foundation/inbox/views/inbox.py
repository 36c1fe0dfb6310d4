"""The inbox: what one was notified of, by thing; done, put off, brought back."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.decorators import MemberRequest, signed_in
from foundation.audit import clock
from foundation.inbox.contexts import page_of, until_asked
from foundation.inbox.models import Notice
from foundation.web.formatting import moment
from foundation.web.pagination import moment_in
from foundation.web.redirects import back_or, is_ours


@require_safe
@signed_in
def inbox(request: MemberRequest) -> HttpResponse:
    """List what one was notified of."""
    return render(request, "inbox/inbox.html", page_of(request.user, request.GET, clock.now(), request.get_full_path()))


@require_POST
@signed_in
def open_notice(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go to its subject."""
    notice = get_object_or_404(Notice.objects.to(request.user), pk=pk)
    notice.mark_read()
    return redirect(notice.address if is_ours(notice.address) else "inbox")


@require_POST
@signed_in
def read_all(request: MemberRequest) -> HttpResponse:
    """Mark all as read, but for what is snoozed: it comes back as new."""
    now = clock.now()
    Notice.objects.to(request.user).waiting(now).mark_read(now)
    return redirect("inbox")


@require_POST
@signed_in
def finish(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Be done with a thing, as far as the page has shown it."""
    notice = get_object_or_404(Notice.objects.to(request.user), pk=pk)
    notice.finish(clock.now(), shown=moment_in(request.POST.get("shown", "")))
    messages.success(request, _("Done."), extra_tags=reverse("bring_back_notice", args=[pk]))
    return back_or(request, "inbox")


@require_POST
@signed_in
def snooze(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Put a thing off until later."""
    notice = get_object_or_404(Notice.objects.to(request.user), pk=pk)
    until = until_asked(request.user, notice.project, request.POST)
    notice.put_off(until)
    words = _("Snoozed until %(when)s.") % {"when": moment(until)}
    messages.success(request, words, extra_tags=reverse("bring_back_notice", args=[pk]))
    return back_or(request, "inbox")


@require_POST
@signed_in
def bring_back(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Let a thing wait again."""
    get_object_or_404(Notice.objects.to(request.user), pk=pk).bring_back()
    return back_or(request, "inbox")
