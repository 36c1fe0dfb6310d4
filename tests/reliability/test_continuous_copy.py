"""The disk of an embedded server is gone, and what was saved some seconds before is not."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from across.backup.continuous.copy_folder import CopyFolder
from tests.across.backup.places import a_used_place
from tests.reliability.test_backup_drill import documents_in_pycrdt, keep_file
from tests.reliability.test_editing import TypingClients, open_document
from tests.support.deployments import BuildDeployment, Deployment
from tests.support.django_process import DjangoProcess

PATIENCE_S = 60


@pytest.fixture
def folder(tmp_path: Path) -> CopyFolder:
    return CopyFolder(tmp_path / "copies")


@pytest.fixture
def copied(build_deployment: BuildDeployment, folder: CopyFolder) -> Iterator[Deployment]:
    """An embedded server that is copied five times a second, with things of many kinds."""
    deployment = build_deployment("embedded")
    deployment.environment |= {"RONDE_BACKUP_DIR": str(folder.path), "RONDE_BACKUP_EVERY_S": "0.2"}
    deployment.nodes[0].environment |= deployment.environment
    deployment.start()
    deployment.create_users("ada@ronde.example")
    yield deployment
    deployment.stop()


def until_copied(folder: CopyFolder) -> None:
    """Wait until a copy that began after now is done: the second time that one ends."""
    deadline = time.monotonic() + PATIENCE_S
    for _ in range(2):
        now = time.time()
        while not folder.copied.exists() or folder.copied.stat().st_mtime <= now:
            assert time.monotonic() < deadline, "nothing is copied"
            time.sleep(0.02)


def test_what_was_saved_is_restored_when_server_and_disk_are_gone(
    copied: Deployment, folder: CopyFolder, tmp_path: Path
) -> None:
    copied.call(a_used_place)
    copied.call(keep_file)
    document, ticket = copied.call(open_document)
    clients = TypingClients(copied, document, ticket)
    try:
        clients.wait_for("ready")
        clients.wait_for("typed", acked=40)
        acknowledged = clients.acknowledged()
        until_copied(folder)
        until_files(folder)
        clients.wait_for("typed", acked=len(acknowledged) + 10)
        os.kill(int((folder.path / "lock").read_text()), signal.SIGKILL)
        copied.kill()
        copied.django.stop()
        shutil.rmtree(copied.folder / "data")
    finally:
        clients.stop()

    elsewhere = Deployment(tmp_path / "elsewhere", {})
    said = elsewhere.manage("restore", str(folder.path))

    assert "Restoring what was copied until" in said
    assert "Checked: the record (2 chains" in said
    process = DjangoProcess(elsewhere.environment)
    try:
        found, _ = process.call(documents_in_pycrdt)
    finally:
        process.stop()
    assert acknowledged - clients.edits_in(found[document]["text"]) == set()
    assert (tmp_path / "elsewhere" / "data" / "files" / "minutes" / "scan.bin").stat().st_size == 256 * 9000


def until_files(folder: CopyFolder) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not (folder.files / "minutes" / "scan.bin").exists():
        assert time.monotonic() < deadline, "no file is copied"
        time.sleep(0.02)


def test_a_copier_that_dies_is_started_again_and_its_age_is_a_figure(copied: Deployment, folder: CopyFolder) -> None:
    until_copied(folder)
    first = int((folder.path / "lock").read_text())
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE_S
    while int((folder.path / "lock").read_text() or first) == first:
        assert time.monotonic() < deadline, "no other one came"
        time.sleep(0.02)
    until_copied(folder)
    with urlopen(f"{copied.url}/metrics") as answer:
        figures = answer.read().decode()
    (age,) = [float(line.split()[1]) for line in figures.splitlines() if line.startswith("ronde_backup_age_seconds ")]
    assert age < 10
    assert "the continuous copy ended" in copied.log()


def test_a_copy_beside_the_data_is_refused_at_the_start(copied: Deployment) -> None:
    node = copied.nodes[0]
    node.kill()
    node.environment["RONDE_BACKUP_DIR"] = str(copied.folder / "data" / "copies")
    node.start()
    assert node.running
    assert node.running.wait(PATIENCE_S) == 1
    assert "RONDE_BACKUP_DIR must lie outside" in node.log()
