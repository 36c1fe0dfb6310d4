"""A damaged, partial, newer or hostile copy is refused with one sentence, and nothing comes in."""

import hashlib
import os
import random
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from across.takeaway.tables import stored_at
from chat.chat.models import Message
from circles.projects.models import Link, Project
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.across.takeaway.archives import (
    Change,
    brought_in,
    changed_rows,
    number_from,
    put_rows,
    rewritten,
    rows_in,
    sealed,
    with_uploads,
)
from tests.across.takeaway.conftest import WriteCopy
from tests.decisions.decisions.people import a_cast, adopted
from tests.factories import a_person, a_project
from tests.support.rotation import on_a_database_in_turn

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, on_a_database_in_turn("refused copies")]

NOON = "2026-01-05T12:00:00+00:00"
FLIPS = int(os.environ.get("RONDE_DAMAGED_COPIES", "40"))
"""So many damaged copies; 1000 in the full attack: docs/operations.md."""


def refusal(copy: Path) -> str:
    """Say why it is refused; nothing may have come in."""
    people, projects = User.objects.count(), Project.objects.count()
    with pytest.raises(Refused) as refused:
        brought_in(copy)
    assert (User.objects.count(), Project.objects.count(), Entry.objects.count()) == (people, projects, 0)
    return refused.value.sentence


def test_a_damaged_copy_is_refused(small_copy: Path, tmp_path: Path) -> None:
    chance, whole, damaged = random.Random(7), small_copy.read_bytes(), tmp_path / "damaged.zip"
    before, accepted = hashlib.sha256(whole).digest(), []
    for number in range(FLIPS):
        data = bytearray(whole)
        if number % 4 == 3:
            del data[chance.randrange(len(data)) :]
        else:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        damaged.write_bytes(data)
        try:
            brought_in(damaged)
        except Refused:
            continue
        accepted.append(number)
        break
    assert accepted == []
    assert hashlib.sha256(small_copy.read_bytes()).digest() == before


