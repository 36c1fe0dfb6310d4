"""Stock Yjs clients type on two nodes, servers die in the middle, and nothing that was acknowledged is missing."""

import json
import queue
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from pycrdt import Text

from circles.circles.workflows.project_setup import create_project
from circles.projects.models import Project
from documents.coediting.models import Ticket
from documents.coediting.replica import Replica
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.support.databases import ROOT
from tests.support.deployments import BuildDeployment, Deployment
from tests.support.rotation import takes_turns

CLIENTS = ROOT / "frontend" / "tests" / "yjs-client" / "twoclients.mjs"
PATIENCE_S = 90  # the clients themselves give up after 60
LEAST_IN_FLIGHT = 0.8  # of the faults must meet an edit that is sent and not acknowledged, or the run shows nothing


class TypingClients:
    """The Node process with its four clients, and the events it prints."""

    def __init__(self, deployment: Deployment, document: str, ticket: str, *, every_ms: int = 15) -> None:
        first, last = (
            node.url.replace("http", "ws") + "/ws/documents" for node in (deployment.nodes[0], deployment.nodes[-1])
        )
        command = ["node", str(CLIENTS), "--a", first, "--b", last, "--document", document, f"--ticket={ticket}"]
        self.document = document
        self.process = subprocess.Popen(
            [*command, "--every", str(every_ms)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.events: queue.Queue[dict[str, Any]] = queue.Queue()
        self.reader = threading.Thread(target=self._read_events, daemon=True)
        self.reader.start()
        self.last: dict[str, Any] = {}
        self.faults: list[int] = []

    def _read_events(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.events.put(json.loads(line))

    def wait_for(self, event: str, **at_least: int) -> dict[str, Any]:
        """Wait for an event whose numbers are at least these.

        :raises AssertionError: when it does not come in time.
        """
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                self.last = self.events.get(timeout=max(deadline - time.monotonic(), 0.01))
            except queue.Empty:
                raise AssertionError(f"no {event}; the last was {self.last}") from None
            if self.last["event"] == "ronde-cut" and self.faults:
                self.faults[-1] += self.last["inFlight"]
            if self.last["event"] == event and all(self.last[name] >= number for name, number in at_least.items()):
                return self.last

    def acknowledged(self) -> set[str]:
        """Return the edits of ours that were acknowledged by the last event "typed", such as `r0012`."""
        each = self.last["ackedOf"]
        return {f"{name}{number:04}" for name, last in each.items() for number in range(1, last + 1)}

    def await_fault(self, *, in_a_hurry: bool) -> None:
        """Count what comes from now on as the effect of one fault; in a hurry, some edit is always on its way."""
        if in_a_hurry:
            self.tell("hurry")
            self.wait_for("hurrying")
        self.faults.append(0)

    @staticmethod
    def edits_in(text: str) -> set[str]:
        """Return the edits of ours that a text has."""
        return set(re.findall(r"\[([rs]\d{4,})\.", text))

    def tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def finish(self) -> dict[str, Any]:
        """Stop typing and return what became of everything.

        :raises AssertionError: when too few faults met an edit in flight, each of which is acknowledged by now.
        """
        self.tell("finish")
        result = self.wait_for("result")
        self.process.wait(10)
        met = sum(in_flight > 0 for in_flight in self.faults)
        assert met >= LEAST_IN_FLIGHT * len(self.faults), f"void: edits in flight at the faults: {self.faults}"
        return result

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.reader.join(5)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


def open_document() -> tuple[str, str]:
    """Return the id of a document of ada's, and a ticket for it."""
    ada = User.objects.get(email="ada@ronde.example")
    project = Project.objects.filter(name="Pump").first() or create_project("Pump", by=ada)
    document = Document.objects.get(project=project, genre="specification")
    return str(document.pk), Ticket.issue(ada, document.pk)


def stored_text(document: str) -> str:
    """Return the text as the whole log gives it, which must be what the snapshot and the rest of the log give."""
    log = Document.objects.get(pk=document).log
    whole = Replica(bytes(data) for data in log.updates.order_by("seq").values_list("data", flat=True))
    from_snapshot = Replica(log.read().updates)
    assert whole.is_sound()
    texts = [str(replica.doc.get("t", type=Text)) for replica in (whole, from_snapshot)]
    assert texts[0] == texts[1]
    return texts[0]


@pytest.fixture(params=["embedded", "production"])
def own_deployment(request: pytest.FixtureRequest, build_deployment: BuildDeployment) -> Deployment:
    """A deployment that may be killed."""
    deployment = build_deployment(request.param).start()
    deployment.create_users("ada@ronde.example")
    return deployment


@pytest.fixture
def clients(own_deployment: Deployment) -> Iterator[TypingClients]:
    document, ticket = own_deployment.call(open_document)
    made = TypingClients(own_deployment, document, ticket)
    yield made
    made.stop()


def test_nothing_acknowledged_is_missing_after_kill_9(own_deployment: Deployment, clients: TypingClients) -> None:
    clients.wait_for("ready")
    clients.wait_for("typed", acked=40)
    for killed in (own_deployment.nodes[0], own_deployment.nodes[-1]):
        before = clients.wait_for("typed")["acked"]
        clients.await_fault(in_a_hurry=True)
        killed.kill()
        killed.start()
        killed.wait()
        clients.wait_for("typed", acked=before + 40)
    result = clients.finish()
    assert result["problems"] == [], own_deployment.log()[-3000:]
    assert result["equal"]
    stored = own_deployment.call(stored_text, clients.document)
    assert stored == result["textFresh"]
    assert len(result["acked"]) > 120


@pytest.fixture
def own_embedded(build_deployment: BuildDeployment) -> Deployment:
    """A one-process deployment that may be killed."""
    deployment = build_deployment("embedded").start()
    deployment.create_users("ada@ronde.example")
    return deployment


@takes_turns(2, "every step")
def test_a_server_may_crash_at_every_step_of_a_write(own_embedded: Deployment) -> None:
    (node,) = own_embedded.nodes
    document, ticket = own_embedded.call(open_document)
    clients = TypingClients(own_embedded, document, ticket)
    try:
        clients.wait_for("typed", acked=1)
        for point in ("after_receive", "after_apply", "after_append", "after_commit", "after_ack"):
            clients.await_fault(in_a_hurry=False)  # the failpoint waits for an edit
            node.kill()
            node.environment["RONDE_FAILPOINT"] = point
            node.start()
            assert node.running
            # The first change that comes ends it there; only then does it come back without the failpoint.
            assert node.running.wait(PATIENCE_S) == -signal.SIGKILL, point
            del node.environment["RONDE_FAILPOINT"]
            node.start()
            node.wait()
            before = clients.wait_for("typed")["acked"]
            clients.wait_for("typed", acked=before + 5)
        result = clients.finish()
    finally:
        clients.stop()
    assert result["problems"] == [], own_embedded.log()[-3000:]
    stored = own_embedded.call(stored_text, document)
    assert stored == result["textFresh"]
