"""Say who may see a view, and the two ways to say no that need no page of their own."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User

type View = Callable[..., HttpResponseBase]


class MemberRequest(HttpRequest):
    """A request whose person is signed in."""

    user: User


class Refused(Exception):
    """Not possible now, with a sentence for people; a middleware answers `status` with it."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def asker(request: HttpRequest) -> User:
    """Give who asks by the API, which lets in nobody who is not known."""
    return cast(MemberRequest, request).user


def require(allowed: bool) -> None:  # noqa: FBT001 the one argument is the answer of a predicate
    """Raise `PermissionDenied` (403) unless the predicate said yes."""
    if not allowed:
        raise PermissionDenied


def mark(view: View, access: str) -> View:
    """Note on a view who may see it, for the system check."""
    cast(Any, view).access = access
    return view


def public(view: View) -> View:
    """Let anybody see this view."""
    return mark(view, "public")


def signed_in[**P](
    view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let anybody who is signed in see this view; others are sent to sign in."""

    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(cast(MemberRequest, request), *args, **kwargs)

    mark(inner, "signed in")
    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", login_required(inner))
