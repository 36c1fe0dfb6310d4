"""What becomes of updates that no honest client sends: few are kept, all are counted, who sends many is cut off."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog

from documents.coediting.executor import Crowded, DatabaseThreads
from documents.coediting.log_access import quarantine
from documents.coediting.metrics import NOT_QUARANTINED, REJECTED
from documents.coediting.models import Quarantine
from documents.coediting.sync import Close

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from uuid import UUID

    from documents.coediting.fair_use import FairShare
    from documents.coediting.protocols import Peer

DAY_S = 24 * 60 * 60
MAX_WAITING = 50  # rejected updates that wait to be kept
MAX_KNOWN = 10_000  # people's documents of which a process counts what it kept today

log = structlog.get_logger(__name__)


class Rejections:
    """The rejected updates of this process. Of one person and document, few a day are kept (Quarantine.A_DAY)."""

    def __init__(
        self, share_of: Callable[[UUID], FairShare], spawn: Callable[[Coroutine[None, None, None]], object]
    ) -> None:
        self._share_of = share_of
        self._spawn = spawn
        self._thread = DatabaseThreads("documents-quarantine", 1, most=MAX_WAITING)
        self._day = 0.0
        self._kept: dict[tuple[UUID, UUID], int] = {}

    def note(self, document: UUID, peer: Peer, update: bytes) -> None:
        """Count a rejected update, keep it if it is among the first, and end the connection after too many."""
        REJECTED.inc()
        share = self._share_of(peer.user)
        share.rejections.take(1)
        if share.is_cut_off:
            peer.close(Close.BAD_FRAME)
        if self._may_keep(document, peer.user):
            log.warning("an update was refused", document=str(document), user=str(peer.user), size=len(update))
            self._spawn(self._keep(document, peer.user, len(update), update[: Quarantine.KEPT]))
        else:
            NOT_QUARANTINED.inc()

    def _may_keep(self, document: UUID, user: UUID) -> bool:
        if (today := time.time() // DAY_S) != self._day:
            self._day, self._kept = today, {}
        pair = (document, user)
        kept = self._kept.get(pair, 0)
        if kept >= Quarantine.A_DAY or (not kept and len(self._kept) >= MAX_KNOWN):
            return False
        self._kept[pair] = kept + 1
        return True

    async def _keep(self, document: UUID, user: UUID, size: int, data: bytes) -> None:
        try:
            if not await self._thread.run(quarantine, document, user, size, data):
                NOT_QUARANTINED.inc()
        except Crowded:
            NOT_QUARANTINED.inc()

    async def close(self) -> None:
        """Keep what waits, and end."""
        await self._thread.close()
