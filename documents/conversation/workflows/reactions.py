"""Give a reaction to a message or a comment, or take it back."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from documents.conversation.models import Post, reaction_of
from foundation.accounts.models import User
from foundation.web.exceptions import Refused

MOST = 20
"""So many of one person on one post."""


def toggle_reaction[P: Post](post: P, kind: str, *, by: User, tell: Callable[[P, str, bool], None]) -> bool:
    """Give a reaction, or take it back where the person has given it; returns whether it stands now, of which `tell`
    tells open pages, by the one way in which each reaction is written.

    :raises Refused: for an unknown one, one too many, and where nothing can be put on the post any more.
    """
    kind = reaction_of(kind)
    if not kind:
        raise Refused(_("There is no such reaction."))
    with transaction.atomic():
        locked = post.locked_to_mark()
        taken_back, _rows = locked.reactions.filter(user=by, kind=kind).delete()
        if not taken_back:
            if locked.reactions.filter(user=by).count() >= MOST:
                raise Refused(_("You have given twenty reactions here already."))
            locked.reactions.create(user=by, kind=kind)
        tell(locked, kind, not taken_back)
    return not taken_back
