"""Tell the operator what of files this machine cannot do."""

from typing import Any

from django.core.checks import CheckMessage, Info

from foundation.files.file_types import HAS_LIBMAGIC


def types_are_known(**_options: Any) -> list[CheckMessage]:
    """Say that types of files are told by a short list only, where libmagic is not there."""
    if HAS_LIBMAGIC:
        return []
    return [
        Info(
            "libmagic is not installed: files are told apart by their first bytes and a short list of types.",
            hint="Debian: apt install libmagic1. Pictures and PDF are recognised without it.",
            id="files.I001",
        )
    ]
