"""Ronde as an app on a device: its manifest, its service worker, and the page without a connection."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader

from foundation.accounts.decorators import public

PAPER, INK = "#fbfaf5", "#00565a"


@require_safe
@public
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how Ronde looks among a device's apps."""
    said = {
        "id": "/",
        "name": "Ronde",
        "short_name": "Ronde",
        "description": _("Circles that decide by consent, and keep the record."),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": INK,
        "icons": [icon("app-192", 192), icon("app-512", 512), icon("app-maskable-512", 512, "maskable")],
        "shortcuts": [{"name": _("Inbox"), "url": reverse("inbox")}],
    }
    return JsonResponse(said, content_type="application/manifest+json")


def icon(name: str, size: int, purpose: str = "any") -> dict[str, str]:
    """Describe an icon, as manifests do."""
    address = static(f"icons/{name}.png")
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


@require_safe
@public
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the script that works for all pages of this server; browsers ask for it anew each day."""
    address = DjangoViteAssetLoader.instance().generate_vite_asset_url("frontend/service_worker.ts")
    found = finders.find(address.partition("/static/")[2])
    if not found:
        raise Http404
    answer = HttpResponse(Path(found).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
@public
def offline(request: HttpRequest) -> HttpResponse:
    """Show what is there without a connection: kept by the service worker, in the language of when it was kept."""
    return render(request, "inbox/offline.html")
