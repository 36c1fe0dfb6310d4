"""Imports decision processes into a project: one transaction, rows in bulk, one entry in the record."""

import re
from collections.abc import Iterator
from itertools import batched

from django.db import transaction

from circles.circles.workflows.circle_lookup import CircleLookup
from circles.projects.domain_events import ContentWritten
from circles.projects.models import Project
from decisions.decision_files.workflows.process_file import ProcessFile
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models.register.imported_process import ImportedProcess
from decisions.decisions.models.register.process_content import Process
from foundation.accounts.models import User
from foundation.audit.models import Head
from foundation.web.extension_registry import publish
from foundation.web.import_tally import ImportTally
from foundation.web.progress import Advance, no_progress

BATCH = 200
_SEPARATORS = re.compile(r"[\s,]+")


def import_decisions(
    file: ProcessFile, project: Project, *, by: User | None, advance: Advance = no_progress
) -> ImportTally:
    """Import each process that the project does not have yet from this source.

    The one that began first gets the lowest number. The tally's groups are final states, in the source's words.
    """
    source = file.content.source.repository
    with transaction.atomic():
        Head.lock(project.pk)
        known = set(ImportedProcess.objects.in_project(project).filter(source=source).values_list("key", flat=True))
        new = sorted(
            (process for process in file.processes() if process.key not in known),
            key=lambda process: (process.first_seen is not None, process.first_seen, process.key),
        )
        for batch in batched(_rows(new, project, source, by), BATCH):
            ImportedProcess.objects.bulk_create(batch)
            publish(ContentWritten(things=batch))
            advance(len(batch))
        tally = _count(new)
        tally.existing = len(file.processes()) - len(new)
        if new:
            project.record_event(
                DecisionEvent.PROCESSES_IMPORTED,
                by=by,
                also=["decisions"],
                file=file.path.name,
                sha256=file.digest,
                source=source,
                processes=tally["processes"],
                concerns=tally["concerns"],
            )
    return tally


def _count(processes: list[Process]) -> ImportTally:
    tally = ImportTally("processes", "concerns", "check_offs", "notes")
    for process in processes:
        tally["processes"] += 1
        tally["concerns"] += len(process.concerns or [])
        tally["check_offs"] += sum(bool(reviewer.checked_seen) for reviewer in process.reviewers or [])
        tally["notes"] += len(process.notes or [])
        tally.groups[process.final_state] += 1
    return tally


def _rows(new: list[Process], project: Project, source: str, by: User | None) -> Iterator[ImportedProcess]:
    first = ImportedProcess.next_number(project)
    circles = CircleLookup(project)
    source_circle = circles.first(_source_keys(source))
    for at, process in enumerate(new):
        yield ImportedProcess(
            project=project,
            circle=circles.first(_team_keys(process.team or "")) or source_circle or circles.general,
            number=first + at,
            created_by=by,
            source=source,
            key=process.key,
            title=process.title,
            sort=process.sort,
            team=process.team or "",
            proposer=process.proposer or "",
            final_state=process.final_state,
            first_seen=process.first_seen,
            last_seen=process.last_seen,
            content=process.model_dump(mode="json", exclude_none=True),
        )


def _team_keys(team: str) -> Iterator[str]:
    """Yield the circle keys that a team's words may mean: `T-infra, T-compiler` means infra, else compiler."""
    for word in filter(None, _SEPARATORS.split(team)):
        yield word
        if word.startswith("T-"):
            yield word.removeprefix("T-")


def _source_keys(source: str) -> Iterator[str]:
    """Yield the circle keys that a repository's name may mean: `https://…/compiler-team` means compiler.

    A process that names no team stood on the agenda of the team whose repository it is.
    """
    name = source.rstrip("/").rpartition("/")[2]
    yield name
    yield name.removesuffix("-team")
