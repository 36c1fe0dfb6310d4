"""The Markdown of messages and comments as safe HTML: no pictures, nothing fetched, mentions and references marked,
emoji by their names.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from documents.conversation.emoji import with_emoji
from documents.richtext.bare_addresses import parts_of

type Find = Callable[[str], str | None]

# Headings, rules and pictures are not for talk: "# 5" and "---" are meant as typed, and a picture is fetched.
MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable(["strikethrough", "table"])
    .disable(["image", "heading", "lheading", "hr", "reference", "html_block", "html_inline"])
)
TAGS = {
    "p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "mark",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
LANGUAGES = (
    "bash", "c", "cpp", "css", "diff", "go", "ini", "java", "javascript", "json", "latex", "matlab", "python", "r",
    "rust", "sql", "typescript", "vhdl", "xml", "yaml",
)  # fmt: skip
"""Of code that pages colour: those of documents (`frontend/editor/code_colours.ts`)."""
KEPT: Any = {
    "tags": TAGS, "attributes": ATTRIBUTES, "allowed_classes": {"code": {f"language-{name}" for name in LANGUAGES}},
}  # fmt: skip
SCHEMES = {"http", "https", "mailto"}
MARKS = re.compile(
    r"(?<![\w@])@(?P<person>[\w][\w.\-'’]*(?: [\w][\w.\-'’]*){0,3})"
    r"|(?<![\w-])#?(?P<reference>[A-Z]{1,5}-\d{1,9}(?:\.\d{1,9}){0,3})(?![\w-]|\.\d)"
)
OUTSIDE = "noopener noreferrer nofollow"
INSIDE = "noopener nofollow"


def render(text: str, *, person: Find, address: Find) -> str:
    """Write a message as HTML.

    `person("Bo Nguyen can we")` gives how much of the words after an @ names a person ("Bo Nguyen"), or None;
    `address("P-24")` gives where a reference leads, or None.
    """
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        if token.type == "inline":
            token.children = list(_marked(token.children or [], person, address))
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return nh3.clean(html, url_schemes=SCHEMES, link_rel=INSIDE, **KEPT)


def as_logged(text: str, *, doer: str | None = None) -> str:
    """Render imported text as HTML: word for word, only addresses become links.

    `doer` is who did it, where it was said of oneself in the third person (`/me waves`).
    """
    pieces: list[Token] = [_text(f"{doer} ")] if doer else []
    for number, line in enumerate(text.splitlines()):
        pieces += [Token("hardbreak", "br", 0)] if number else []
        pieces += _pieces(line, _nobody, _nobody)
    words = MARKDOWN.renderer.render([Token("inline", "", 0, children=pieces)], MARKDOWN.options, {})
    html = f"<p><em>{words}</em></p>" if doer else f"<p>{words}</p>"
    return nh3.clean(html, url_schemes={"http", "https"}, link_rel=OUTSIDE, **KEPT)


def clean(html: str) -> str:
    """Return what `render` or `as_logged` once made, from an archive that anyone may have written, without what they
    never make.
    """
    rel = OUTSIDE if OUTSIDE in html else INSIDE
    return nh3.clean(html, url_schemes=SCHEMES, link_rel=rel, **KEPT)


def _nobody(_words: str) -> None:
    return None


def _marked(children: Sequence[Token], person: Find, address: Find) -> Iterator[Token]:
    in_link = False
    for token in children:
        in_link = token.type == "link_open" or (in_link and token.type != "link_close")
        if token.type == "text" and not in_link:
            yield from _pieces(token.content, person, address, read=with_emoji)
        else:
            yield token


def _pieces(text: str, person: Find, address: Find, *, read: Callable[[str], str] = str) -> Iterator[Token]:
    for words, bare in parts_of(text):
        yield from _wrapped("a", words, href=bare) if bare else _named(read(words), person, address)


def _named(words: str, person: Find, address: Find) -> Iterator[Token]:
    at = 0
    for match in MARKS.finditer(words):
        if match.start() < at:
            continue
        found = _piece(match, person, address)
        if found is None:
            continue
        length, tokens = found
        yield _text(words[at : match.start()])
        yield from tokens
        at = match.start() + length
    yield _text(words[at:])


def _piece(match: re.Match[str], person: Find, address: Find) -> tuple[int, list[Token]] | None:
    """Return how many characters a find takes, and what stands for them; None when it names nothing."""
    if match["person"]:
        name = person(match["person"])
        return (len(name) + 1, _wrapped("mark", f"@{name}")) if name else None
    reference = match["reference"]
    where = address(reference)
    return (len(match[0]), _wrapped("a", reference, href=where)) if where else None


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _wrapped(tag: str, words: str, **attributes: str) -> list[Token]:
    kind = "link" if tag == "a" else tag
    return [
        Token(f"{kind}_open", tag, 1, attrs=dict(attributes)),
        _text(words),
        Token(f"{kind}_close", tag, -1),
    ]
