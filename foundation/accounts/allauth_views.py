"""Pages about oneself that allauth makes, but for this: looking at them writes nothing."""

from datetime import timedelta
from importlib import import_module
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.account.views import EmailView, PasswordSetView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView
from django.views.generic.edit import FormView

from foundation.accounts.decorators import MemberRequest, signed_in
from foundation.accounts.models import User
from foundation.accounts.new_address import address_in, confirmation_address, take_address
from foundation.web.throttling import throttle

ADDRESSES_AN_HOUR = 10


class Addresses(EmailView):
    """One's e-mail addresses. Allauth makes the row of the first one when a person looks; ours does when they act."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show it as it is; anything else goes allauth's way."""
        if request.method not in ("GET", "HEAD"):
            return cast(HttpResponseBase, super().dispatch(request, *args, **kwargs))
        return FormView.dispatch(self, request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Add it; to an account with a second step, once the link in its e-mail was followed."""
        if not form.waits:
            return cast(HttpResponseBase, super().form_valid(form))
        asked: HttpResponseBase = _ask_to_confirm(self.request, form.cleaned_data["email"])
        return asked

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the person's address also while allauth has no row of it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.request.user
        if isinstance(user, User) and user.email and not context["emailaddresses"]:
            own = EmailAddress(user=user, email=user.email, primary=True)
            context["emailaddresses"] = [own]
            context["emailaddress_radios"] = [{"id": "email_radio_0", "checked": True, "emailaddress": own}]
        return context


@reauthentication_required(app="allauth.account")
def _ask_to_confirm(request: HttpRequest, email: str) -> HttpResponseBase:
    user = cast(User, request.user)
    throttle(user.pk, "new_address", most=ADDRESSES_AN_HOUR, within=timedelta(hours=1))
    context = {"user": user, "activate_url": confirmation_address(user, email)}
    get_adapter().send_mail("account/email/email_confirmation", email, context)
    messages.success(request, _("A link to confirm the address was sent to %(email)s.") % {"email": email})
    return redirect("account_email")


@require_http_methods(["GET", "POST"])
@signed_in
def confirm_new_address(request: MemberRequest, secret: str) -> HttpResponseBase:
    """Ask whether an address is one's own, and add it."""
    email = address_in(secret, request.user)
    if request.method == "POST" and email:
        take_address(request.user, email)
        messages.success(request, _("%(email)s has been added to your account.") % {"email": email})
        return redirect("account_email")
    return render(request, "account/new_address.html", {"email": email}, status=200 if email else 404)


class Devices(ListUserSessionsView):
    """Where one is signed in. Allauth deletes what has ended when a person looks; ours leaves it out."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List the sessions that still sign the person in, those that were seen last first."""
        context: dict[str, Any] = FormView.get_context_data(self, **kwargs)
        user = cast(User, self.request.user)
        found = UserSession.objects.filter(user=user).order_by("-last_seen_at")
        sessions = [one for one in found if signs_in(one, user)]
        return context | {"sessions": sessions, "session_count": len(sessions), "show_last_seen_at": False}


def signs_in(session: UserSession, user: User) -> bool:
    """Whether a session still signs its person in: it has not ended, nor their password changed since."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(session.session_key)
    kept = str(store.get(HASH_SESSION_KEY, ""))
    return constant_time_compare(kept, user.get_session_auth_hash())


addresses = signed_in(Addresses.as_view())
devices = signed_in(Devices.as_view())
set_password = signed_in(reauthentication_required(PasswordSetView.as_view(), app="allauth.account"))
passkeys = signed_in(RedirectView.as_view(pattern_name="mfa_index"))
