"""Load the sample project: every part plans its events, which then happen in order of time."""

from collections.abc import Callable

from django.db import transaction
from django.utils import translation

from across.sample import (
    action_details,
    actions,
    chat,
    decisions,
    documents,
    exploration,
    files,
    margins,
    money,
    people,
    reviews,
    roles,
    specification,
    syncs,
    team,
)
from across.sample.one_language import keep_to_readers_of
from across.sample.story import Story
from across.search.indexing import index_waits, write_index
from circles.projects.models import Project
from circles.projects.workflows.following import followed_at_once
from foundation.inbox.models import Notice, OutgoingEmail

PARTS = (
    people,
    roles,
    team,
    decisions,
    reviews,
    documents,
    specification,
    margins,
    chat,
    actions,
    action_details,
    syncs,
    money,
    files,
    exploration,
)


def load_sample_project(
    language: str, password: str | None, *, note: Callable[[float], None] = lambda _share: None
) -> Project:
    """Load the whole project or nothing; people who are there from the sample in another language are in both.
    `note` is told how far it is, from 0 to 1.
    """
    story = Story(language, password)
    with transaction.atomic(), translation.override(language):
        emails_before = set(OutgoingEmail.objects.values_list("pk", flat=True))
        for part in PARTS:
            part.plan(story)
        with index_waits(), followed_at_once():
            story.play(note)
        write_index(story.project)
        leave_recent_notices_unread(story, emails_before)
    return story.project


def leave_recent_notices_unread(story: Story, emails_before: set[int]) -> None:
    """Leave unread what is of today, and of yesterday after its sync. Nothing is sent: no e-mail reaches `.example`."""
    OutgoingEmail.objects.exclude(pk__in=emails_before).filter(sent_at=None).delete()
    old = Notice.objects.filter(project=story.project.pk, happened_at__lt=story.days.at(-1, "09:30"))
    old.update(read_at=story.now, done_at=story.now)  # in bulk, as an import writes: notices have no history
    keep_to_readers_of(story.project)
