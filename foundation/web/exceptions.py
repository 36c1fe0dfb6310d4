"""The two refusals that are raised: `Refused`, and `require` for what a person may not do."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """Not possible now, with a sentence for people; a middleware answers `status` with it. `code` is for programs that
    can do something about it; empty where there is nothing to do.
    """

    status = 409
    code = ""
    template = "409.html"
    more: Mapping[str, Any] = {}
    """What programs are told besides."""
    headers: Mapping[str, str] = {}
    """What the answer says besides."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.context: dict[str, Any] = {"sentence": sentence}


def require(allowed: bool) -> None:  # noqa: FBT001 the one argument is the answer of a predicate
    """Raise `PermissionDenied` (403) unless the predicate said yes."""
    if not allowed:
        raise PermissionDenied
