"""The page that draws diagrams, in a frame of a document's page."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from circles.projects.access import open_to_guests
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest

POLICY: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "script-src": settings.SECURE_CSP["script-src"],
    "style-src": [CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "sandbox": ["allow-scripts"],
}
"""Mermaid writes styles into what it draws. It may do that here, and nothing else: no origin, no network."""


@require_safe
@csp_override(POLICY)
@xframe_options_sameorigin
@open_to_guests
def diagram_frame(request: MemberRequest, project: Project) -> HttpResponse:
    """Show the frame in which diagrams are drawn; it knows nothing of its project."""
    return render(request, "documents/diagram_frame.html")
