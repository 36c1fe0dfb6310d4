"""Builds a replica of a log, whatever the log holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from documents.coediting.replica import ApplyResult, BrokenReplica, Replica, finished

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.coediting.replica import Steps

log = structlog.get_logger(__name__)


def sound_replica(updates: Sequence[bytes], document: object) -> Replica:
    """Build a replica; should the log hold something that cannot be loaded, everything else is kept."""
    return finished(loading_sound(updates, document))


def loading_sound(updates: Sequence[bytes], document: object) -> Steps[Replica]:
    """Do what `sound_replica` does, in steps."""
    try:
        return (yield from Replica.loading(updates))
    except (BrokenReplica, ValueError, RuntimeError):
        log.exception("the log holds what cannot be loaded", document=str(document))
    kept: list[bytes] = []
    replica = Replica()
    for place, update in enumerate(updates):
        result = yield from replica.applying(update, from_log=True)
        if result in (ApplyResult.NEW, ApplyResult.KNOWN):
            kept.append(update)
            continue
        log.error("left out of a document", document=str(document), place=place, size=len(update))
        if replica.broken:
            replica = yield from Replica.loading(kept)
    return replica
