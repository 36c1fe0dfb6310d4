"""The two ways to read Markdown: as files are written, and as people type."""

import re
from bisect import bisect_right

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from documents.richtext.bare_addresses import link_bare
from documents.richtext.markdown_cells import NOTE

# What `markdown_writer` writes where Markdown has no syntax.
_TAG = re.compile(
    NOTE.pattern
    + r'|</?(?:u|s|em|strong|code|sup|sub|mark)>|<br>|</span>|<mark data-colour="\w+">|<span style="color:\w+">'
)
_BETWEEN_LISTS = "<!-- -->"
_ALIGNED = re.compile(r'<div align="(?:center|right|justify)">|</div>')
EMPTY = "\u00a0"
"""What the writer puts for a paragraph without words: the parser sees a paragraph here, and nothing in it."""


def language_of(said: object) -> str:
    """Return the name of a code's language as Markdown has it, in one word; nothing where none is said."""
    return "".join(re.findall(r"[\w+#.\-]", said)) if isinstance(said, str) else ""


def of_files() -> MarkdownIt:
    """Read files: a line that is broken for its width goes on."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    reader.core.ruler.before("text_join", "bare_addresses", link_bare)
    reader.use(footnote_plugin, inline=False).use(front_matter_plugin)
    # "$5 to $6" is money: a formula touches its dollars, and no digit follows.
    reader.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False)
    reader.block.ruler.at("math_block", _formula)
    return reader


def of_typing() -> MarkdownIt:
    """Read what people typed into a field: a new line is a new line, and what nobody types for its look (indented code,
    underlined headings, addresses given elsewhere, any tag but those we write) is only words.
    """
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["code", "lheading", "reference"])
    reader.core.ruler.push("lines_as_typed", _keep_lines)
    reader.block.ruler.at("html_block", _between_lists, {"alt": ["paragraph", "blockquote"]})
    reader.inline.ruler.at("html_inline", _own_tag)
    return reader


_FORMULA = math_block_dollar(allow_labels=False, allow_blank_lines=True)
_FORMULA_ENDS = re.compile(r"\$\$[^\S\n]*$", re.MULTILINE)


def _formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  as it is called
    """Read a formula between `$$`, where one ends: the plugin looks for that in all that follows, for each anew."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", begin):
        return False
    if "formula ends" not in state.env:
        state.env["formula ends"] = [found.end() for found in _FORMULA_ENDS.finditer(state.src)]
    ends = state.env["formula ends"]
    nearest = bisect_right(ends, begin + 2)
    return nearest < len(ends) and ends[nearest] <= state.eMarks[end - 1] and _FORMULA(state, start, end, silent)


def _keep_lines(state: StateCore) -> None:
    for token in state.tokens:
        for part in token.children or []:
            if part.type == "softbreak":
                part.type = "hardbreak"


def _between_lists(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  as it is called
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if line.strip() != _BETWEEN_LISTS and not _ALIGNED.fullmatch(line.strip()):
        return False
    if not silent:
        state.line = start + 1
        state.push("html_block", "", 0).content = line
    return True


def _own_tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  as it is called
    found = _TAG.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = found[0]
    state.pos += len(found[0])
    return True
