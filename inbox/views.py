"""The inbox: what one was notified of, newest first."""

from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import MemberRequest, signed_in
from inbox.forms import HoursForm, KindsForm
from inbox.models import Notice, NotificationChoice, NotificationSettings

PAGE = 50


@require_safe
@signed_in
def inbox(request: MemberRequest) -> HttpResponse:
    """List one's notices."""
    page = Paginator(Notice.objects.to(request.user).with_faces(), PAGE).get_page(request.GET.get("page"))
    days = [(day, list(rows)) for day, rows in groupby(page, lambda notice: timezone.localdate(notice.happened_at))]
    return render(
        request, "inbox/inbox.html", {"page": page, "days": days, "unread": request.user.notices.unread().count()}
    )


@require_POST
@signed_in
def open_notice(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go to its subject."""
    notice = get_object_or_404(Notice.objects.to(request.user), pk=pk)
    notice.mark_read()
    inside = url_has_allowed_host_and_scheme(notice.address, allowed_hosts=None)
    return redirect(notice.address if inside and notice.address else "inbox")


@require_POST
@signed_in
def read_all(request: MemberRequest) -> HttpResponse:
    """Mark all as read."""
    for notice in Notice.objects.to(request.user).unread()[:2000]:
        notice.mark_read(timezone.now())
    return redirect("inbox")


@require_http_methods(["GET", "POST"])
@signed_in
def notifications(request: MemberRequest) -> HttpResponse:
    """Choose what reaches oneself how, and when."""
    kinds = KindsForm(request.POST or None, user=request.user)
    hours = HoursForm(request.POST or None, instance=NotificationSettings.of(request.user))
    if request.method == "POST" and kinds.is_valid() and hours.is_valid():
        with transaction.atomic():
            kinds.save()
            hours.save()
        messages.success(request, _("Kept."))
        return redirect("notifications")
    status = 422 if request.method == "POST" else 200
    return render(request, "inbox/notifications.html", {"kinds": kinds, "hours": hours}, status=status)


@require_POST
@signed_in
def reset_notifications(request: MemberRequest) -> HttpResponse:
    """Choose what is usual again."""
    with transaction.atomic():
        NotificationChoice.objects.filter(user=request.user).delete()
        NotificationSettings.of(request.user).reset()
    messages.success(request, _("As it was at first."))
    return redirect("notifications")
