"""Finishing an action in the inbox."""

from collections.abc import Sequence

from decisions.actions.models import Action
from foundation.accounts.models import User
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import Notice
from foundation.inbox.replies import InboxReply
from foundation.web.pagination import number_in


def replies(person: User, notices: Sequence[Notice], here: str) -> dict[int, InboxReply]:
    """Return where actions of one's own are said to be done, by notice; one query, however many."""
    by_action = {
        (notice.project, number_in(notice.reference.partition("-")[2])): notice
        for notice in reversed(notices)
        if notice.kind == NoticeKind.ACTION
    }
    if not by_action:
        return {}
    numbers = [number for _project, number in by_action if number]
    mine = Action.objects.visible_to(person).owned_by(person).open().filter(number__in=numbers).with_people()
    return {
        by_action[action.project_id, action.number].pk: InboxReply("actions/inbox_done.html", {"action": action})
        for action in mine
        if (action.project_id, action.number) in by_action
    }
