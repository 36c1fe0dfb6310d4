"""Short names in texts (A-27, D-12, SPEC-4.2) as links to what they name: on pages, whatever else the text is."""

import re
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from circles.projects.models import Project
from circles.projects.references import letters

TAG = re.compile(r"(<[^>]*>)")
NAME = re.compile(r"<(/?)([a-z0-9]+)")
NOT_IN = frozenset(("a", "code", "pre", "button", "svg", "math"))
"""Within these nothing is made a link."""


@lru_cache(maxsize=1)
def _keys() -> re.Pattern[str]:
    either = "|".join(sorted(letters(), key=len, reverse=True))
    return re.compile(rf"(?<![\w/#&-])(?:{either})-[0-9]{{1,9}}(?:\.[0-9]{{1,9}}){{0,3}}(?![\w-]|\.[0-9])")


def with_keys(text: Any, of: Any) -> SafeString:
    """Return a text, or HTML that is safe, with each short name leading to what has it in the project, or in that of a
    thing; who may not see it is told so there. The database is asked nothing.
    """
    html = str(conditional_escape(text))
    if not _keys().search(html):
        return mark_safe(html)
    project = of if isinstance(of, Project) else of.project
    pieces, inside = [], list[str]()
    for piece in TAG.split(html):
        if tag := NAME.match(piece):
            closes, name = tag[1], tag[2]
            if closes and inside and inside[-1] == name:
                inside.pop()
            elif not closes and name in NOT_IN and not piece.endswith("/>"):
                inside.append(name)
        elif not inside and not piece.startswith("<"):
            piece = _keys().sub(lambda found: _link(found[0], project.slug), piece)  # noqa: PLW2901 what is kept of it
        pieces.append(piece)
    return mark_safe("".join(pieces))  # escaped above, and links made by format_html


def _link(key: str, slug: str) -> str:
    return format_html('<a href="{}">{}</a>', reverse("circles:reference", args=[slug, key]), key)
