"""The drill: back up while people write, restore into the other database, and look at everything that is there."""

import base64
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pycrdt import Text, XmlFragment

from across.backup.workflows.verify_backup import verify_backup
from documents.coediting.replica import Replica
from documents.documents.models import Document
from tests.across.backup.places import a_used_place, rows_in
from tests.reliability.test_editing import TypingClients, open_document
from tests.support.databases import ROOT, SQLITE, PostgreSQL, sample_template
from tests.support.deployments import Deployment, Mode, build_embedded, build_production, postgres_url
from tests.support.django_process import DjangoProcess
from tests.support.rotation import SAMPLE_LANGUAGE, one_in

LOAD = ROOT / "frontend" / "tests" / "yjs-client" / "load.mjs"
type Loaded = dict[str, dict[str, Any]]


def keep_file() -> None:
    default_storage.save("minutes/scan.bin", ContentFile(bytes(range(256)) * 9000))


def documents_in_pycrdt() -> tuple[Loaded, list[str]]:
    """Return what each document says, by its whole log; and the log, as a line of JSON for Yjs."""
    found, lines = {}, []
    for document in Document.objects.select_related("log"):
        updates = [bytes(data) for data in document.log.updates.order_by("seq").values_list("data", flat=True)]
        replica = Replica(updates)
        assert replica.is_sound()
        found[str(document.pk)] = {
            "text": str(replica.doc.get("t", type=Text)),
            "xml": alike(str(replica.doc.get("default", type=XmlFragment))),
        }
        encoded = [base64.b64encode(data).decode() for data in updates]
        lines.append(json.dumps({"id": str(document.pk), "updates": encoded}))
    return found, lines


def documents_in_yjs(lines: list[str]) -> Loaded:
    result = subprocess.run(["node", str(LOAD)], cwd=ROOT, input="\n".join(lines), capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    found = {line.pop("id"): line for line in map(json.loads, result.stdout.splitlines())}
    assert not any(each.pop("pending") for each in found.values())
    return {name: each | {"xml": alike(each["xml"])} for name, each in found.items()}


def alike(xml: str) -> str:
    """Return the elements and words of what either library writes: each has letters and attributes in its own way."""
    return re.sub(r"<(/?\w+)[^>]*>", lambda tag: f"<{tag[1].lower()}>", xml)


@pytest.fixture(params=one_in(2, "drill", ["embedded", "production"]))
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Deployment]:
    """A deployment that runs, with things of every kind: the sample, or what the tests of backups make."""
    mode: Mode = request.param
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    with ExitStack() as stack:
        if mode == "embedded":
            yield build_embedded(folder, stack, sample_template(SQLITE, SAMPLE_LANGUAGE)).start()
        else:
            deployment = build_production(folder, stack, nodes=1).start()
            deployment.call(a_used_place)
            yield deployment


@pytest.fixture
def elsewhere(source: Deployment, tmp_path: Path) -> Iterator[Deployment]:
    """A place of the other kind, where there is nothing, not even a table; no process runs."""
    (tmp_path / "elsewhere").mkdir()
    if "RONDE_REDIS_URL" in source.environment:
        yield Deployment(tmp_path / "elsewhere", {})
        return
    postgres, name = PostgreSQL(postgres_url()), f"ronde_elsewhere_{tmp_path.name}".lower()
    postgres.drop(name)
    postgres.create(name)
    yield Deployment(tmp_path / "elsewhere", {"RONDE_DATABASE_URL": postgres.url(name)})
    postgres.drop(name)


def test_what_was_acknowledged_before_a_backup_began_is_in_the_restored_place(
    source: Deployment, elsewhere: Deployment, tmp_path: Path
) -> None:
    source.create_users("ada@ronde.example")
    source.call(keep_file)
    document, ticket = source.call(open_document)
    clients = TypingClients(source, document, ticket)
    try:
        clients.wait_for("ready")
        clients.wait_for("typed", acked=40)
        acknowledged = clients.acknowledged()
        source.manage("backup", str(tmp_path / "backup"))
        clients.wait_for("typed", acked=len(acknowledged) + 10)
        result = clients.finish()
    finally:
        clients.stop()
    assert result["problems"] == []

    said = elsewhere.manage("restore", str(tmp_path / "backup"))

    assert "Checked: the record" in said
    process = DjangoProcess(elsewhere.environment)
    try:
        in_pycrdt, lines = process.call(documents_in_pycrdt)
    finally:
        process.stop()
    assert documents_in_yjs(lines) == in_pycrdt
    assert acknowledged - clients.edits_in(in_pycrdt[document]["text"]) == set()
    elsewhere.manage("backup", str(tmp_path / "again"))
    before, after = verify_backup(tmp_path / "backup"), verify_backup(tmp_path / "again")
    assert before.checksums.files == after.checksums.files
    assert before.manifest.heads == after.manifest.heads
    assert rows_in(tmp_path / "backup") == rows_in(tmp_path / "again")
