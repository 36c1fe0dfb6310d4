"""The sample in two languages has each thing twice, for the same people: what waits for them is told once, in one."""

from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from across.sample.languages import has_second, sample_in
from across.sample.texts import LANGUAGES
from circles.projects.domain_events import EventRecorded
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.inbox.models import Notice

ELSEWHERE = datetime(2000, 1, 1, tzinfo=UTC)
"""When what waits in the sample of another language was done: so it is known again."""


def wait_in_one(person: User, language: str) -> None:
    """Let what waits for a person wait in the sample of this language only: in their inbox, in e-mails and by push."""
    samples = {code: found for code in LANGUAGES if (found := sample_in(code))}
    if language not in samples or len(samples) < 2:
        return
    for code, project in samples.items():
        notices = Notice.objects.filter(_told_in(project), user=person)
        if code == language:
            notices.filter(done_at=ELSEWHERE).update(done_at=None)
        else:
            notices.filter(done_at=None).update(done_at=ELSEWHERE)


def keep_to_readers_of(project: Project) -> None:
    """Let what waits in a second sample wait for those only who read in its language."""
    others = [code for code in LANGUAGES if code != project.language and sample_in(code)]
    if others:
        readers = User.objects.filter(language=project.language)
        Notice.objects.filter(_told_in(project), done_at=None).exclude(user__in=readers).update(done_at=ELSEWHERE)


def silence_in_other_language(event: EventRecorded) -> None:
    """Take a reminder, or what else nobody did, from those for whom this sample waits in the other language."""
    entry = event.entry
    if not settings.EMBEDDED or entry.actor is not None or not has_second():
        return
    told = Notice.objects.filter(project=entry.project, event=entry.event, by=None, happened_at=entry.happened_at)
    away = Notice.objects.filter(project=entry.project, user=OuterRef("user"), done_at=ELSEWHERE)
    told.filter(Exists(away), done_at=None).update(done_at=ELSEWHERE)


def _told_in(project: Project) -> Q:
    """Find what tells of a project; direct messages are of none, and stand at an address in it."""
    return Q(project=project.pk) | Q(project=None, address__startswith=project.get_absolute_url())
