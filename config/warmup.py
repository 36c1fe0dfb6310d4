"""What a server has loaded by the time it is up, it keeps as long as it runs."""

import gc
import sys

from django.urls import get_resolver

SWITCH_S = 0.0005
"""How long a thread waits for another that computes, each time it comes back from disk or network: a page does so
dozens of times, the event loop at every turn. Python's own 5 ms made pages of 300 ms beside one hostile document.
"""


def warm_up() -> None:
    """Load what the first request would, and look for no garbage in any of it any more: to go through a quarter of a
    million such objects took a fifth of a second, of some request in every few dozens.
    """
    sys.setswitchinterval(SWITCH_S)
    get_resolver().url_patterns  # noqa: B018 reading it loads every app's addresses
    gc.collect()
    gc.freeze()
