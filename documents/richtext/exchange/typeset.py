"""Formulas in files that need nothing else: set by ziamath, as pictures that say their source."""

from __future__ import annotations

import base64
import json
import re
import sys
from contextlib import suppress
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

from documents.richtext.exchange import limited
from documents.richtext.exchange.pandoc import SLOTS, run_isolated
from foundation.web.exceptions import Refused

LONGEST = 600
"""Characters of a formula; a longer one is no formula, and setting takes time by the square of them."""
SECONDS = 15
"""So long, of a processor, formulas of one document are set; of the others the source stands there."""
MEBIBYTES = 1024
_PROGRAM = Path(__file__).with_name("set_formulas.py")
_FORMULA = re.compile(r'<(div|span) class="math"><code>([^<]*)</code></\1>')

type Formula = tuple[str, bool]
"""Its source, and whether it stands on lines of its own."""


def typeset(html: str) -> str:
    """Return HTML of ours with its formulas set."""
    pictures = _pictures_of(list(dict.fromkeys(_read(found) for found in _FORMULA.finditer(html))))

    def put(found: re.Match[str]) -> str:
        picture = pictures.get(_read(found))
        return f'<{found[1]} class="math">{picture}</{found[1]}>' if picture else found[0]

    return _FORMULA.sub(put, html)


def _read(found: re.Match[str]) -> Formula:
    return unescape(found[2]).strip(), found[1] == "div"


def _pictures_of(formulas: list[Formula]) -> dict[Formula, str]:
    """Set formulas in a process of its own; those that it does not come to are left out."""
    asked = [one for one in formulas if len(one[0]) <= LONGEST]
    if not asked:
        return {}
    command = [sys.executable, "-I", "-S", limited.__file__, str(MEBIBYTES), str(SECONDS)]
    with (
        SLOTS,
        TemporaryDirectory(prefix="ronde-formulas-") as folder,
        TemporaryFile() as given,
        TemporaryFile() as out,
    ):
        given.write(json.dumps(asked).encode())
        given.seek(0)
        with suppress(Refused):  # it waited for a processor too long: what it wrote until then is there
            run_isolated([*command, sys.executable, "-I", str(_PROGRAM)], given.fileno(), out.fileno(), folder)
        out.seek(0)
        lines = [line for line in out.read().splitlines(keepends=True) if line.endswith(b"\n")]
    made = zip(asked, map(json.loads, lines), strict=False)
    return {formula: _image(formula[0], picture) for formula, picture in made if picture}


def _image(source: str, picture: dict[str, Any]) -> str:
    """Write a picture as large as the words around it."""
    width, height, top = picture["width"], picture["height"], picture["top"]
    look = f"width:{width:.3f}em;height:{height:.3f}em;vertical-align:{-(top + height):.3f}em"
    data = base64.b64encode(picture["svg"].encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(source)}" style="{look}">'
