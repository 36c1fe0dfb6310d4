"""The record to take away, with what checks it without Ronde."""

import json
from collections.abc import Iterator, Mapping
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

import foundation.audit
from circles.circles.takeaway_parts import (
    AT_ONCE,
    TakeawayFile,
    TakeawayPart,
    TakeawayReader,
)
from circles.record.timeline import Sentence, sentences_of
from foundation.audit.models import Entry, Head, PersonalValue
from foundation.audit.row_seals import SealedKind, text_of
from foundation.audit.sealing import SealedRows, kinds, value_sealed
from foundation.audit.seals import Seal

STANDALONE = Path(foundation.audit.__file__).parent / "standalone"
"""What checks the record without Ronde: one Python file, and one page for a browser."""


def entries_for(reader: TakeawayReader) -> Any:
    """Return the entries of the copy: of a circle, those that happened in it or inside it."""
    found = Entry.objects.of_project(reader.project.pk)
    return found if reader.circle is None else found.filter(scope__in=[one.key for one in reader.circles])


def entry_lines(reader: TakeawayReader) -> Iterator[str]:
    """Write an entry a line: what its hash covers, the personal values it commits to, and its sentence."""
    entries = entries_for(reader).iterator(chunk_size=AT_ONCE)
    for some in batched(entries, AT_ONCE, strict=False):
        personal: dict[int, list[PersonalValue]] = {}
        for value in PersonalValue.objects.filter(entry__in=some).exclude(salt="").order_by("pk"):
            personal.setdefault(value.entry_id, []).append(value)
        for sentence in sentences_of(reader.project, list(some), reader.user):
            values = [one for one in personal.get(sentence.entry.pk, []) if is_shown(one, sentence, reader)]
            row = {
                "fields": sentence.entry.fields(),
                "previous": sentence.entry.previous,
                "hash": sentence.entry.hash,
                "personal": {one.name: {"value": one.value, "salt": one.salt} for one in values},
                "sentence": sentence.text,
            }
            yield json.dumps(row, ensure_ascii=False) + "\n"


def sealed_lines(reader: TakeawayReader) -> Iterator[str]:
    """Write a sealed row a line: of each value what was sealed and its salt, without what was erased. One who may not
    read all gets what they may.
    """
    project = reader.project.pk
    told = SealedRows.of(project).digests
    scopes = None if reader.circle is None else set(entries_for(reader).values_list("seq", flat=True))
    for kind in kinds().values():
        rows = told.get(kind.kind, {})
        salts = dict(Seal.objects.filter(project=project, kind=kind.kind).values_list("key", "salts"))
        keys = [
            key for key, values in rows.items() if scopes is None or all(seq in scopes for _d, seq in values.values())
        ]
        for some in batched(keys, AT_ONCE, strict=False):
            found: models.QuerySet[Any] = models.QuerySet(model=kind.model).filter(pk__in=some).order_by("pk")
            if reader.user is not None:
                found = kind.readable(found, reader.user)
            for row in found:
                yield (
                    json.dumps(sealed_row(kind, row, rows[str(row.pk)], salts.get(str(row.pk), {})), ensure_ascii=False)
                    + "\n"
                )


def sealed_row(
    kind: SealedKind, row: Any, told: Mapping[str, tuple[str, int]], salts: Mapping[str, str]
) -> dict[str, Any]:
    """Return what stands in a row, with the salts of its seals; where words were changed since, what was sealed."""
    values = {}
    for name, (digest, _seq) in told.items():
        if (salt := salts.get(name)) and name in kind.every_column and not kind.taken_back(row):
            sealed = value_sealed(kind, row, name, salt, digest)
            values[name] = {"value": text_of(getattr(row, name)) if sealed is None else sealed, "salt": salt}
    return {"kind": kind.kind, "key": str(row.pk), "name": kind.name(row), "values": values}


def is_shown(value: PersonalValue, sentence: Sentence, reader: TakeawayReader) -> bool:
    """Return whether the reader may know a personal value as it is: an address that was invited is masked for most."""
    return reader.user is None or value.name != "address" or sentence.event.personal.get("address") == value.value


def record_files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write the record, the end of its chain, and what checks both without Ronde."""
    head = Head.objects.filter(pk=reader.project.pk).first() or Head(project=reader.project.pk)
    yield TakeawayFile("record/record.jsonl", entry_lines(reader), things=record_number(reader))
    yield TakeawayFile("record/sealed.jsonl", sealed_lines(reader), things=0)
    ends = {
        "project": str(reader.project.pk),
        "name": reader.project.name,
        "server": settings.BASE_URL,
        "entries": head.seq,
        "head": head.hash,
        "complete": reader.circle is None,
        "rows": reader.circle is None and reader.user is None,
    }
    yield TakeawayFile("record/heads.json", [json.dumps(ends, ensure_ascii=False, indent=1) + "\n"], things=0)
    yield TakeawayFile("record/verify_record.py", [(STANDALONE / "verify_record.py").read_text()], things=0)
    yield TakeawayFile("record/verify_record.html", [verifying_page()], things=0)


def verifying_page() -> str:
    """Return the page that checks a record in any browser, with its script inside: it loads nothing."""
    page, script = ((STANDALONE / f"verify_record.{ending}").read_text() for ending in ("html", "js"))
    return page.replace("/* verify_record.js */", script)


def record_number(reader: TakeawayReader) -> int:
    """Count entries."""
    return int(entries_for(reader).count())


PART = TakeawayPart(
    "record",
    _(
        "Everything that was done, one entry on each line, with what its hash covers. Check it with “python3 "
        "verify_record.py”, or open verify_record.html in a browser and choose both files."
    ),
    record_number,
    record_files,
)
