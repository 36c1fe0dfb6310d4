"""What is tortured, and what is noted of it."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.support.deployments import Deployment, build_embedded
from tests.support.durable_deployment import build_durable
from tests.torture import database
from tests.torture.history import History
from tests.torture.small_disk import SmallDisk
from tests.torture.warm_start import AS_IN_PRODUCTION, EMBEDDED, WarmNode

if TYPE_CHECKING:
    from pathlib import Path


class TortureStage:
    """The servers, their disk, the people and documents that they know (`scene`), and the history of a run."""

    scene: database.Scene  # once it is started

    def __init__(self, folder: Path, *, nodes: int = 0, is_cold: bool = False) -> None:
        """`nodes` on PostgreSQL and Redis, or without any one process on SQLite; `is_cold`: a start loads the code."""
        self.folder = folder
        self.is_production = nodes > 0
        self.history = History(folder / "history.jsonl")
        self.disk = SmallDisk()
        self._stack = ExitStack()
        self.deployment = self._build(nodes)
        self._is_cold = is_cold

    def _build(self, nodes: int) -> Deployment:
        if nodes:
            return build_durable(self.folder, self._stack, nodes, self.disk.mount)
        self.disk.mount(self.folder / "data", self._stack)
        return build_embedded(self.folder, self._stack)

    def _load(self) -> None:
        program = AS_IN_PRODUCTION if self.is_production else EMBEDDED
        warm = [WarmNode(node, self._stack, program) for node in self.deployment.nodes]
        for node in warm:
            node.await_loaded()
        self.deployment.nodes[:] = warm

    async def start(self, documents: int, people: int, hostile: int) -> None:
        """Start the servers, and make so many documents and people (`database.make_scene`)."""
        if not self._is_cold:
            await asyncio.to_thread(self._load)
        await asyncio.to_thread(self.deployment.start)
        self.scene = await asyncio.to_thread(self.deployment.call, database.make_scene, documents, people, hostile)

    async def close(self) -> None:
        """End the servers, and keep what can be looked at afterwards."""
        for process in self.deployment.processes:  # how a worker ends that may be at work is judged elsewhere
            await asyncio.to_thread(process.kill)
        if not self.is_production:
            await asyncio.to_thread(self.disk.keep, self.folder / "kept")
        await asyncio.to_thread(self._stack.close)
        self.history.close()
