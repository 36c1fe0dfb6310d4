"""Stock Yjs clients type on two nodes, servers die in the middle, and nothing that was acknowledged is missing."""

import json
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.databases import ROOT
from tests.support.deployments import BuildDeployment, Deployment

CLIENTS = ROOT / "frontend" / "tests" / "yjs-client" / "twoclients.mjs"
PATIENCE_S = 60


class Typists:
    """The Node process with its three clients, and what it says."""

    def __init__(self, deployment: Deployment, document: str, ticket: str) -> None:
        first, last = (
            node.url.replace("http", "ws") + "/ws/documents" for node in (deployment.nodes[0], deployment.nodes[-1])
        )
        command = ["node", str(CLIENTS), "--a", first, "--b", last, "--document", document, "--ticket", ticket]
        self.document = document
        self.process = subprocess.Popen(
            [*command, "--every", "15"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        self.last: dict[str, Any] = {}

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.put(json.loads(line))

    def until(self, event: str, **at_least: int) -> dict[str, Any]:
        """Wait for an event whose numbers are at least these.

        :raises AssertionError: when it does not come in time.
        """
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                self.last = self.said.get(timeout=max(deadline - time.monotonic(), 0.01))
            except queue.Empty:
                raise AssertionError(f"no {event}; the last was {self.last}") from None
            if self.last["event"] == event and all(self.last[name] >= number for name, number in at_least.items()):
                return self.last

    def finish(self) -> dict[str, Any]:
        assert self.process.stdin
        self.process.stdin.write("finish\n")
        self.process.stdin.flush()
        result = self.until("result")
        self.process.wait(10)
        return result

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.listener.join(5)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


OPEN = """
from accounts.models import User
from circles.models import Project
from documents.models import Document, Ticket
ada = User.objects.get(email="ada@ronde.example")
project = Project.objects.filter(name="Pump").first() or Project.found("Pump", by=ada)
document = Document.objects.get(project=project, genre="specification")
print("OPENED", document.pk, Ticket.issue(ada, document))
"""

STORED = """
from pycrdt import Doc, Text
from documents.models import Document, Update
from documents.coediting.replica import Replica
log = Document.objects.get(pk="{document}").log
alone = Replica(bytes(data) for data in log.updates.order_by("seq").values_list("data", flat=True))
spared = Replica(log.read().updates)
assert alone.is_sound()
texts = [str(replica.doc.get("t", type=Text)) for replica in (alone, spared)]
assert texts[0] == texts[1]
print("STORED", texts[0])
"""


def word_after(output: str, mark: str) -> list[str]:
    return next(line for line in output.splitlines() if line.startswith(mark)).split()[1:]


@pytest.fixture(params=["embedded", "production"])
def own_deployment(request: pytest.FixtureRequest, build_deployment: BuildDeployment) -> Deployment:
    """A deployment that may be killed."""
    deployment = build_deployment(request.param).start()
    deployment.create_users("ada@ronde.example")
    return deployment


@pytest.fixture
def typists(own_deployment: Deployment) -> Iterator[Typists]:
    document, ticket = word_after(own_deployment.run_python(OPEN), "OPENED")
    made = Typists(own_deployment, document, ticket)
    yield made
    made.end()


def test_nothing_acknowledged_is_missing_after_kill_9(own_deployment: Deployment, typists: Typists) -> None:
    typists.until("ready")
    typists.until("typed", acked=40)
    for killed in (own_deployment.nodes[0], own_deployment.nodes[-1]):
        before = typists.until("typed")["acked"]
        killed.kill()
        killed.start()
        killed.wait()
        typists.until("typed", acked=before + 40)
    result = typists.finish()
    assert result["problems"] == [], own_deployment.log()[-3000:]
    assert result["equal"]
    stored = word_after(own_deployment.run_python(STORED.format(document=typists.document)), "STORED")[0]
    assert stored == result["textFresh"]
    assert len(result["acked"]) > 120


@pytest.fixture
def own_embedded(build_deployment: BuildDeployment) -> Deployment:
    """A one-process deployment that may be killed."""
    deployment = build_deployment("embedded").start()
    deployment.create_users("ada@ronde.example")
    return deployment


def test_a_server_may_die_at_every_step_of_writing(own_embedded: Deployment) -> None:
    (node,) = own_embedded.nodes
    document, ticket = word_after(own_embedded.run_python(OPEN), "OPENED")
    typists = Typists(own_embedded, document, ticket)
    try:
        typists.until("typed", acked=1)
        for point in ("after_receive", "after_apply", "after_append", "after_commit", "after_ack"):
            node.kill()
            node.environment["RONDE_FAILPOINT"] = point
            node.start()
            assert node.running
            # The first change that comes ends it there; only then does it come back without the failpoint.
            assert node.running.wait(PATIENCE_S) == -signal.SIGKILL, point
            del node.environment["RONDE_FAILPOINT"]
            node.start()
            node.wait()
            before = typists.until("typed")["acked"]
            typists.until("typed", acked=before + 5)
        result = typists.finish()
    finally:
        typists.end()
    assert result["problems"] == [], own_embedded.log()[-3000:]
    stored = word_after(own_embedded.run_python(STORED.format(document=document)), "STORED")[0]
    assert stored == result["textFresh"]
