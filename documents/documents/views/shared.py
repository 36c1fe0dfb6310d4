"""What a public link shows, to whoever has it: one document to read, or that there is nothing.

Whatever is not to be shown is answered in the same way: a link that ended, one that never was, a document that is
restricted or archived. The address is the key, so it is sent to nobody: no referrer, no index, no cache.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from documents.documents import permissions
from documents.documents.contexts.shared import SharedText, shared_text
from documents.documents.forms.public_links import LinkPasswordForm
from documents.documents.models import PublicLink
from documents.documents.views.diagrams import POLICY
from documents.documents.workflows.public_links import count_reader, is_let_in, is_right_password, pass_of
from foundation.accounts.decorators import public
from foundation.files.models import Attachment
from foundation.files.serving import send_file
from foundation.files.workflows.reading import rendition_of
from foundation.inbox.adapter import network_of
from foundation.web.throttling import MINUTE, Throttled, throttle

PASS, READER = "shared_pass", "shared_reader"
READER_LASTS = timedelta(days=400)
PAGES_A_MINUTE, PICTURES_A_MINUTE, PASSWORDS_A_MINUTE = 200, 2000, 5
"""Of one network address, behind which a whole company may be."""
WIDEST = 1600
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive, noimageindex",
    "Cache-Control": "private, no-store",
}

type View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
    """Answer with headers that give the address to nobody; of what is not there, too."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = view(request, *args, **kwargs)
        except Http404:
            answer = render(request, "documents/shared_gone.html", status=404)
        except Throttled as slow:
            answer = render(request, "documents/shared_gone.html", {"sentence": slow.sentence}, status=slow.status)
            answer.headers["Retry-After"] = slow.headers["Retry-After"]
        for name, value in HEADERS.items():
            answer.headers[name] = value
        # Where nothing is sent to anyone, browsers say of a form that it comes from nowhere, and it is refused.
        answer.headers.setdefault("Referrer-Policy", "strict-origin")
        return answer

    return public(inner)


def slowly(request: HttpRequest, what: str, most: int) -> None:
    """Count a request of one network address.

    :raises Throttled: when there were more within a minute.
    """
    throttle(network_of(request.META.get("REMOTE_ADDR", "")), what, most=most, within=MINUTE)


def link_at(secret: str) -> PublicLink:
    """Find the link of an address that shows its document now (404 for any other)."""
    found = PublicLink.objects.by_secret(secret).open_now()
    along = ("document__project", "document__circle", "document__log", "made_by")
    link = found.select_related(*along).first() if settings.PUBLIC_LINKS else None
    if link is None or not permissions.is_upheld(link):
        raise Http404
    return link


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def shared(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Show a document, or ask for its password."""
    slowly(request, "shared", PAGES_A_MINUTE)
    link = link_at(secret)
    path = reverse("shared:shared", args=[secret])
    if not is_let_in(link, request.COOKIES.get(PASS, "")):
        return asked_for_password(request, link, path)
    if request.method == "POST":
        return redirect(path)
    text: SharedText = shared_text(link, path)
    context = {"link": link, "document": link.document, "text": text, "secret": secret}
    answer = render(request, "documents/shared.html", context)
    answer.headers["Referrer-Policy"] = "no-referrer"
    if request.method == "GET" and READER not in request.COOKIES:
        count_reader(link)
        keep_cookie(answer, READER, "1", path, lasts=READER_LASTS)
    return answer


def asked_for_password(request: HttpRequest, link: PublicLink, path: str) -> HttpResponseBase:
    """Ask for the password, or let in who gives the right one."""
    form = LinkPasswordForm(request.POST or None)
    if form.is_valid():
        slowly(request, f"shared_password:{link.pk}", PASSWORDS_A_MINUTE)
        if is_right_password(link, form.cleaned_data["password"]):
            answer: HttpResponseBase = redirect(path)
            keep_cookie(answer, PASS, pass_of(link), path)
            return answer
        form.add_error("password", _("This is not the password."))
    return render(request, "documents/shared_password.html", {"form": form}, status=403 if form.is_bound else 200)


def keep_cookie(answer: HttpResponseBase, name: str, value: str, path: str, *, lasts: timedelta | None = None) -> None:
    """Keep something in the browser for this link alone; without a time, until the browser is closed."""
    answer.set_cookie(
        name, value, max_age=lasts, path=path, secure=settings.SECURE_HTTPS, httponly=True, samesite="Lax"
    )


@require_safe
@guarded
def shared_picture(request: HttpRequest, secret: str, key: UUID) -> HttpResponseBase:
    """Send a picture that the document shows now."""
    slowly(request, "shared_picture", PICTURES_A_MINUTE)
    link = link_at(secret)
    path = reverse("shared:shared", args=[secret])
    if not is_let_in(link, request.COOKIES.get(PASS, "")) or str(key) not in shared_text(link, path).pictures:
        return HttpResponse(status=404)
    found = Attachment.objects.attached_to("document", link.document.pk).filter(pk=key).first()
    if found is None:
        return HttpResponse(status=404)
    return send_file(request, found, None if found.stored.is_image else rendition_of(found, WIDEST))


@require_safe
@csp_override(POLICY)
@xframe_options_sameorigin
@guarded
def shared_diagrams(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Show the frame in which the document's diagrams are drawn; it knows nothing of the document."""
    slowly(request, "shared", PAGES_A_MINUTE)
    if not is_let_in(link_at(secret), request.COOKIES.get(PASS, "")):
        return HttpResponse(status=404)
    return render(request, "documents/diagram_frame.html")
