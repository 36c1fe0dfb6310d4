"""Inviting by e-mail, and taking an invitation."""

from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.views import SignupView
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from circles.invitations.forms.accepting import InvitedForm
from circles.invitations.models import Invitation
from circles.invitations.models.invitation import is_as_mailed
from circles.invitations.views.whole_session import whole_session
from circles.invitations.workflows.link_guests import is_link_guest
from foundation.accounts.decorators import public
from foundation.accounts.models import User

PAGE = "invitations/invitation.html"


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
        lets_in = is_mailed and is_link_guest(request.user)
        found.accept(by=request.user)
        address = found.project.get_absolute_url()
        return whole_session(request, address, lets_in=lets_in) or redirect(address)
    is_open = found.is_open
    by_form = is_open and not known and (is_mailed or not settings.SENDS_MAIL) and not request.user.is_authenticated
    if request.method == "POST" and is_open and not known:
        return make_account(request, found, is_mailed=is_mailed, by_form=by_form)
    form = InvitedForm(invitation=found) if by_form else None
    return render(request, PAGE, {"invitation": found, "is_open": is_open, "known": known, "form": form})


def make_account(request: HttpRequest, found: Invitation, *, is_mailed: bool, by_form: bool) -> HttpResponseBase:
    """Make the account by the form that was sent, or lead to the page where one is made."""
    if is_mailed:  # the address is theirs, and confirmed by that
        get_adapter(request).stash_verified_email(request, found.email)
    if by_form and "password1" in request.POST:
        made: HttpResponseBase = AccountAndMembership.as_view(invitation=found)(request)
        return made
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path, 'email': found.email})}")


class AccountAndMembership(SignupView):
    """Makes the account of who was invited, and lets them in: one form, one press."""

    template_name = PAGE
    invitation: Invitation | None = None

    def get_form_class(self) -> type[InvitedForm]:
        """Ask for what is not known of the invited."""
        return InvitedForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the invited address."""
        return {**super().get_form_kwargs(), "invitation": self.invitation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the invitation again, with what is wrong."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"invitation": self.invitation, "is_open": True, "known": False}

    def form_valid(self, form: InvitedForm) -> HttpResponseBase:
        """Make the account; who is signed in by that is in the circle, too."""
        response = cast(HttpResponseBase, super().form_valid(form))
        person = getattr(self, "user", None)
        if self.invitation is None or person is None or self.request.user != person:
            return response
        self.invitation.accept(by=person)
        return redirect(self.invitation.project)
