"""Passwords: what goes on with one that is changed, and what ends with one that is reset."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.views import PasswordChangeView, PasswordResetFromKeyView, PasswordResetView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.accounts import allauth_views
from foundation.accounts.decorators import MemberRequest, public, signed_in
from foundation.accounts.models import User
from foundation.accounts.ways_in import ways_into
from foundation.inbox.models import PushSubscription

RESET_OF = "password_reset_of"
"""In the session of who has reset a password by an e-mail: of which person."""


class AskForReset(PasswordResetView):
    """The form that asks for the link by which one chooses a new password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Let the page say where no link can be sent."""
        return {**super().get_context_data(**kwargs), "sends_mail": settings.SENDS_MAIL}


class ResetPassword(PasswordResetFromKeyView):
    """A new password by a link in an e-mail; also who was signed in here signs in anew, with it."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Keep the password, and for the next page whose it is."""
        if self.request.user.is_authenticated:
            self.logout()
        answer = cast(HttpResponseBase, super().form_valid(form))
        self.request.session[RESET_OF] = str(self.reset_user.pk)
        return answer


@require_safe
@public
def reset_done(request: HttpRequest) -> HttpResponse:
    """Say what has ended with the old password, and what lets into the account still."""
    person = User.objects.filter(pk=request.session[RESET_OF]).first() if RESET_OF in request.session else None
    still = ways_into(person).without_password if person else ""
    return render(request, "account/password_reset_from_key_done.html", {"still": still})


def with_push(view: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let this device go on to be told of things by push where its session gets another key, as with a new password."""

    def inner(request: MemberRequest) -> HttpResponseBase:
        before = request.session.session_key
        answer = view(request)
        if request.user.is_authenticated:
            PushSubscription.move(request.user, before, request.session.session_key)
        return answer

    return signed_in(inner)


ask_for_reset = public(AskForReset.as_view())
reset = public(ResetPassword.as_view())
change = with_push(PasswordChangeView.as_view())
set_first = with_push(allauth_views.set_password)
