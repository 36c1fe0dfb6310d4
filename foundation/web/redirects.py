"""Lead back to the page from which something was clicked."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def is_ours(address: str) -> bool:
    """Whether an address is a path on this server."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def back_from(request: HttpRequest, to: str) -> str:
    """Return where a page leads back to: `?back=` if it is a path on this server, else `to`."""
    back = request.GET.get("back", "")
    return back if is_ours(back) else to


def back_or(request: HttpRequest, to: Any, *args: Any) -> HttpResponseBase:
    """Redirect to the address in the field `back` if it is one of this server, else to `to` (as `redirect` reads
    it).
    """
    back = request.POST.get("back", "")
    return redirect(back) if is_ours(back) else redirect(to, *args)
