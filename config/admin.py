"""Let Django's admin, whose scripts carry no nonce, load its own scripts from our host only."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

POLICY: dict[str, Any] = {**settings.SECURE_CSP, "script-src": [CSP.SELF], "style-src": [CSP.SELF]}


def guard(site: AdminSite) -> None:
    """Give every page of the admin its own content policy, and ask for our sign-in page."""
    inner = site.admin_view

    def admin_view(view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 Django's signature
        return csp_override(POLICY)(inner(view, cacheable))

    site.admin_view = admin_view  # type: ignore[method-assign] # one site, not a class of sites
    site.site_header = site.site_title = "Ronde"
