"""The rows of the shared fixtures of the tests that run now (tests/support/shared.py says what these are)."""

import copy
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction

from tests.support.commits import commits_count

type Make = Callable[..., Any]


class World:
    """What shared fixtures have made, their rows in a transaction around the tests that none of them ends."""

    def __init__(self) -> None:
        self.values: dict[Make, Any] = {}
        self.copies: dict[int, Any] = {}
        self.around: transaction.Atomic | None = None

    def holds(self, function: Make) -> bool:
        return function in self.values

    def copy(self, function: Make) -> Any:
        """Give this test its own copy; what is one thing in two fixtures is one thing in their copies."""
        return copy.deepcopy(self.values[function], self.copies)

    def turn_to(self, wanted: Mapping[str, Make]) -> None:
        """Hold what these fixtures make, and nothing else; what is kept between requests is of the last test."""
        self.copies = {}
        cache.clear()
        if set(self.values) == set(wanted.values()) and (self._stands() or not wanted):
            return
        self.end()
        if wanted:
            self._begin()
            with commits_count():
                for name in wanted:
                    self._value(name, wanted)

    def end(self) -> None:
        """Take the rows away."""
        around, self.around, self.values = self.around, None, {}
        if around and self._stands():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
        elif around:
            connection.connect()  # which forgets the transaction

    def _begin(self) -> None:
        self.around = transaction.atomic()
        self.around._from_testcase = True  # type: ignore[attr-defined]  # so that `durable` blocks may stand in it
        self.around.__enter__()

    @staticmethod
    def _stands() -> bool:
        """Say whether the transaction is still there: a test that closes the connection ends it."""
        return bool(connection.connection and connection.in_atomic_block and not connection.closed_in_transaction)

    def _value(self, name: str, wanted: Mapping[str, Make]) -> Any:
        function = wanted[name]
        if function not in self.values:
            needs = inspect.signature(function).parameters
            self.values[function] = function(
                **{need: None if need == "db" else self._value(need, wanted) for need in needs}
            )
        return self.values[function]


world = World()