def climbing(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    files["../../etc/cron.d/ronde"] = b"x"


def without_a_table(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    put_rows(files, "chat_message", rows_in(files, "chat_message")[:-1])


def newer(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["schema"]["circles"].append("0999_later")


def newer_format(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["format"] = 2


def rewritten_record(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    rows = rows_in(files, "audit_entry")
    rows[3]["title"] = "Something else"
    put_rows(files, "audit_entry", rows)


def cut_record(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    put_rows(files, "audit_entry", rows_in(files, "audit_entry")[:-1])
    manifest["counts"]["audit_entry"] -= 1


def lent_rights(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    first, *rest = rows_in(files, "accounts_user")
    put_rows(files, "accounts_user", [first | {"is_superuser": True, "password": "x"}, *rest])


def deep(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    files["data/chat_topic.jsonl"] = b'{"thing":' + b"[" * 200_000 + b"]" * 200_000 + b"}\n"


def many_parts(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    files["data/chat_topic.jsonl"] = b'{"thing":[' + b"[]," * 1_000_000 + b"[]]}\n"


HOSTILE: dict[str, Change] = {
    "a row that is deep": deep,
    "a row of too many parts": many_parts,
    "a path that climbs": climbing,
    "a row less": without_a_table,
    "a newer version": newer,
    "a newer format": newer_format,
    "a rewritten record": rewritten_record,
    "a record without its end": cut_record,
    "rights for a person": lent_rights,
    "a row of another project": changed_rows("chat_topic", project_id="8d7f2f43-9a4b-4b3c-8f5e-0d7f6f3f2a11"),
    "a row that leads nowhere": changed_rows("actions_action", circle_id=987654),
    "an unknown column": changed_rows("circles_circle", colour="red"),
    "a number that is none": changed_rows("money_expense", amount="much"),
    "a name without end": changed_rows("circles_circle", name="x" * 500),
    "a link out of here": changed_rows("chat_topic", thing_address="javascript:alert(1)"),
    "a number after which none comes": changed_rows("circles_historicalcircle", history_id=2**31 - 1),
    "a message after which none comes": changed_rows("inbox_notice", id=2**63 - 1),
    "an address of another site": changed_rows("inbox_notice", address="//evil.example/"),
}


@pytest.mark.one_database
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_copy_that_was_tampered_with_is_refused(small_copy: Path, hostile: str) -> None:
    sentence = refusal(rewritten(small_copy, HOSTILE[hostile]))
    newer_version = "made by a newer version"
    assert (newer_version in sentence) == hostile.startswith("a newer"), sentence


@pytest.mark.one_database
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data/zeros.jsonl", b"0" * 50_000_000)
    lying = bomb.read_bytes().replace((50_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    bomb.write_bytes(lying)
    sealed(bomb)
    assert "damaged" in refusal(bomb)


@pytest.mark.one_database
def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path, link = tmp_path / "link.zip", ZipInfo("documents/passwd")
    link.external_attr = 0o120777 << 16
    with ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "damaged" in refusal(sealed(path))


@pytest.mark.one_database
def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "holiday.zip"
    path.write_bytes(b"\x89PNG" * 1000)
    assert "damaged" in refusal(path)


@pytest.mark.one_database
def test_a_copy_of_what_one_may_read_cannot_be_imported(write: WriteCopy, ada: User) -> None:
    project = a_project(ada)
    copy = write(project, user=ada)
    with pytest.raises(Refused, match="only a whole copy can be imported"):
        brought_in(copy)


@pytest.mark.one_database
def test_a_message_brings_in_no_markup_that_messages_never_have(small_copy: Path) -> None:
    hostile = "<p>Hello</p><script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:x'>x</a>"
    project = brought_in(rewritten(small_copy, changed_rows("chat_message", html=hostile)))
    html = " ".join(Message.objects.in_project(project).values_list("html", flat=True))
    assert "alert" not in html
    assert "javascript" not in html


def addresses_in(copy: Path) -> list[str]:
    with ZipFile(copy) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name.startswith("data/")}
    return [row["email"] for row in rows_in(files, "accounts_user") if row["email"]]


def test_a_server_with_other_people_of_these_addresses_refuses(small_copy: Path) -> None:
    address = addresses_in(small_copy)[0]
    a_person("Ada Other", email=address)
    assert "Another person here has the address or handle of" in refusal(small_copy)


def test_a_server_with_other_rows_of_these_numbers_refuses(small_copy: Path) -> None:
    other = a_project(a_person("Zoe Blum")).circles.general().history.latest().history_id
    taken = rewritten(small_copy, changed_rows("circles_historicalcircle", history_id=other))
    with pytest.raises(Refused, match="Other data here already uses the same numbers"):
        brought_in(taken)
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("circles_membership", "circle_id"),
        ("circles_circle", "parent_id"),
        ("decisions_round", "decides_id"),
        ("circles_historicalmembership", "circle_id"),
        ("circles_historicalcircle", "id"),
    ],
)
def test_nobody_comes_into_the_circle_of_another_project(small_copy: Path, table: str, column: str) -> None:
    number_from(1_000_000)
    others = a_project(a_person("Zoe Blum"), name="Others")
    with pytest.raises(Refused, match="damaged"):
        brought_in(rewritten(small_copy, changed_rows(table, **{column: others.circles.general().pk})))
    assert Project.objects.get() == others
    assert others.circles.general().people().count() == 1


@pytest.mark.one_database
def test_a_link_shows_on_no_page_of_another_project(small_copy: Path) -> None:
    number_from(1_000_000)
    decision = adopted(a_cast())
    proposal = decision.proposal
    assert proposal

    def tie(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        changed_rows("projects_project", slug="elsewhere")(files, manifest)
        to = {"target_kind": "proposal", "target": str(proposal.pk), "target_words": "P-1", "target_address": "/p/"}
        row = {"id": 1, "project_id": manifest["project"]["id"], "source_kind": "decision", "source": str(decision.pk)}
        words = {"source_words": "Buy this", "source_address": "/p/elsewhere/", "quote": "Buy this", "made_at": NOON}
        put_rows(files, "projects_link", [row | to | words])
        manifest["counts"]["projects_link"] = 1

    brought_in(rewritten(small_copy, tie))
    assert not Link.objects.into(proposal).exists()
    assert not Link.objects.out_of(decision).exists()
    assert not decision.citations.exists()


@pytest.mark.one_database
def test_nobody_is_named_who_does_not_come_along(small_copy: Path) -> None:
    number_from(1_000_000)
    zoe = a_project(a_person("Zoe Blum"), name="Others").created_by
    assert zoe
    with pytest.raises(Refused, match="damaged"):
        brought_in(rewritten(small_copy, changed_rows("decisions_position", user_id=str(zoe.pk))))
    assert Project.objects.count() == 1


def test_a_file_is_stored_nowhere_else(
    write: WriteCopy, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, small_copy: Path
) -> None:
    with_uploads(monkeypatch)
    settings.MEDIA_ROOT = tmp_path / "there"

    def climb(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        (person, *_) = rows_in(files, "accounts_user")
        row = {"id": str(uuid4()), "project_id": manifest["project"]["id"], "by_id": person["id"], "number": 1}
        put_rows(files, "decisions_printout", [row | {"language": "en", "file": "../../outside.txt"}])
        files[stored_at("../../outside.txt")] = b"x"
        manifest["counts"]["decisions_printout"] = 1

    assert refusal(rewritten(small_copy, climb))
    assert not (tmp_path.parent / "outside.txt").exists()
    assert not (tmp_path / "outside.txt").exists()
