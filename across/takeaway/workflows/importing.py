"""Bring a whole copy into an empty server: everything is checked before anything is written, and all of it is written,
or nothing. Rows keep their ids: the record and many links name things by them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

import structlog
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import Storage
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from across.search.indexing import reindex
from across.takeaway.archive import FORMAT, CopyReader, DamagedArchive
from across.takeaway.event_types import TakeawayEvent
from across.takeaway.rows import InvalidRow, read_line
from across.takeaway.tables import file_columns, people_columns, project_tables, stored_at, strangers_in
from across.takeaway.workflows.accounts_here import account_here, take_places, without_a_way_in
from across.takeaway.workflows.copying import PEOPLE, schema
from across.takeaway.workflows.progress import Report, unreported
from circles.projects.models import Project
from foundation.accounts.kept_data import of_account
from foundation.accounts.models import User
from foundation.audit.models import Entry, Head
from foundation.audit.sealing import seal_existing
from foundation.web.exceptions import Refused
from foundation.web.former_layout import former_table, migrations_now, table_of_copy
from foundation.web.kept_data import kept_data

AT_ONCE = 500
LARGE_AT_ONCE = 20
MIB = 1024 * 1024

log = structlog.get_logger(__name__)


@dataclass
class ImportedProject:
    """What came in: the project, how many rows of each table, and who has no password here yet."""

    project: Project
    counts: dict[str, int]
    newcomers: list[User] = field(default_factory=list)


def import_project(source: IO[bytes], *, by: User | None, report: Report = unreported) -> ImportedProject:
    """Bring a project in from a whole copy.

    :raises Refused: for a damaged, partial, newer or hostile copy, and for one of which something is here already, with
        one sentence; then nothing was written.
    """
    try:
        archive = CopyReader(source)
        try:
            return Arrival(archive, report).import_whole(by=by)
        finally:
            archive.close()
    except DamagedArchive as error:
        log.warning("a copy is damaged", why=str(error))
        raise Refused(_("This file is damaged or is not a copy of a project: make a new copy.")) from error
    except (InvalidRow, DatabaseError, SuspiciousFileOperation) as error:
        log.warning("a copy does not fit", why=str(error))
        raise Refused(_("The data in this file does not fit together: make a new copy.")) from error


class Arrival:
    """A copy on its way in."""

    def __init__(self, archive: CopyReader, report: Report) -> None:
        self.archive, self.report = archive, report
        self.manifest = archive.manifest
        self.done = 0
        self.saved: list[tuple[Storage, str]] = []
        self.named: set[UUID] = set()
        self.accounts: dict[UUID, User] = {}
        self.number = 3 * (archive.size // MIB + 1)
        self.arriving = {model: mend for kept in kept_data() for model, mend in kept.arriving.items()}
        self.tables = {self.path_of(model): model for model in project_tables()}

    def import_whole(self, *, by: User | None) -> ImportedProject:
        """Check, then write."""
        self.refuse_other_versions()
        read = 0
        for size in self.archive.check():
            read += size
            self.report(read // MIB, self.number)
        project = self.refuse_known()
        self.done = 0
        try:
            return self.write(project, by=by)
        except BaseException:
            for storage, name in self.saved:
                storage.delete(name)
            raise

    def write(self, project: Project, *, by: User | None) -> ImportedProject:
        """Write everything in one transaction, and check what is there then."""
        with transaction.atomic():
            newcomers = self.write_people()
            counts = self.write_rows()
            self.refuse_broken(project, counts)
            project = Project.objects.get(pk=project.pk)
            seal_existing(project.pk, project.name)  # of a copy from before rows were sealed
            reindex(project)
            entries = Head.seq_of(project.pk)
            server = str(self.manifest.get("server", ""))[:200]
            project.record_event(TakeawayEvent.IMPORTED, by=by, server=server, entries=entries)
            take_places(project, self.accounts, by=by)
        return ImportedProject(project, counts, newcomers)

    def refuse_other_versions(self) -> None:
        """Raise `Refused` for a copy that is not whole, and for one of a newer Ronde."""
        if self.manifest.get("format") != FORMAT or not fits_here(self.manifest.get("schema")):
            raise Refused(_("This copy was made by a newer version of Ronde: update this server first."))
        if self.manifest.get("importable") is not True:
            raise Refused(_("This copy has only what one person may read; only a whole copy can be imported."))
        missing = {*self.tables, PEOPLE} - set(self.archive.files)
        if missing and not self.manifest["schema"]:
            raise DamagedArchive(f"{sorted(missing)} are not there")

    def refuse_known(self) -> Project:
        """Raise `Refused` when the project, its address, a row or a person's e-mail address is here already; return the
        project that is to come.
        """
        (project,) = list(self.rows_of(Project))
        if not isinstance(project, Project) or str(project.pk) != self.manifest["project"]["id"]:
            raise DamagedArchive("the project is not that of the manifest")
        if Project.objects.filter(models.Q(pk=project.pk) | models.Q(slug=project.slug)).exists():
            raise Refused(_("There is already a project at the address “%(slug)s” here.") % {"slug": project.slug})
        for model in self.tables.values():
            for some in batched(self.rows_of(model), AT_ONCE, strict=False):
                if model._default_manager.filter(pk__in=[row.pk for row in some]).exists():
                    raise Refused(_("Other data here already uses the same numbers: import into an empty server."))
        self.refuse_known_people()
        return project

    def refuse_known_people(self) -> None:
        """Raise `Refused` when a person here has the address or handle of a person in the copy, but for administrators
        under their own address.
        """
        for person in self.people():
            if account := account_here(person):
                self.accounts[person.pk] = account

    def write_people(self) -> list[User]:
        """Make who is not here yet, without password or rights; return those who have no account here at all."""
        here = set(User.objects.values_list("pk", flat=True))
        newcomers = [person for person in self.people() if person.pk not in here]
        for person in newcomers:
            person.set_unusable_password()
            person.is_staff = person.is_superuser = False
            if person.pk in self.accounts:
                without_a_way_in(person)
            person.save(force_insert=True)
        return [person for person in newcomers if person.pk not in self.accounts]

    def people(self) -> Iterator[User]:
        """Read who is to come; nothing but what goes along of an account."""
        allowed = set(of_account(User()))
        for line in self.archive.lines(PEOPLE):
            person = read_line(User, line, only=allowed)
            if isinstance(person, User):
                yield person

    def write_rows(self) -> dict[str, int]:
        """Write every table; keys are compared when all of it is there."""
        counts: dict[str, int] = {}
        for model in self.tables.values():
            count, large = 0, any(isinstance(one, models.BinaryField) for one in model._meta.concrete_fields)
            people = people_columns(model)
            for some in batched(self.rows_of(model), LARGE_AT_ONCE if large else AT_ONCE, strict=False):
                self.store_files(some)
                self.named.update(getattr(row, name) for row in some for name in people if getattr(row, name))
                model._default_manager.bulk_create(some)
                count += len(some)
            counts[model._meta.db_table] = count
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.tables.values())):
                cursor.execute(statement)
        return counts

    def store_files(self, rows: Iterable[models.Model]) -> None:
        """Put the files that rows name into the storage."""
        for row in rows:
            for column in file_columns(type(row)):
                file = getattr(row, column)
                path = stored_at(file.name) if file else ""
                if path in self.archive.files:
                    with SpooledTemporaryFile(MIB) as spooled:
                        spooled.writelines(self.archive.pieces(path))
                        spooled.seek(0)
                        name = file.storage.save(file.name, File(spooled))
                    self.saved.append((file.storage, name))
                    setattr(row, column, name)

    def path_of(self, model: type[models.Model]) -> str:
        """Return where a table's rows lie in the copy: an older one may name it as it was called then."""
        table = model._meta.db_table
        former = f"data/{former_table(table)}.jsonl"
        return former if former in self.archive.files else f"data/{table}.jsonl"

    def rows_of(self, model: type[models.Model]) -> Iterator[models.Model]:
        """Read a table's rows; a table that came later than the copy has none."""
        path = self.path_of(model)
        if path not in self.archive.files:
            return
        for line in self.archive.lines(path):
            self.done += len(line)
            self.report(self.number // 3 + self.done // MIB, self.number)
            row = read_line(model, line)
            if model in self.arriving:
                self.arriving[model](row)
            yield row

    def refuse_broken(self, project: Project, counts: dict[str, int]) -> None:
        """Raise when rows lead nowhere or into another project, when counts differ, or when the chain does not hold."""
        connection.check_constraints()
        self.refuse_strangers(project, counts)
        told = {table_of_copy(name): count for name, count in self.manifest["counts"].items()}
        said = {name: count for name, count in told.items() if name != User._meta.db_table}
        if {name: count for name, count in counts.items() if count} != {k: v for k, v in said.items() if v}:
            raise DamagedArchive("the counts are not those of the manifest")
        if problem := next(Entry.breaks_of(project.pk), None):
            raise DamagedArchive(f"entry {problem.seq} of the record: {problem.why}")
        head = Head.objects.get(pk=project.pk)
        if {"entries": head.seq, "head": head.hash} != self.manifest["record"]:
            raise DamagedArchive("the record is not that of the manifest")

    def refuse_strangers(self, project: Project, counts: dict[str, int]) -> None:
        """Raise when rows belong or lead to another project, or name people who do not come along."""
        for model, lookup in project_tables().items():
            table = model._meta.db_table
            if counts[table] != model._default_manager.filter(**{lookup: project.pk}).count():
                raise DamagedArchive(f"{table} has rows of another project")
        if stranger := next(strangers_in(project.pk), ""):
            raise DamagedArchive(f"{stranger} leads into another project")
        if self.named - {person.pk for person in self.people()}:
            raise DamagedArchive("it names people of this server who are not in it")


def fits_here(said: Any) -> bool:
    """Return whether this version knows everything that changed the tables of a copy."""
    known = schema()
    if not isinstance(said, dict) or not all(isinstance(names, list) for names in said.values()):
        return False
    told = migrations_now(said, {(app, name) for app, names in known.items() for name in names})
    return all(set(names) <= set(known.get(app, ())) for app, names in told.items())
