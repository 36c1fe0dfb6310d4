"""Reactions: one view that gives them and takes them back, for whatever people react to."""

from collections.abc import Callable
from typing import Any, Protocol

from django.http import HttpResponseBase

from accounts.decorators import MemberRequest
from accounts.models import User
from projects.models import Project
from web.exceptions import require


class React[T](Protocol):
    """Gives a reaction, or takes it back; returns whether it stands now."""

    def __call__(self, thing: T, kind: str, /, *, by: User) -> bool: ...


def view_of_reactions[T](
    find: Callable[[Project, Any, MemberRequest], T],
    may_react: Callable[[User, T], bool],
    react: React[T],
    answer: Callable[[MemberRequest, T], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Return a view that gives the `kind` of reaction that is posted, or takes it back.

    Its address names what is reacted to by one key, by which `find` finds it among what the person may see.
    """

    def reactions(request: MemberRequest, project: Project, **named: Any) -> HttpResponseBase:
        (key,) = named.values()
        found = find(project, key, request)
        require(may_react(request.user, found))
        react(found, request.POST.get("kind", ""), by=request.user)
        return answer(request, found)

    return reactions
