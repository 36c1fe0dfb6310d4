"""Edit a post, or take it back: one's own words, wherever they stand.

What differs comes as functions: how the words of a place are read, and who is told in the same transaction.
"""

from collections.abc import Callable
from typing import Any, Protocol

from django.db import models, transaction

from accounts.models import User
from audit import clock
from circles.models import Circle
from conversation.models import Post
from conversation.text.mentions import Mentions
from projects.domain_events import ContentWritten
from projects.models import Project
from web.exceptions import Refused
from web.extension_registry import publish


class TellEdited[P](Protocol):
    """Tells those whom an edited post names now and did not before, and open pages."""

    def __call__(self, post: P, now: Mentions, before: Mentions, /, *, by: User) -> None: ...


def edit_post[P: Post](post: P, text: str, *, by: User, read: Callable[[], Mentions], tell: TellEdited[P]) -> None:
    """Change one's own words; the earlier ones stay to be read. `read` gives what reads the words of `by` there."""
    mentions, words = read(), text.strip()
    html = mentions.render(words)
    with transaction.atomic():
        locked = post.locked_for(by)
        if not words:
            raise Refused(str(locked.words.empty))
        if locked.text == words:
            return
        before = read()
        before.render(locked.text)
        locked.wordings.create(text=locked.text)
        locked.text, locked.html, locked.edited_at = words, html, clock.now()
        locked.save()
        written(locked)
        tell(locked, mentions, before, by=by)


def remove_post[P: Post](post: P, *, by: User, tell: Callable[[P], None]) -> None:
    """Take one's own words back; that something was said stays, the words and their earlier forms do not."""
    with transaction.atomic():
        locked = post.locked_for(by)
        locked.take_back()
        locked.save()
        written(locked)
        tell(locked)


def written(post: Post) -> None:
    """Publish `ContentWritten` of a post, in the caller's transaction: search and citations follow it."""
    publish(ContentWritten(things=[post]))


def mentions_for(
    by: User | None, posts: Any, project: Project, circle: Circle | None, *, with_circles: bool = False
) -> Mentions:
    """Return what reads words among some posts: a guest names those who wrote one of them, and nothing else."""
    if by is None or project.has(by):
        return Mentions(project, circle, with_circles=with_circles)
    return Mentions(project, circle, among=list(speakers(posts)))


def speakers(posts: Any) -> "models.QuerySet[User]":
    """Return who of us wrote some posts."""
    return User.objects.filter(pk__in=posts.exclude(author=None).order_by().values("author"))
