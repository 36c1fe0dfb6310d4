"""The states of a document at given places of its log: one document in memory to which the log is applied from place to
place.
"""

import time
from collections.abc import Iterable, Iterator
from typing import Any

from pycrdt import Doc

from documents.coediting.models import Log
from documents.richtext.nodes import Node, tree_of
from documents.richtext.yjs.slices import Pace, apply_sliced


def states_at(log: Log, places: Iterable[int]) -> Iterator[list[Node]]:
    """Yield what a document said at each of some places of its log, which ascend.

    Between slices other threads have their turns, however long the log is; no more than some hundred of its rows are in
    memory.
    """
    doc: Doc[Any] = Doc()
    pace = Pace()
    reached = 0
    for place in places:
        for update in log.past(place, after=reached):
            for took in apply_sliced(doc, update, pace):
                time.sleep(took)
        reached = place
        yield tree_of(doc)
