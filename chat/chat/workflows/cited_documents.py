"""Which documents messages name, for an index that is written anew; meanwhile documents follow talk."""

from django.db.models import Q

from chat.chat.models import Message
from circles.projects.domain_events import TextsReindexed
from documents.documents.models import DocumentCitation

AT_ONCE = 500


def renew(event: TextsReindexed) -> None:
    """Say anew which documents the messages of a project name, those between few people as well."""
    project = event.project
    naming = Q(text__contains="DOC-") | Q(text__contains=f"/p/{project.slug}/documents/")
    for message in Message.objects.filter(naming, topic__project=project).standing().iterator(chunk_size=AT_ONCE):
        DocumentCitation.note(project, message.kind, str(message.pk), [message.text])
