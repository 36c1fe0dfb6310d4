#!/usr/bin/env python3
"""Check a project's record without Ronde: `python3 verify_record.py [FOLDER] [--head HASH]`.

Needs Python 3.8 or later and nothing else. FOLDER has record.jsonl, heads.json and sealed.jsonl; it is the one of this
file unless another is named. HASH is a seal you know from elsewhere, such as the one in the e-mail with a sync's
minutes, whole or its beginning: it must be the hash of some entry.

What is checked, entry by entry: hash = SHA-256(0x00 || previous || canonical(fields)), where `previous` is the hash of
the entry before (64 zeros for the first) and canonical(fields) is JSON with sorted keys, no spaces, UTF-8; that numbers
follow each other; and that each personal value shown is the one committed to: SHA-256(salt || 0x00 || value). Then
every line of sealed.jsonl: a row (a decision, a round, a position, an objection, a ratified text, minutes, a message
cited) whose values are those that the entries sealed, in the same way. Each difference is named. Exit status 0 when all
holds, 1 when something does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

START = "0" * 64


def canonical(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def seal(previous: str, fields: dict[str, Any]) -> str:
    return hashlib.sha256(b"\x00" + previous.encode("utf-8") + canonical(fields)).hexdigest()


def commitment(salt: str, value: str) -> str:
    return hashlib.sha256(salt.encode("utf-8") + b"\x00" + value.encode("utf-8")).hexdigest()


def no_float(digits: str) -> NoReturn:
    raise ValueError("a number with a fraction has no canonical form")


def problem_of(row: dict[str, Any], expected: int, before: str | None, project: str) -> str | None:
    """Return why an entry does not hold, or None. `before` is None where the entry before is not in the copy."""
    fields, seq = row["fields"], row["fields"]["seq"]
    if fields["project"] != project:
        return "it belongs to another project"
    if before is not None and seq != expected:
        return f"entry {expected} is missing"
    if before is None and seq < expected:
        return "it is out of order"
    if before is not None and row["previous"] != before:
        return "it does not follow the entry before it"
    if seal(row["previous"], fields) != row["hash"]:
        return "its content is not what was sealed"
    for name, personal in row.get("personal", {}).items():
        if commitment(personal["salt"], personal["value"]) != fields["commitments"].get(name):
            return f"its personal value {name!r} is not what was committed to"
    return None


class RowDigests:
    """What the entries say of rows: the digest of each value by row and column; and what was erased."""

    def __init__(self) -> None:
        self.digests: dict[tuple[str, str], dict[str, str]] = {}
        self.erased: set[tuple[str, str, str]] = set()

    def take(self, sealed: dict[str, Any]) -> None:
        for kind, rows in sealed.get("rows", {}).items():
            for key, values in rows.items():
                self.digests.setdefault((kind, key), {}).update(values)
        for kind, rows in sealed.get("erased", {}).items():
            self.erased.update((kind, key, name) for key, names in rows.items() for name in names)

    def differences(self, lines: Iterable[str], *, is_complete: bool) -> Iterable[str]:
        """Yield what differs in the rows of a copy, which has all of them where it is complete."""
        seen = set()
        for line in lines:
            row = json.loads(line)
            kind, key = row["kind"], row["key"]
            seen.add((kind, key))
            told, called = self.digests.get((kind, key)), f"{kind} {key} ({row['name']})"
            if told is None:
                yield f"{called}: no entry seals it"
                continue
            for name, digest in told.items():
                value = row["values"].get(name)
                if value is None and is_complete and kind != "message" and (kind, key, name) not in self.erased:
                    yield f"{called}, {name}: it is not there, and no entry tells of an erasure"
                if value is not None and commitment(value["salt"], value["value"]) != digest:
                    yield f"{called}, {name}: it is not what was sealed"
        if is_complete:
            yield from (f"{kind} {key}: the row is gone" for kind, key in self.digests if (kind, key) not in seen)


def verify(
    lines: Iterable[str], heads: dict[str, Any], wanted: str = "", rows: RowDigests | None = None
) -> tuple[int, str | None]:
    """Return (number of entries, problem or None), and give `rows` what the entries say of rows."""
    expected, before, seen = 1, START, 0
    is_complete, found = heads.get("complete", True), not wanted
    for line in lines:
        row = json.loads(line, parse_float=no_float)
        seq = row["fields"]["seq"]
        known = before if is_complete or seq == expected else None
        why = problem_of(row, expected, known, heads["project"])
        if why:
            return seen, f"entry {seq}: {why}"
        expected, before, seen = seq + 1, row["hash"], seen + 1
        if rows is not None:
            rows.take(row["fields"].get("sealed") or {})
        found = found or row["hash"].startswith(wanted)
    if is_complete and (expected - 1, before) != (heads["entries"], heads["head"]):
        return seen, f"the head says {heads['entries']} entries, the last found is {expected - 1}"
    if not found:
        return seen, f"no entry has the seal {wanted}"
    return seen, None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--head", default="", metavar="HASH", help="a seal that some entry must have")
    options = parser.parse_args()
    rows, differences = RowDigests(), []
    try:
        heads = json.loads((options.folder / "heads.json").read_text(encoding="utf-8"))
        with (options.folder / "record.jsonl").open(encoding="utf-8", newline="\n") as lines:
            seen, why = verify(lines, heads, "".join(options.head.split()).lower(), rows)
        sealed = options.folder / "sealed.jsonl"
        if not why and (sealed.exists() or rows.digests):
            with sealed.open(encoding="utf-8", newline="\n") as lines:
                differences = list(rows.differences(lines, is_complete=bool(heads.get("rows"))))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        sys.exit(f"The record cannot be read: {type(error).__name__}: {error}")
    if why:
        sys.exit(f"The record does not hold. {why[:1].upper()}{why[1:]}.")
    print(f"{heads['name']}: the record holds, {seen} entries. Last seal {heads['head']}.")
    if differences:
        print("\n".join(differences))
        sys.exit(f"{len(differences)} things are not what the record sealed.")
    print(f"What was decided is what was sealed: {len(rows.digests)} rows, {len(rows.erased)} values erased.")
    if not heads.get("complete", True):
        print("This copy has the entries of one circle: each holds; that none is missing only a whole copy can show.")


if __name__ == "__main__":
    main()
