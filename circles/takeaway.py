"""Members, money and the record to take away."""

import json
from collections.abc import Iterator
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

import audit
from accounts.skills import names_in
from audit.models import Entry, Head, PersonalValue
from circles.models import Allotment, Equipment, Expense, Membership, Reservation, Role
from circles.record.timeline import Sentence, sentences_of
from circles.takeaway_parts import (
    AT_ONCE,
    Row,
    TakeawayFile,
    TakeawayPart,
    TakeawayReader,
    json_file,
    table_files,
)

STANDALONE = Path(audit.__file__).parent / "standalone"
"""What checks the record without Ronde: one Python file, and one page for a browser."""


def circle_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a circle a row."""
    for circle in reader.circles:
        yield {
            "key": circle.key,
            "name": circle.name,
            "purpose": circle.purpose,
            "inside": circle.parent.key if circle.parent else "",
            "created_at": circle.created_at,
            "closed_at": circle.closed_at,
            "domains": [f"{one.key} {one.name}" for one in circle.domains.held().order_by("key")],
            "skills_needed": names_in(circle.needs),
        }


def memberships_for(reader: TakeawayReader) -> Any:
    """Return memberships, ended ones too."""
    return reader.rows(Membership.objects.filter(project=reader.project))


def member_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a membership a row, with the roles that came with it; addresses are for their owners."""
    found = memberships_for(reader).select_related("user", "circle").order_by("circle", "started_at", "pk")
    for some in batched(found.iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        roles: dict[int, list[str]] = {}
        for role in Role.objects.filter(membership__in=some).order_by("pk"):
            until = f" ({role.started_at:%Y-%m-%d} – {role.ended_at:%Y-%m-%d})" if role.ended_at else ""
            roles.setdefault(role.membership_id, []).append(f"{role.words}{until}")
        for one in some:
            yield {
                "name": one.user.name,
                "handle": one.user.handle,
                "circle": one.circle.name,
                "roles": roles.get(one.pk, []),
                "since": one.started_at,
                "until": one.ended_at,
                "percent_of_week": one.share,
                "skills": [] if one.ended_at else one.user.skill_names,
            }


def member_files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write who is in which circle, and the project itself with its elements."""
    project = reader.project
    names = ("name", "purpose", "language", "time_zone", "working_days", "country", "currency", "budget", "created_at")
    elements = [f"{one.reference} {one.statement}" for one in project.fundamentals.current().order_by("number")]
    row = {name: getattr(project, name) for name in names} | {"elements": elements}
    yield json_file("members/project.json", [row])
    yield from table_files("members/circles", lambda: circle_rows(reader), things=0)
    yield from table_files("members/members", lambda: member_rows(reader), things=memberships_for(reader).count())


def expense_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield an expense a row."""
    people = ("circle", "paid_by", "recorded_by", "reservation")
    found = reader.rows(Expense.objects.filter(project=reader.project)).select_related(*people).order_by("pk")
    for one in found.iterator(chunk_size=AT_ONCE):
        yield {
            "spent_on": one.spent_on,
            "what": one.what,
            "amount": one.amount,
            "drawn_from_decision": one.drawn,
            "decision": one.reservation.reference if one.reservation else "",
            "circle": one.circle.name,
            "paid_by": one.paid_by.name,
            "recorded_by": one.recorded_by.name,
            "receipt": one.receipt,
            "called_back_because": one.called_back_because,
        }


def allotment_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield what a circle was handed a row; below zero, what it gave back."""
    found = reader.rows(Allotment.objects.filter(project=reader.project), "given_to")
    for one in found.select_related("given_by", "given_to", "by").order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            "at": one.at,
            "from": one.given_by.name,
            "to": one.given_to.name,
            "amount": one.amount,
            "why": one.why,
            "decision": one.decision,
            "by": one.by.name if one.by else "",
        }


def reservation_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield what a decision holds ready a row."""
    found = reader.rows(Reservation.objects.filter(project=reader.project)).select_related("circle").order_by("pk")
    for one in found.iterator(chunk_size=AT_ONCE):
        names = ("reference", "title", "amount", "drawn", "reserved_at", "freed_at")
        yield {name: getattr(one, name) for name in names} | {"circle": one.circle.name}


def equipment_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a thing on a circle's list a row."""
    found = reader.rows(Equipment.objects.filter(project=reader.project)).select_related("circle", "keeper")
    for one in found.order_by("pk").iterator(chunk_size=AT_ONCE):
        names = ("name", "note", "listed_at", "gone_at")
        row = {"circle": one.circle.name, "keeper": one.keeper.name if one.keeper else ""}
        yield {name: getattr(one, name) for name in names} | row


def money_files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write expenses, what was handed on, what decisions reserve, and equipment."""
    yield from table_files("money/expenses", lambda: expense_rows(reader), things=expense_number(reader))
    yield from table_files("money/allotments", lambda: allotment_rows(reader), things=0)
    yield from table_files("money/reservations", lambda: reservation_rows(reader), things=0)
    yield from table_files("money/equipment", lambda: equipment_rows(reader), things=0)


def expense_number(reader: TakeawayReader) -> int:
    """Count expenses."""
    return int(reader.rows(Expense.objects.filter(project=reader.project)).count())


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


def is_shown(value: PersonalValue, sentence: Sentence, reader: TakeawayReader) -> bool:
    """Return whether the reader may know a personal value as it is: an address that was invited is masked for most."""
    return reader.user is None or value.name != "address" or sentence.event.personal.get("address") == value.value


def record_files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write the record, the end of its chain, and what checks both without Ronde."""
    head = Head.objects.filter(pk=reader.project.pk).first() or Head(project=reader.project.pk)
    yield TakeawayFile("record/record.jsonl", entry_lines(reader), things=record_number(reader))
    ends = {
        "project": str(reader.project.pk),
        "name": reader.project.name,
        "server": settings.BASE_URL,
        "entries": head.seq,
        "head": head.hash,
        "complete": reader.circle is None,
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


PARTS = (
    TakeawayPart(
        "members",
        _("Circles, who is or was in them with which role, and the project with its fundamental elements."),
        lambda reader: int(memberships_for(reader).count()),
        member_files,
    ),
    TakeawayPart(
        "money", _("Expenses, what circles handed on, what decisions reserve, and equipment."), expense_number,
        money_files,
    ),
    TakeawayPart(
        "record",
        _(
            "Everything that was done, one entry on each line, with what its hash covers. Check it with “python3 "
            "verify_record.py”, or open verify_record.html in a browser and choose both files."
        ),
        record_number,
        record_files,
    ),
)  # fmt: skip
