"""Write a copy: folders that people can read, and of a whole one every row, so that it can be imported."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import IO, Any, cast
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils import timezone, translation

from across.takeaway.archive import CopyWriter
from across.takeaway.rows import columns_of, line_of
from across.takeaway.tables import file_columns, people_columns, project_tables, rows_of, stored_at
from across.takeaway.workflows.progress import Report, unreported
from circles.circles.takeaway_parts import TakeawayReader, takeaway_parts
from foundation.accounts.kept_data import of_account
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry, Head
from foundation.inbox.models import Notice
from foundation.web.database_snapshot import one_instant
from foundation.web.kept_data import kept_data
from foundation.web.languages import LANGUAGES

PEOPLE = "data/accounts_user.jsonl"
LOOSELY = {Entry: "actor", Notice: "by"}
"""Columns that name people without a key to them."""
AT_ONCE = 2000
LARGE_AT_ONCE = 50
"""So many rows with bytes in them are in memory at once."""


class Copy:
    """A copy in the making."""

    def __init__(self, target: IO[bytes], reader: TakeawayReader, report: Report) -> None:
        self.reader, self.report = reader, report
        self.archive = CopyWriter(target)
        self.done = self.number = 0
        self.people: set[UUID] = set()
        self.stored: dict[str, FieldFile] = {}
        self.counts: dict[str, int] = {}

    def write(self, *, is_whole: bool) -> dict[str, Any]:
        """Write all of it; return the manifest."""
        parts, tables = takeaway_parts(), project_tables() if is_whole else {}
        project = self.reader.project
        self.number = sum(part.number(self.reader) for part in parts)
        self.number += sum(rows_of(model, lookup, project).count() for model, lookup in tables.items())
        self.advance(0)
        self.archive.write("README.md", [self.readme(is_whole=is_whole)])
        for part in parts:
            for file in part.files(self.reader):
                self.archive.write(file.path, file.pieces)
                self.advance(file.things)
        for model, lookup in tables.items():
            self.archive.write(f"data/{model._meta.db_table}.jsonl", self.lines(model, lookup))
        if is_whole:
            self.archive.write(PEOPLE, self.lines_of_people())
            self.write_stored()
        manifest = self.manifest(is_whole=is_whole)
        self.archive.finish(manifest)
        return manifest

    def advance(self, things: int) -> None:
        """Count what is written."""
        self.done += things
        self.report(self.done, self.number)

    def lines(self, model: type[models.Model], lookup: str) -> Iterator[str]:
        """Yield a table's rows of the project, and remember whom they name."""
        columns, named, files = columns_of(model), people_columns(model), file_columns(model)
        named += [LOOSELY[model]] if model in LOOSELY else []
        is_large = any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)
        rows, count = rows_of(model, lookup, self.reader.project).values(*columns), 0
        for row in rows.iterator(chunk_size=LARGE_AT_ONCE if is_large else AT_ONCE):
            self.people.update(row[name] for name in named if row[name])
            self.remember_files(model, files, row)
            count += 1
            self.advance(1)
            yield line_of(row)
        self.counts[model._meta.db_table] = count

    def remember_files(self, model: type[models.Model], columns: list[str], row: dict[str, Any]) -> None:
        """Remember which stored files a row names."""
        for column in columns:
            if name := row[column]:
                field = cast(models.FileField, model._meta.get_field(column))
                self.stored[name] = field.attr_class(model(), field, name)

    def write_stored(self) -> None:
        """Write the files that rows name; one that is gone from the storage is left out, as pages would find."""
        for name, file in self.stored.items():
            if file.storage.exists(name):
                with file.storage.open(name) as opened:
                    self.archive.write(stored_at(name), opened.chunks())

    def lines_of_people(self) -> Iterator[str]:
        """Yield who is named anywhere, without passwords and rights."""
        found = User.objects.in_bulk(self.people)
        for pk in sorted(found):
            yield line_of(of_account(found[pk]))
        self.counts[User._meta.db_table] = len(found)

    def readme(self, *, is_whole: bool) -> str:
        """Say what is what, in every language."""
        project, said = self.reader.project, []
        for language in LANGUAGES:
            with translation.override(language):
                context = {
                    "project": project,
                    "circle": self.reader.circle,
                    "is_whole": is_whole,
                    "parts": takeaway_parts(),
                    "server": settings.BASE_URL,
                    "now": timezone.localtime(clock.now()),
                }
                said.append(render_to_string("takeaway/readme.txt", context).strip())
        return "\n\n---\n\n".join(said) + "\n"

    def manifest(self, *, is_whole: bool) -> dict[str, Any]:
        """Say what is in it, of which project and which version."""
        project, circle = self.reader.project, self.reader.circle
        head = Head.objects.filter(pk=project.pk).first() or Head(project=project.pk)
        return {
            "made_at": clock.now().isoformat(),
            "server": settings.BASE_URL,
            "project": {"id": str(project.pk), "slug": project.slug, "name": project.name},
            "circle": circle.key if circle else None,
            "importable": is_whole,
            "schema": schema(),
            "counts": self.counts,
            "record": {"entries": head.seq, "head": head.hash},
        }


def schema() -> dict[str, list[str]]:
    """Return the migrations that there are, of each app that keeps something."""
    found: dict[str, list[str]] = {}
    for app in sorted({kept.app for kept in kept_data()}):
        folder = import_module(f"{apps.get_app_config(app).name}.migrations")
        found[app] = sorted(name for _finder, name, _is_package in iter_modules(folder.__path__))
    return found


def write_copy(
    target: IO[bytes], reader: TakeawayReader, *, is_whole: bool, language: str, report: Report = unreported
) -> dict[str, Any]:
    """Write a copy as it is at this instant, in a language and in the project's zone; return its manifest.

    A whole one has everything, whoever may read it.
    """
    with one_instant(), translation.override(language), timezone.override(reader.project.zone):
        return Copy(target, reader, report).write(is_whole=is_whole)
