"""Texts to search of kinds whose apps do not give them in their extensions: only search reads these."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from chat.chat.models import Message
from circles.projects.models import Project
from foundation.files.models import Attachment


def messages_in(project: Project) -> QuerySet[Any]:
    """Return all messages of a project that were not taken back, and the direct ones of its people, oldest first."""
    return Message.objects.filter(topic__project=project, removed_at=None).order_by("said_at", "pk")


def files_in(project: Project) -> QuerySet[Any]:
    """Return all files of a project that are attached somewhere, oldest first."""
    return Attachment.objects.filter(project=project.pk, attached_at__isnull=False, removed_at=None).order_by(
        "attached_at", "pk"
    )


def imported_in(model: Any) -> Callable[[Project], QuerySet[Any]]:
    """Return what finds all imported things of a model, earliest first."""
    return lambda project: model.objects.in_project(project).order_by("number")


def texts_of_messages(messages: list[Any]) -> list[tuple[Any, list[str]]]:
    """Return messages with their words."""
    return [(message, [message.plain]) for message in messages]


def texts_of_processes(processes: list[Any]) -> list[tuple[Any, list[str]]]:
    """Return imported processes with all that their source says in words."""
    found = []
    for one in processes:
        process = one.process
        concerns = [concern.name for concern in process.concerns or ()]
        notes = [note.text for note in process.notes or ()]
        found.append((one, [one.title, one.key, process.text or "", *process.earlier_titles, *concerns, *notes]))
    return found


def texts_of_files(files: list[Any]) -> list[tuple[Any, list[str]]]:
    """Return files with their names and words."""
    return [(file, [file.name, file.stored.text]) for file in files]


def texts_of_minutes(minutes: list[Any]) -> list[tuple[Any, list[str]]]:
    """Return imported minutes with their words."""
    return [(one, [one.title, one.text, one.group]) for one in minutes]
