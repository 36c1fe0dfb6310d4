"""What would multiply, a part at a time: each commit sees other examples, RONDE_DEEP=1 all of them.

`script/test` sets RONDE_ROTATION to the commit that is checked out, and prints it: with the same one, the same is seen
again.
"""

import os
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection

from foundation.web.languages import LANGUAGES

DEEP = bool(os.environ.get("RONDE_DEEP"))
ROTATION = os.environ.get("RONDE_ROTATION", "")


def turn_of(name: str, number: int) -> int:
    """Return which of so many things is the turn of this name."""
    return int.from_bytes(sha256(f"{ROTATION} {name}".encode()).digest()) % number


def in_turn[T](name: str, examples: Sequence[T]) -> Sequence[T]:
    """Return the example whose turn it is; all with RONDE_DEEP=1."""
    return examples if DEEP else [examples[turn_of(name, len(examples))]]


SAMPLE_LANGUAGE = in_turn("the sample", list(LANGUAGES))[0]
"""The language of the sample that this commit loads: doing so takes as long as some hundred tests. What looks at it in
the other language is `deep`.
"""


def one_in(number: int, name: str, examples: Iterable[object]) -> list[Any]:
    """Mark all but one in so many of a test's examples as `deep`: for a table whose rows each make a scene anew. A row
    is a tuple with a value for each argument of the test, or the value of its only one.

    Who names the test has all of them; each commit takes others.
    """
    turn = turn_of(name, number)
    deep = pytest.mark.deep
    return [
        pytest.param(
            *(example if isinstance(example, tuple) else (example,)), marks=() if place % number == turn else deep
        )
        for place, example in enumerate(examples)
    ]


def on_a_database_in_turn(name: str) -> pytest.MarkDecorator:
    """Mark what is as much about the one database as about the other, and takes long: with each commit it is seen on
    one of them; RONDE_DEEP=1, and who names it, see it on both.
    """
    here = connection.vendor in in_turn(name, ["sqlite", "postgresql"])
    return pytest.mark.on_turn if here else pytest.mark.deep


def takes_turns(number: int, name: str) -> pytest.MarkDecorator:
    """Mark a module or a test as one of so many that take turns: for what says again, at a cost of many seconds, what
    others say in short (a second deployment, a long random walk).

    Each commit sees about one in so many of them; RONDE_DEEP=1, and who names one, see all.
    """
    return pytest.mark.deep if turn_of(name, number) else pytest.mark.on_turn
