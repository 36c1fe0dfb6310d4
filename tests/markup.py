"""HTML as a browser reads it, however a template lays it out."""

import re


def compact(html: str) -> str:
    """Write each tag on one line, and no whitespace beside it: `<p class="quiet">Nobody else</p>`."""
    return re.sub(r"\s*(<[^>]*>)\s*", lambda tag: re.sub(r"\s+", " ", tag[1]).replace(" >", ">"), html)
