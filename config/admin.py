"""Ronde's administration: grouped by what it is about, entered by our pages, with scripts from our host only."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

from config.admin_errands import errands
from config.admin_groups import GROUPS, LIBRARY_NAMES, TECHNICAL, place_of
from foundation.accounts.decorators import public, signed_in

POLICY: dict[str, Any] = {**settings.SECURE_CSP, "script-src": [CSP.SELF], "style-src": [CSP.SELF]}


class RondeAdminSite(AdminSite):
    """Django's own counts no guesses, asks for no second factor, and leaves other devices signed in: our pages do."""

    site_header = site_title = "Ronde"
    index_title = _("Administration")
    enable_nav_sidebar = False  # it leaves too little to the lists; the first page has all of it

    @public
    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:  # type: ignore[override] # as `public` says
        """Send to our page who is not signed in."""
        return secure_admin_login(super().login)(request, extra_context)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 Django's signature
        """Set the content policy of every page: its scripts carry no nonce."""
        return csp_override(POLICY)(super().admin_view(view, cacheable))

    @method_decorator(signed_in)
    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Send to our page for a new password."""
        return redirect("account_change_password")

    @method_decorator(signed_in)
    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Show first what an administrator comes for."""
        return super().index(request, {"errands": errands(request.user), **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Group what an administrator may see by what it is about, not by the app that has it."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = sorted((model for app in apps for model in app["models"]), key=lambda one: place_of(one["model"])[1])
        for model in models:
            model["name"] = LIBRARY_NAMES.get(model["model"]._meta.label, model["name"])
        index = reverse("admin:index", current_app=self.name)
        groups = [
            {
                "name": group.name,
                "app_label": key,
                "app_url": f"{index}#{key}",
                "has_module_perms": True,
                "is_technical": key == TECHNICAL,
                "models": [model for model in models if place_of(model["model"])[0] == key],
            }
            for key, group in GROUPS.items()
        ]
        return [group for group in groups if group["models"]]
