"""Who may see a view: each view carries one of these decorators."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from foundation.accounts.models import Token, User

type View = Callable[..., HttpResponseBase]


class MemberRequest(HttpRequest):
    """A request whose person is signed in."""

    user: User


def asker(request: HttpRequest) -> User:
    """Return who asks by the API, which lets in nobody who is not known."""
    return cast(MemberRequest, request).user


def token_of(request: HttpRequest) -> Token | None:
    """Return the token by which a program asks; None for a session."""
    shown = getattr(request, "auth", None)
    return shown if isinstance(shown, Token) else None


def mark(view: View, access: str) -> View:
    """Note on a view who may see it, for the system check."""
    cast(Any, view).access = access
    return view


def public(view: View) -> View:
    """Let anyone see this view."""
    return mark(view, "public")


def administration(view: View) -> View:
    """Let see this view whom the administration's site lets in: it asks before it calls one."""
    return mark(view, "administration")


def signed_in[**P](
    view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let anyone who is signed in see this view; others are sent to sign in."""

    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(cast(MemberRequest, request), *args, **kwargs)

    mark(inner, "signed in")
    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", login_required(inner))
