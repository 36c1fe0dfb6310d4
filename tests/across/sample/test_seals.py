"""What was decided stands under the seal: every value that is changed behind the program's back is named."""

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from across.takeaway.workflows.erasure import erase_person
from chat.chat.workflows.conversation import edit_message as edit
from circles.projects.models import Project
from daily.syncs.models import Minutes
from decisions.decisions.models import Decision, Objection, Position, Proposal, Round
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.audit.row_seals import SealedKind
from foundation.audit.sealing import Mismatch, SealedRows, differences, kinds
from foundation.audit.seals import Seal
from tests.factories import a_person
from tests.support.rotation import DEEP, ROTATION

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SEALED = ("decision", "proposal", "round", "position", "objection", "link", "message", "ratified_text", "minutes")
TAMPERINGS, DEEP_TAMPERINGS = 30, 1000


class Undone(Exception):
    """Ends a tampering: everything is as it was."""


@contextmanager
def undone() -> Iterator[None]:
    """Do it, and take it back."""
    with suppress(Undone), transaction.atomic():
        yield
        raise Undone


def drop_triggers(table: str) -> None:
    """Do what who holds the database can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


OTHERS: "tuple[tuple[type[models.Field[Any, Any]], Any], ...]" = (
    (models.BooleanField, lambda value: not value),
    (models.JSONField, lambda value: {"other": [value]}),
    (models.DateTimeField, lambda value: (value or datetime(2026, 1, 1, tzinfo=UTC)) + timedelta(microseconds=1000)),
    (models.DateField, lambda value: (value or date(2026, 1, 1)) + timedelta(days=1)),
    (models.DecimalField, lambda value: (value or Decimal(0)) + Decimal("0.01")),
    (models.IntegerField, lambda value: (value or 0) + 1),
    (models.UUIDField, lambda _value: uuid4()),
)


def another(field: "models.Field[Any, Any]", value: Any, chance: random.Random) -> Any:
    """Return another value that the column takes."""
    if isinstance(field, models.ForeignKey):
        others = list(field.related_model._default_manager.exclude(pk=value).values_list("pk", flat=True)[:20])
        return chance.choice(others) if others else None
    if field.choices:
        return chance.choice([one for one, _label in field.flatchoices if one != value])
    if change := next((change for kind, change in OTHERS if isinstance(field, kind)), None):
        return change(value)
    words = str(value or "")
    place = chance.randrange(len(words) + 1)
    changed = words[:place] + chance.choice("0aé §") + words[place + 1 :]
    return changed if changed != words else f"{words}~"


def sealed_values(project: UUID) -> list[tuple[SealedKind, str, str]]:
    """Return kind, key and column of everything that is sealed in a project."""
    known, told = kinds(), SealedRows.of(project).digests
    return [(known[kind], key, name) for kind, rows in sorted(told.items()) for key in rows for name in rows[key]]


def test_everything_that_was_decided_is_sealed_and_holds(project: Project) -> None:
    assert list(differences(project.pk)) == []
    told = SealedRows.of(project.pk).digests
    assert set(told) == set(SEALED) == set(kinds())
    assert not list(Entry.breaks_of(project.pk))


def test_a_row_that_is_changed_behind_the_program_is_named(project: Project) -> None:
    chance = random.Random(ROTATION)
    values = sealed_values(project.pk)
    refused = 0
    sealed = SealedRows.of(project.pk)
    for turn in range(DEEP_TAMPERINGS if DEEP else TAMPERINGS):
        kind, key, name = chance.choice([one for one in values if one[0].kind == SEALED[turn % len(SEALED)]])
        field: Any = kind.model._meta.get_field(name)
        rows: models.QuerySet[Any] = models.QuerySet(model=kind.model).filter(pk=key)
        value = another(field, getattr(rows.get(), field.attname), chance)
        with undone():
            drop_triggers(kind.model._meta.db_table)
            try:
                with transaction.atomic():
                    rows.update(**{field.attname: value})
            except IntegrityError:  # the database refuses it, whoever asks
                refused += 1
                raise Undone from None
            found = {(one.key, one.column) for one in differences(project.pk, sealed)}
            assert (key, name) in found, (kind.kind, key, name, value)
    assert refused < turn / 3


def test_a_salt_that_was_taken_away_is_no_erasure(project: Project) -> None:
    decision = Decision.objects.filter(project=project).first()
    assert decision is not None
    with undone():
        Seal.objects.filter(kind="decision", key=str(decision.pk)).update(salts={})
        assert {one.why for one in differences(project.pk)} == {Mismatch.NO_SALT}


def test_a_position_that_is_smuggled_in_is_named(project: Project) -> None:
    there = Position.objects.filter(round__proposal__project=project).order_by("pk").last()
    assert there is not None
    with undone():
        there.pk = None
        there.save(force_insert=True)
        assert [(one.key, one.why) for one in differences(project.pk)] == [(str(there.pk), Mismatch.UNSEALED)]


def test_a_message_that_is_gone_is_named(project: Project) -> None:
    message: Any = kinds()["message"].among(project.pk).first()
    with undone():
        drop_triggers("chat_message")
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA defer_foreign_keys = ON")
                cursor.execute("DELETE FROM chat_message WHERE id = %s", [message.pk.hex])
                assert [(one.kind.kind, one.why) for one in differences(project.pk)] == [("message", Mismatch.GONE)]


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (Decision, "text"),
        (Decision, "cost"),
        (Proposal, "text"),
        (Round, "text"),
        (Objection, "harm"),
        (Minutes, "seal"),
    ],
)
def test_the_database_refuses_to_change_what_was_decided(project: Project, model: Any, column: str) -> None:
    decided = {Proposal: "decision__isnull", Objection: "proposal__decision__isnull", Round: "closed_at__isnull"}
    rows = model.objects.filter(**({decided[model]: False} if model in decided else {}))
    row = rows.order_by("pk").first()
    value = another(model._meta.get_field(column), getattr(row, column), random.Random(1))
    with pytest.raises(DatabaseError, match="what was decided stays"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{column: value})
    with pytest.raises(DatabaseError, match="what was decided stays"), transaction.atomic():
        models.QuerySet(model=model).filter(pk=row.pk)._raw_delete(using="default")
    row.refresh_from_db()
    row.save()  # with nothing changed, as the program's verbs do


def test_an_edited_message_is_still_what_was_cited(project: Project) -> None:
    message: Any = kinds()["message"].among(project.pk).filter(author__isnull=False).first()
    with undone():
        edit(message, "Said otherwise since.", by=message.author)
        assert list(differences(project.pk)) == []


def test_an_erasure_is_told_and_breaks_no_seal(project: Project) -> None:
    person = User.objects.get(name="Quentin Roy")
    with undone():
        erase_person(person, by=a_person("Root", is_superuser=True))
        assert list(differences(project.pk)) == []
        assert ("minutes", "content") in {(kind, name) for kind, _key, name in SealedRows.of(project.pk).erased}
        assert not list(Entry.breaks_of(project.pk))
