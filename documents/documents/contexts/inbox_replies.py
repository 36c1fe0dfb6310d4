"""What was said to a person in a comment, answered in their inbox."""

import re
from collections.abc import Sequence

from django.urls import reverse

from documents.documents import permissions
from documents.documents.models import Comment
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from foundation.inbox.replies import InboxReply, reply_to

PLACE = re.compile(r"\?comment=\d+#c-(\d+)$")
"""How the address of a comment ends (`Comment.get_absolute_url`)."""


def replies(person: User, notices: Sequence[Notice], here: str) -> dict[int, InboxReply]:
    """Return where comments are answered, by notice."""
    told = {int(place[1]): notice for notice in reversed(notices) if (place := PLACE.search(notice.address))}
    if not told:
        return {}
    found = Comment.objects.visible_to(person).standing().filter(pk__in=told, thread__resolved_at=None).with_place()
    return {
        told[comment.pk].pk: reply_to(
            comment.speaker.partition(" ")[0],
            comment.plain,
            reverse("documents:answers", args=[comment.thread.document.project.slug, comment.thread_id]),
        )
        for comment in found
        if permissions.may_comment(person, comment.thread.document)
    }
