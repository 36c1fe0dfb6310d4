"""Edit a post, or take it back: one's own words, wherever they stand.

What differs comes as functions: `read` gives what reads the words of `by` there, `tell` tells people and open pages in
the same transaction.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Manager, QuerySet

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.workflows.following import follow_later
from documents.conversation.models import Post
from documents.conversation.text.mentions import Mentions
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused


def edit_post[P: Post](
    post: P, text: str, *, by: User, read: Callable[[], Mentions], tell: Callable[[P, Mentions, Mentions], None]
) -> None:
    """Change one's own words; the earlier ones stay to be read. `tell` gets whom it names now, and named before."""
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
        tell(locked, mentions, before)


def remove_post[P: Post](post: P, *, by: User, tell: Callable[[P], None]) -> None:
    """Take one's own words back; that something was said stays, the words and their earlier forms do not."""
    with transaction.atomic():
        locked = post.locked_for(by)
        locked.take_back()
        locked.save()
        written(locked)
        tell(locked)


def written(post: Post) -> None:
    """Let search and citations follow a post once the caller's transaction is written."""
    follow_later(post.kind, str(post.pk))


def mentions_for[P: Post](
    by: User | None, posts: Manager[P], project: Project, circle: Circle | None, *, with_circles: bool = False
) -> Mentions:
    """Return what reads words among some posts: a guest names those who wrote one of them, and nothing else."""
    if by is None or project.has(by):
        return Mentions(project, circle, with_circles=with_circles)
    return Mentions(project, circle, among=list(speakers(posts)))


def speakers[P: Post](posts: Manager[P]) -> QuerySet[User]:
    """Return who of us wrote some posts."""
    return User.objects.filter(pk__in=posts.exclude(author=None).order_by().values("author"))
