"""Let Django's admin, whose scripts carry no nonce, load scripts from our host only, and be entered by our pages."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from accounts.decorators import signed_in

POLICY: dict[str, Any] = {**settings.SECURE_CSP, "script-src": [CSP.SELF], "style-src": [CSP.SELF]}


def guard(site: AdminSite) -> None:
    """Set for every page of the admin its own content policy, and send to our pages who signs in or has a new password.

    Django's own counts no guesses, asks for no second factor, and leaves other devices signed in.
    """
    inner = site.admin_view

    def admin_view(view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 Django's signature
        return csp_override(POLICY)(inner(view, cacheable))

    site.admin_view = admin_view  # type: ignore[method-assign] # one site, not a class of sites
    site.login = secure_admin_login(site.login)  # type: ignore[method-assign]
    site.password_change = new_password  # type: ignore[method-assign, assignment]
    site.site_header = site.site_title = "Ronde"


@signed_in
def new_password(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """Send to our page for a new password."""
    return redirect("account_change_password")
