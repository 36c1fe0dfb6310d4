"""Tell people, a week before, that a token of theirs, or of a bot of theirs, ends: the program that speaks by it would
fall silent unseen.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from foundation.accounts.models import Token
from foundation.audit import clock
from foundation.inbox.event_types import InboxNotice
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import Notice

WARNED_BEFORE = timedelta(days=7)


def tokens_to_warn_of(now: datetime) -> QuerySet[Token]:
    """Find tokens that end soon, and whose owner was not told."""
    return Token.objects.ending_unwarned(now + WARNED_BEFORE)


def warn_of_end(token: Token) -> int:
    """Tell its owner once; return how many were told. One that was made for a week or less is known to end soon."""
    with transaction.atomic():
        mine = Token.objects.select_for_update(of=("self",)).select_related("user__bot_owner").get(pk=token.pk)
        if mine.warned_at is not None or mine.ends_at is None:
            return 0
        mine.warned_at = now = clock.now()
        mine.save()
        if mine.ends_at - mine.created_at <= WARNED_BEFORE:
            return 0
        Notice.objects.create(
            user=mine.user.bot_owner or mine.user,
            reason=Notice.Reason.OWNER,
            event=InboxNotice.TOKEN_ENDING,
            kind=NoticeKind.YOURS,
            title=mine.name,
            address=reverse("tokens"),
            happened_at=now,
        )
        return 1
