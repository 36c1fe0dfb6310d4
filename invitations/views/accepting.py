"""Inviting by e-mail, and taking an invitation."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.decorators import public
from accounts.models import User
from invitations.models import Invitation
from invitations.models.invitation import is_as_mailed
from invitations.views.whole_session import whole_session


@require_http_methods(["GET", "POST"])
@public
def invitation(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Show an invitation; only the click accepts it, because mail scanners open links."""
    invitations = Invitation.objects.by_secret(secret)
    found = get_object_or_404(invitations.select_related("circle__project", "project", "invited_by"))
    is_mailed = is_as_mailed(secret, request.GET.get("mailed", ""))
    # Who invites does not learn by this page whether there is an account.
    known = (is_mailed or not settings.SENDS_MAIL) and User.objects.filter(email=found.email).exists()
    if request.method == "POST" and isinstance(request.user, User):
        found.accept(by=request.user)
        address = found.project.get_absolute_url()
        return whole_session(request, address, is_mailed=is_mailed) or redirect(address)
    is_open = found.is_open
    if request.method == "POST" and is_open and not known:
        if is_mailed:  # the address is theirs, and confirmed by that
            get_adapter(request).stash_verified_email(request, found.email)
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path, 'email': found.email})}")
    return render(request, "invitations/invitation.html", {"invitation": found, "is_open": is_open, "known": known})
