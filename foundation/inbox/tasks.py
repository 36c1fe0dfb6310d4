"""Send what waits in the outbox, and clear away what nobody will ask for again: answers, sessions that are over."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from foundation.accounts.models import FormDraft, StoredResponse
from foundation.audit import clock
from foundation.audit.batch_jobs import each
from foundation.inbox.models import OutgoingEmail, OutgoingPush, PersonalReminder, PushSubscription
from foundation.inbox.workflows.mailing import people_to_mail
from foundation.inbox.workflows.mailing import send_notices as mail_notices
from foundation.inbox.workflows.pushing import deliver_push, people_to_push
from foundation.inbox.workflows.pushing import push_notices as push_to_devices
from foundation.inbox.workflows.reminding import remind
from foundation.inbox.workflows.sending import deliver
from foundation.inbox.workflows.token_warnings import tokens_to_warn_of, warn_of_end
from foundation.web.schedule import scheduled, unscheduled

AT_ONCE = 200
"""So many a run looks at; the others are the next run's."""


@scheduled(every=timedelta(seconds=30))
def deliver_emails() -> int:
    """Send waiting e-mails; returns how many were looked at. Safe to run twice or never."""
    waiting = list(OutgoingEmail.objects.due(clock.now()).select_related("user")[:AT_ONCE])
    each("emails", waiting, deliver)
    return len(waiting)


@unscheduled("push_notices calls it at the end of each of its runs.")
def deliver_pushes() -> int:
    """Send waiting push notifications; returns how many were looked at. Safe to run twice or never."""
    waiting = list(OutgoingPush.objects.due(clock.now()).select_related("subscription__user")[:AT_ONCE])
    each("pushes", waiting, deliver_push)
    return len(waiting)


@scheduled(every=timedelta(seconds=10))
def push_notices() -> int:
    """Push new notices to people's devices, and send them at once; returns to how many people."""
    people = list(people_to_push(clock.now()))
    each("pushes", people, push_to_devices)
    deliver_pushes()
    return len(people)


@scheduled(every=timedelta(minutes=1))
def send_notices() -> int:
    """E-mail notices that are due; returns to how many people. Safe to run twice, late or never."""
    people = list(people_to_mail(clock.now()))
    each("notices", people, mail_notices)
    return len(people)


@scheduled(every=timedelta(hours=1))
def clear_answers() -> int:
    """Delete the answers kept for what is sent twice, where their key holds no longer, and drafts of forms that nobody
    went on with; returns how many.
    """
    outdated = [StoredResponse.objects.outdated(), FormDraft.objects.outdated()]
    return each("answers", outdated, lambda found: found.delete()[0])


@scheduled(every=timedelta(days=1))
def clear_sessions() -> int:
    """Delete sessions that have run out, and what is kept of devices whose session is no more; returns how many."""
    over = Session.objects.filter(expire_date__lt=timezone.now())
    gone = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    silent = PushSubscription.objects.exclude(session_key__in=UserSession.objects.values("session_key"))
    return each("sessions", [over, gone, silent], lambda found: found.delete()[0])


@scheduled(every=timedelta(hours=1))
def warn_of_tokens() -> int:
    """Tell people of tokens of theirs that end within a week; returns how many. Safe to run twice or never."""
    return each("tokens", list(tokens_to_warn_of(clock.now())), warn_of_end)


@scheduled(every=timedelta(seconds=30))
def remind_people() -> int:
    """Let reminders whose time has come into inboxes; returns how many. Safe to run twice, late or never."""
    return each("reminders_of_people", list(PersonalReminder.objects.due(clock.now())[:AT_ONCE]), remind)
