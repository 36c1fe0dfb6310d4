"""Addresses that stand in a text as they are: `https://…` and `www.…` are links without a sign around them."""

import re
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_BARE = re.compile(r"(?<![\w/@.-])(?:https?://|www\.)[^\s<>\"`\[\]|\\^{}]+", re.IGNORECASE)
_AFTER = ".,;:?!'’»)*_~"  # of the sentence, not of the address at its end
_BEGINS = re.compile(r"(?<![\w/@.-])(https?(?=://)|www(?=\.))", re.IGNORECASE)
_PLAIN = re.compile(r"[\w./:?=#%+,;@()&-]+", re.ASCII)
_SIGN = re.compile(r"(?<![^\W_])_|_(?![^\W_])|&#?\w+;")  # an underscore at the edge of a word, a letter by its name


def parts_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a text, each with where it leads, or nothing."""
    reached = 0
    for found in _BARE.finditer(text):
        address = _trimmed(found[0])
        if len(address.partition("//")[2] or address) < len("www.a"):
            continue
        if found.start() > reached:
            yield text[reached : found.start()], ""
        yield address, address if "://" in address[:8] else f"https://{address}"
        reached = found.start() + len(address)
    if reached < len(text):
        yield text[reached:], ""


def is_bare(text: str, address: str) -> bool:
    """Return whether a link may be written as its words alone: they lead there, and hold no sign of Markdown."""
    return bool(_PLAIN.fullmatch(text)) and not _SIGN.search(text) and list(parts_of(text)) == [(text, address)]


def unlinked(markdown: str) -> str:
    """Keep what looks like an address and is no link from being read as one."""
    return _BEGINS.sub(lambda found: f"{found[1]}\\", markdown)


def link_bare(state: StateCore) -> None:
    """Make links of bare addresses: a rule for the parser, before it joins what was written with a backslash."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(_linked(block.children))


def _linked(tokens: list[Token]) -> Iterator[Token]:
    inside = 0
    for token in tokens:
        inside += token.nesting if token.type in {"link_open", "link_close"} else 0
        if token.type != "text" or inside:
            yield token
            continue
        for words, address in parts_of(token.content):
            text = Token("text", "", 0, content=words)
            if address:
                yield from (Token("link_open", "a", 1, attrs={"href": address}), text, Token("link_close", "a", -1))
            else:
                yield text


def _trimmed(address: str) -> str:
    """Leave out what goes on behind an address; a bracket that was opened in it belongs to it."""
    end, unopened = len(address), address.count(")") - address.count("(")
    while end and address[end - 1] in _AFTER:
        if address[end - 1] == ")":
            if unopened <= 0:
                break
            unopened -= 1
        end -= 1
    return address[:end]
