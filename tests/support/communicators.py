"""Channels' own communicator for sockets.

`channels.testing` also has a server for browsers, which needs daphne; nothing here uses either, so daphne's module is
empty while the package is loaded.
"""

import sys
from types import ModuleType

import pytest

with pytest.MonkeyPatch.context() as _patch:
    for _name in ("daphne", "daphne.testing"):
        _patch.setitem(sys.modules, _name, ModuleType(_name))
    vars(sys.modules["daphne.testing"])["DaphneProcess"] = None
    from channels.testing import WebsocketCommunicator

__all__ = ["WebsocketCommunicator"]
