"""Builds a replica from a log, skipping what cannot be loaded; or reads the stored state without building a replica."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import structlog
from pycrdt import get_state

from documents.coediting.replica import ApplyResult, BrokenReplica, Replica, finished, guarded
from documents.coediting.sync import merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.coediting.models import DocumentState
    from documents.coediting.replica import Steps

FEW = 100  # updates after a snapshot that are merged with it
FEW_BYTES = 64 * 1024

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


class StoredState(NamedTuple):
    """A whole document as its log has it: as one update, and its state vector."""

    update: bytes
    vector: bytes


def stored_state(state: DocumentState) -> StoredState | None:
    """Return what whoever opens a document is sent, without building it, which takes thirty times longer; None where
    there is no snapshot that was found to be whole, or much after it.
    """
    first, *tail = state.updates or [b""]
    if not state.vector or len(tail) > FEW or sum(map(len, tail)) > FEW_BYTES:
        return None
    if not tail:
        return StoredState(first, state.vector)
    try:
        whole = guarded(merged, state.updates)
        return StoredState(whole, guarded(get_state, whole))
    except (BrokenReplica, ValueError):
        return None
