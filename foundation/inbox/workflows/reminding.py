"""Let what a person wanted to be reminded of come into their inbox."""

from django.db import transaction

from foundation.audit import clock
from foundation.inbox.event_types import InboxNotice
from foundation.inbox.kinds import NoticeReason
from foundation.inbox.models import Notice, PersonalReminder
from foundation.web.broadcasts import broadcast_on_commit, group_of_person


def remind(reminder: PersonalReminder) -> int:
    """Put it in the inbox, once; returns 1, or 0 where it has been put off or removed meanwhile, or the person has left
    the project.
    """
    with transaction.atomic():
        still = PersonalReminder.objects.select_for_update().filter(pk=reminder.pk, at__lte=clock.now()).first()
        if still is None:
            return 0
        still.delete()
        if not reminder.user.is_member_of(reminder.project):
            return 0
        Notice.post(
            {reminder.user: NoticeReason.OWNER},
            project=reminder.project,
            event=InboxNotice.REMINDED,
            by=None,
            reference="",
            title=reminder.title,
            address=reminder.address,
            at=clock.now(),
        )
        broadcast_on_commit([group_of_person(reminder.user_id)], lambda: {"what": ["inbox"]})
    return 1
