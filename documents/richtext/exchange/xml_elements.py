"""Elements of others' XML, found in a time that grows with its length alone, however it was forged. One that stands in
another of its name ends it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def begin_of(*names: str) -> re.Pattern[str]:
    """Return what finds the tags by which elements of these names begin."""
    return re.compile(rf"<({'|'.join(map(re.escape, names))})(?=[\s/>])[^<>]*(?<!/)>")


def elements_in(xml: str, begin: re.Pattern[str]) -> Iterator[tuple[str, int, int, int]]:
    """Yield the elements that begin so (`begin_of`), none within another: the name, where each begins, where what is in
    it begins and ends.
    """
    at, endless = 0, set[str]()
    while tag := begin.search(xml, at):
        at = tag.end()
        end = -1 if tag[1] in endless else xml.find(f"</{tag[1]}>", at)
        if end < 0:
            endless.add(tag[1])
            continue
        yield tag[1], tag.start(), at, end
        at = end


def with_elements(xml: str, begin: re.Pattern[str], change: Callable[[str], str]) -> str:
    """Return XML whose elements that begin so are changed, each with its tags."""
    out, reached = list[str](), 0
    for name, start, _inside, inside_end in elements_in(xml, begin):
        end = inside_end + len(f"</{name}>")
        out += [xml[reached:start], change(xml[start:end])]
        reached = end
    return "".join([*out, xml[reached:]])
