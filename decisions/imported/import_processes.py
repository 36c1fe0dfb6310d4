"""Bring processes of elsewhere into a project: one transaction, rows in bulk, one entry in the record."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from audit.models import Head
from circles.models import Project
from circles.workflows.circle_lookup import CircleLookup
from decisions.event_types import DecisionEvent
from decisions.imported.file import PastFile, Process
from decisions.models.register.imported_process import PastProcess

CHUNK = 200
_APART = re.compile(r"[\s,]+")


@dataclass
class Tally:
    """What came in; `states` counts the processes by the state they ended in, in the source's words."""

    processes: int = 0
    concerns: int = 0
    check_offs: int = 0
    notes: int = 0
    before: int = 0
    states: dict[str, int] = field(default_factory=dict)

    def count(self, process: Process) -> None:
        """Count one process and what it holds."""
        self.processes += 1
        self.concerns += len(process.concerns or [])
        self.check_offs += sum(bool(one.checked_seen) for one in process.reviewers or [])
        self.notes += len(process.notes or [])
        self.states[process.final_state] = self.states.get(process.final_state, 0) + 1


def import_decisions(
    file: PastFile, project: Project, *, by: User | None, advance: Callable[[int], None] = lambda _rows: None
) -> Tally:
    """Bring in each process that the project does not have yet from this source; gives what came in.

    They are numbered so that the one that began first has the lowest number. `advance` hears of rows written.
    """
    source = file.content.source.repository
    tally = Tally()
    with transaction.atomic():
        Head.lock(project.pk)
        known = set(PastProcess.objects.in_project(project).filter(source=source).values_list("key", flat=True))
        new = sorted(
            (process for process in file.processes() if process.key not in known),
            key=lambda process: (process.first_seen is not None, process.first_seen, process.key),
        )
        tally.before = len(file.processes()) - len(new)
        rows = list(_rows(new, project, source, by))
        for start in range(0, len(rows), CHUNK):
            PastProcess.objects.bulk_create(rows[start : start + CHUNK])
            advance(len(rows[start : start + CHUNK]))
        for process in new:
            tally.count(process)
        if new:
            project.record_event(
                DecisionEvent.PROCESSES_IMPORTED,
                by=by,
                also=["decisions"],
                file=file.path.name,
                sha256=file.digest,
                source=source,
                processes=tally.processes,
                concerns=tally.concerns,
            )
    return tally


def _rows(new: list[Process], project: Project, source: str, by: User | None) -> Iterator[PastProcess]:
    first = PastProcess.next_number(project)
    places = CircleLookup(project)
    beside = places.first(_team_of(source))
    for place, process in enumerate(new):
        circle = places.first(_keys_in(process.team or "")) or beside or places.general
        yield PastProcess(
            project=project,
            circle=circle,
            number=first + place,
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


def _keys_in(team: str) -> Iterator[str]:
    """Give the keys that a team's words may mean: `T-infra, T-compiler` means infra, else compiler."""
    for word in filter(None, _APART.split(team)):
        yield word
        if word.startswith("T-"):
            yield word.removeprefix("T-")


def _team_of(source: str) -> Iterator[str]:
    """Give the keys that the name of a repository may mean: of `https://…/compiler-team`, compiler.

    A process that names no team stood on the agenda of the team whose repository it is.
    """
    name = source.rstrip("/").rpartition("/")[2]
    yield name
    yield name.removesuffix("-team")
