"""Lead back to the page from which something was clicked."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def back_or(request: HttpRequest, to: Any, *args: Any) -> HttpResponseBase:
    """Redirect to the address in the field `back` if it is one of this server, else to `to` (as `redirect` reads
    it).
    """
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back) if is_ours else redirect(to, *args)
