"""Reads logs and clients of a run, and judges them: after each crash, and at the end."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from tests.torture import database
from tests.torture.verdict import Findings, judge_equality, judge_places, judge_text
from tests.torture.waiting import until
from tests.torture.yjs_clients import replay

if TYPE_CHECKING:
    from tests.support.deployments import Node
    from tests.torture.clients import DocumentClient
    from tests.torture.people import SimulatedPeople
    from tests.torture.stage import TortureStage

CONVERGED_S = 20
IN_A_CRASH = ("PanicException", "level=critical")
ELSE = ("Traceback", "level=error")
"""What a server's log may not have, ever, and while nothing is taken away from it."""


class Judge:
    """Finds what is wrong."""

    def __init__(self, stage: TortureStage, people: SimulatedPeople) -> None:
        self.stage, self.people = stage, people
        self.findings = Findings()
        self._excused: dict[str, list[tuple[int, int]]] = {}

    async def check_log(self, when: str) -> None:
        """Judge what is on disk, while no node runs: whatever was acknowledged is there."""
        self.people.give_up_silent()
        await until(lambda: not any(client.is_live for client in self.people.clients), 3)
        stored = await self._stored_texts()
        for number, document in enumerate(self.stage.scene.documents):
            self._judge_stored(f"document {number}, {when}", document, stored[document], with_held=False)

    async def _stored_texts(self, *, whole: bool = False) -> dict[str, database.StoredText]:
        documents = self.stage.scene.documents
        return await asyncio.to_thread(self.stage.deployment.call, database.stored_texts, documents, whole=whole)

    def _judge_stored(self, where: str, document: str, stored: database.StoredText, *, with_held: bool) -> None:
        findings = self.findings
        judge_text(findings, where, stored.replayed, self.stage.history.changes[document], with_held=with_held)
        judge_equality(findings, where, {"log": stored.replayed, "snapshot and tail": stored.loaded})
        if not stored.is_gapless:
            findings.unexpected.append(f"{where}: the log has a gap")
        if stored.idle and len(self.stage.deployment.nodes) == 1:
            # Two nodes may both write what a person brings who changes from one to the other; one node knows.
            findings.duplicated.append(f"{where}: rows {stored.idle[:8]} of the log bring nothing that was not there")

    async def finish(self) -> None:
        """Read everyone once, and people of both engines who come anew; then judge them and the log."""
        stage = self.stage
        everyone = [*self.people.clients, *self.people.newcomers()]
        await self.all_equal(everyone)
        texts = {client.name: (await client.read()).text for client in everyone}
        unsettled = [client.name for client in everyone if not (await client.read()).is_settled]
        self.findings.diverged += [f"{name} never settled" for name in unsettled]
        for client in everyone:
            await client.close()
        self.note_early_end()
        for node in stage.deployment.nodes:
            await asyncio.to_thread(node.stop)
        stored = await self._stored_texts(whole=True)
        for number, document in enumerate(stage.scene.documents):
            where, of_log = f"document {number}, at the end", stored[document]
            self._judge_stored(where, document, of_log, with_held=True)
            rows = of_log.updates if len(stage.deployment.nodes) > 1 else ()
            judge_places(self.findings, where, stage.history.places[document], of_log.names, rows)
            read = {
                f"{client.name} ({client.kind})": texts[client.name]
                for client in everyone
                if client.document == document
            }
            read["the log in Yjs"] = await replay(of_log.updates)
            judge_equality(self.findings, where, {"log": of_log.replayed, **read})
        self.findings.unexpected += stage.history.unexpected + self._errors_in_logs()

    async def all_equal(self, clients: list[DocumentClient], seconds: float = CONVERGED_S) -> bool:
        """Wait until all have the text of their document, and nothing waits; returns whether that came about."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            readings = [(client.document, await client.read()) for client in clients]
            texts = {(document, reading.text) for document, reading in readings}
            documents = {document for document, _ in readings}
            if len(texts) == len(documents) and all(reading.is_settled for _, reading in readings):
                return True
            await asyncio.sleep(0.1)
        return False

    # -- what servers say

    def note_early_end(self) -> None:
        """Note it where a node, which should be running, is not."""
        for node in self.stage.deployment.nodes:
            code = node.running.poll() if node.running else None
            if code is not None:
                self.stage.history.expect_not(f"{node.name} ended by itself, with {code}")

    def complaints_end(self, node: Node) -> int:
        """Return how much a node has written into its log."""
        return node.log_path.stat().st_size

    def complaints(self, node: Node, after: int) -> str:
        """Return what a node has written since."""
        with node.log_path.open("rb") as log:
            log.seek(after)
            return log.read().decode(errors="replace")

    def excuse_complaints(self, node: Node, after: int) -> None:
        """Let a node have had reasons for the errors that it wrote since."""
        self._excused.setdefault(node.name, []).append((after, self.complaints_end(node)))

    def _errors_in_logs(self) -> list[str]:
        stage = self.stage
        # In production database and Redis are taken away, of which it may complain.
        signs = IN_A_CRASH if stage.is_production else IN_A_CRASH + ELSE
        lines = []
        for process in stage.deployment.processes:
            written = process.log_path.read_bytes() if process.log_path.exists() else b""
            at = 0
            for start, end in self._excused.get(process.name, []):
                lines += _lines(written[at:start], signs) + _lines(written[start:end], IN_A_CRASH)
                at = end
            lines += _lines(written[at:], signs)
        return [f"the server wrote: {line[:200]}" for line in lines]


def _lines(written: bytes, signs: tuple[str, ...]) -> list[str]:
    return [line for line in written.decode(errors="replace").splitlines() if any(sign in line for sign in signs)]
