"""Reactions: one view that gives them and takes them back, for whatever people react to."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase

from circles.projects.models import Project
from documents.conversation.models import Post
from foundation.accounts.decorators import MemberRequest
from foundation.accounts.models import User
from foundation.web.exceptions import require


def view_of_reactions[P: Post](
    find: Callable[[Project, Any, MemberRequest], P],
    may_react: Callable[[User, P], bool],
    react: Callable[..., bool],
    answer: Callable[[MemberRequest, P], HttpResponseBase],
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
