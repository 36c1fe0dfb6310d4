"""What a copy has in it: all that one may read, nothing else, and a record that can be checked without Ronde."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from csv import DictReader
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from chat.chat.models import Room
from chat.chat.workflows.conversation import open_topic, post_message, remove_message
from circles.circles.takeaway_parts import TakeawayReader
from circles.invitations.models import Invitation
from circles.money.expenses import record_expense
from circles.projects.models import Project
from circles.record.takeaway import record_files
from decisions.actions.models import Action
from decisions.decisions.models import SavedFilter
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.audit import chain
from foundation.web.csv_safe import unguarded
from foundation.web.database_snapshot import one_instant
from tests.across.takeaway.conftest import WriteCopy
from tests.decisions.decisions.people import Cast, a_cast, adopted
from tests.factories import a_file
from tests.support.replayed_factories import replayed

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NODE = shutil.which("node")
CHECK_IN_NODE = """
const fs = require("fs");
const source = fs.readFileSync(process.argv[1], "utf8") + ";return module.exports";
const { Verifier } = new Function("module", source)({});
const verifier = new Verifier(JSON.parse(fs.readFileSync(process.argv[2] + "/heads.json", "utf8")));
fs.readFileSync(process.argv[2] + "/record.jsonl", "utf8").split("\\n").forEach((line) => verifier.take(line));
verifier.end();
fs.readFileSync(process.argv[2] + "/sealed.jsonl", "utf8").split("\\n").forEach((line) => verifier.takeRow(line));
verifier.endRows();
const { seen, problem, differences } = verifier;
console.log(JSON.stringify({ seen, problem, differences }));
"""
SCRIPT = Path(chain.__file__).parent / "standalone" / "verify_record.js"


def unpacked(copy: Path) -> Path:
    folder = copy.with_suffix("")
    with ZipFile(copy) as archive:
        archive.extractall(folder)
    return folder


def everything_in(copy: Path) -> str:
    with ZipFile(copy) as archive:
        return "\n".join(archive.read(name).decode("latin-1") for name in archive.namelist())


@replayed
def a_project_with_much() -> Cast:
    cast = a_cast()
    adopted(cast, title="Change the seal")
    topic = open_topic(Room.of(cast.circle), "Seals", by=cast.bo)
    post_message(topic, "It leaks at farm 2.", by=cast.bo)
    remove_message(post_message(topic, "Never mind these words.", by=cast.bo), by=cast.bo)
    Document.create(cast.circle, "Measurements", by=cast.ada)
    action = Action.make(cast.circle, "=HYPERLINK(1)", by=cast.ada)
    a_file("action", action.pk, by=cast.ada, name="Relevé de fuite.txt")
    a_file("project", cast.project.pk, by=cast.ada, content=b"it waits, and is nobody else's")
    record_expense(cast.circle, Decimal("12.5"), "+Tape", by=cast.bo)
    SavedFilter.save_as(cast.project, "my-secret-filter", "q=my-secret-words", by=cast.bo)
    Invitation.send(cast.circle, "secret.address@ronde.example", by=cast.fay)
    return cast


def test_a_whole_copy_has_a_folder_of_each_kind(write: WriteCopy) -> None:
    folder = unpacked(write(a_project_with_much().project))
    found = {path.name for path in folder.iterdir()}
    assert found == {
        "README.md", "manifest.json", "actions", "chat", "data", "decisions", "documents", "elections",
        "files", "members", "minutes", "money", "record", "specification", "tracks",
    }  # fmt: skip
    assert {path.name for path in (folder / "decisions").iterdir()} == {
        "register.csv", "register.json", "register.pdf", "proposals.json",
    }  # fmt: skip
    names = {path.name for path in (folder / "documents").iterdir()}
    assert {"doc-2-measurements.md", "doc-2-measurements.html", "doc-2-measurements.log.jsonl"} <= names
    (file,) = json.loads((folder / "files" / "files.json").read_text())
    assert (file["name"], file["thing"], file["by"]) == ("Relevé de fuite.txt", "A-1", "Ada Mercier")
    assert (folder / file["path"]).read_text() == "0.4 ml an hour"
    assert "It leaks at farm 2." in next((folder / "chat" / "hydraulics").iterdir()).read_text()
    (decision,) = json.loads((folder / "decisions" / "register.json").read_text())
    assert (decision["title"], decision["concerns"]) == ("Change the seal", ["Bo Nguyen: Six weeks of lead time."])
    (proposal,) = json.loads((folder / "decisions" / "proposals.json").read_text())
    assert {one["by"] for one in proposal["rounds"][0]["positions"]} == {"Bo Nguyen", "Fay Lemoine"}


def test_the_manifest_has_the_hash_of_each_file(write: WriteCopy) -> None:
    folder = unpacked(write(a_project_with_much().project))
    manifest = json.loads((folder / "manifest.json").read_text())
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == files - {"manifest.json"}
    assert manifest["importable"]


@pytest.mark.one_database
def test_no_cell_of_a_table_is_a_formula(write: WriteCopy) -> None:
    folder = unpacked(write(a_project_with_much().project))
    for path in folder.rglob("*.csv"):
        text = path.read_text()
        assert ",=" not in text, path
        assert ",+" not in text, path
    with (folder / "actions" / "actions.csv").open(encoding="utf-8-sig", newline="") as table:
        (row,) = DictReader(table)
    assert unguarded(row["what"]) == "=HYPERLINK(1)"


PRIVATE = ("my-secret-filter", "my-secret-words", "secret.address@", "Never mind these words")


def test_a_member_takes_along_what_they_may_read_and_nothing_else(write: WriteCopy) -> None:
    cast = a_project_with_much()
    content = everything_in(write(cast.project, user=cast.ada))
    addresses = [person.email or "" for person in cast.project.people()]
    assert [words for words in (*PRIVATE, *addresses) if words in content] == []
    for words in ("It leaks at farm 2.", "Change the seal", "Measurements", "Six weeks of lead time."):
        assert words in content
    assert "data/" not in content.split('"files"')[1]


def test_a_person_who_left_takes_nothing_of_it(write: WriteCopy) -> None:
    cast = a_project_with_much()
    content = everything_in(write(cast.project, user=cast.eve))
    for words in ("It leaks at farm 2.", "Measurements.md", "Six weeks of lead time."):
        assert words not in content


@pytest.mark.usefixtures("made_now")
def test_a_circles_copy_has_what_is_in_it_and_inside_it(write: WriteCopy) -> None:
    cast = a_project_with_much()
    seals = cast.circle.open_circle("Seals", by=cast.ada)
    Document.create(seals, "Inside", by=cast.ada)
    Document.create(cast.power, "Elsewhere", by=cast.pia)
    folder = unpacked(write(cast.project, user=cast.ada, circle="hydraulics"))
    names = {path.name for path in (folder / "documents").iterdir()}
    assert {"doc-2-measurements.md", "doc-3-inside.md"} <= names
    assert not any("elsewhere" in name for name in names)
    assert {row["key"] for row in json.loads((folder / "members" / "circles.json").read_text())} == {
        "hydraulics", "seals",
    }  # fmt: skip
    assert "the entries of one circle" in verified(folder / "record").stdout


# The record, without Ronde ----------------------------------------------------------------------------------------


def record_of(project: Project, folder: Path) -> Path:
    """Write the record alone, as a whole copy has it."""
    for file in record_files(TakeawayReader(project)):
        path = folder / file.path
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(map(str, file.pieces)))
    return folder / "record"


def verified(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-I", "verify_record.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def in_node(folder: Path) -> dict[str, Any]:
    assert NODE, "Node builds the front end"
    command = [NODE, "-e", CHECK_IN_NODE, str(SCRIPT), str(folder)]
    given = subprocess.run(command, capture_output=True, text=True)
    assert given.returncode == 0, given.stderr
    found: dict[str, Any] = json.loads(given.stdout)
    return found


@pytest.mark.usefixtures("made_now")
def test_the_record_is_verified_by_python_and_by_a_browser(tmp_path: Path) -> None:
    cast = a_project_with_much()
    cast.circle.rename("Hydraulique “é” \U0001f4a7 \\ \t \x7f", "", by=cast.ada)
    folder = record_of(cast.project, tmp_path)
    found = verified(folder)
    heads = json.loads((folder / "heads.json").read_text())
    first, second = found.stdout.splitlines()
    assert first == f"Pompe: the record holds, {heads['entries']} entries. Last seal {heads['head']}."
    assert second.startswith("What was decided is what was sealed: ")
    assert in_node(folder) == {"seen": heads["entries"], "problem": None, "differences": []}
    assert verified(folder, "--head", heads["head"][:16]).returncode == 0
    assert "No entry has the seal none" in verified(folder, "--head", "none").stderr


def edit(rows: list[dict[str, Any]]) -> None:
    rows[3]["fields"]["title"] += "."


def remove(rows: list[dict[str, Any]]) -> None:
    del rows[3]


def cut(rows: list[dict[str, Any]]) -> None:
    del rows[-1]


def swap(rows: list[dict[str, Any]]) -> None:
    rows[3], rows[4] = rows[4], rows[3]


def rename(rows: list[dict[str, Any]]) -> None:
    next(row for row in rows if "by" in row["personal"])["personal"]["by"]["value"] = "Another person"


def rewrite(rows: list[dict[str, Any]]) -> None:
    before = rows[2]["hash"]
    rows[3]["fields"]["title"] += "."
    for row in rows[3:]:
        row["previous"] = before
        row["hash"] = before = chain.seal(before, row["fields"])


@pytest.mark.one_database
@pytest.mark.parametrize("tamper", [edit, remove, cut, swap, rename, rewrite])
def test_a_record_that_was_tampered_with_does_not_hold(
    tmp_path: Path, tamper: Callable[[list[dict[str, Any]]], None]
) -> None:
    folder = record_of(a_project_with_much().project, tmp_path)
    path = folder / "record.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    tamper(rows)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    found = verified(folder)
    assert found.returncode == 1
    assert found.stderr.startswith("The record does not hold.")
    assert in_node(folder)["problem"] is not None


@pytest.mark.one_database
def test_the_verifying_page_asks_nobody(tmp_path: Path) -> None:
    folder = record_of(a_project_with_much().project, tmp_path)
    page = (folder / "verify_record.html").read_text()
    assert "class Verifier" in page
    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.django_db(transaction=True)
def test_a_copy_is_of_one_instant_and_keeps_nobody_waiting(ada: User) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    cast = a_cast()

    def rename_elsewhere() -> None:
        cast.circle.rename("Other", "", by=cast.ada)
        connection.close()

    def names() -> set[str]:
        return {circle.name for circle in TakeawayReader(Project.objects.get()).circles}

    with one_instant():
        before = names()
        with ThreadPoolExecutor() as others:
            others.submit(rename_elsewhere).result(timeout=10)
        assert names() == before
    assert names() == before - {"Hydraulics"} | {"Other"}
