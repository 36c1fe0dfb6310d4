"""The front matter of a Markdown file: lines of YAML before the text, of which the title is read and written.

Programs know it from elsewhere, and without it a file has no title: its first heading belongs to its text.
"""

import json
import re

_KEY = re.compile(r"[\w.\-]+:(?:\s|$)")
_OTHERS = re.compile(r"[\s#]|-\s|-?$")
"""How a line begins that goes on with a key's value (indented, or in a list), or that says nothing."""
_ENDS = ("---", "...")
_TITLE = re.compile(r"title:(?:\s|$)")
_DOUBLE_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s+#.*)?$')
_SINGLE_QUOTED = re.compile(r"'((?:[^']|'')*)'(?:\s+#.*)?$")
_BLOCK = re.compile(r"[|>][+\-1-9]{0,2}(?:\s|$)")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_LETTERS = dict(zip("0abtnvfre_NLP", "\0\a\b\t\n\v\f\r\x1b\xa0\x85\u2028\u2029", strict=True))
_SPACES = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
"""What breaks a line or shows nothing: no title has it."""
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""What JSON writes as it is, and YAML does not."""


def without_front_matter(markdown: str) -> tuple[str, str]:
    """Return the title that front matter states ("" for none), and the text behind it.

    What is only like front matter, as two rules with words between them are, is text.
    """
    if not markdown.startswith(("---\n", "---\r\n")):
        return "", markdown
    lines = [line.removesuffix("\r") for line in markdown.split("\n")]
    end = next((at for at, line in enumerate(lines) if at and line in _ENDS), 0)
    inside = lines[1:end]
    first = next((line for line in inside if line.strip() and not line.startswith("#")), "")
    if not _KEY.match(first) or not all(_KEY.match(line) or _OTHERS.match(line) for line in inside):
        return "", markdown
    # An empty line is left: another line `---` at the very beginning would be taken for the begin of front matter.
    return _title_in(inside), "\n" + "\n".join(lines[end + 1 :])


def with_title(title: str, markdown: str) -> str:
    """Return the text of a file that says how it is called."""
    quoted = _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(title, ensure_ascii=False))
    return f"---\ntitle: {quoted}\n---\n\n{markdown}"


def _title_in(lines: list[str]) -> str:
    """Return the value of the first line with the key `title` and the indented lines after it; a list is none."""
    begin = next((at for at, line in enumerate(lines) if _TITLE.match(line)), None)
    if begin is None:
        return ""
    end = next((at for at in range(begin + 1, len(lines)) if lines[at].strip() and not lines[at][0].isspace()), None)
    said = [lines[begin].removeprefix("title:"), *lines[begin + 1 : end]]
    value = " ".join(filter(None, (line.strip() for line in said)))
    title = _SPACES.sub(" ", _unquoted(value)).strip()
    return title if any(letter.isprintable() and not letter.isspace() for letter in title) else ""


def _unquoted(value: str) -> str:
    if found := _DOUBLE_QUOTED.match(value):
        # Programs that know no more than JSON write an emoji as two halves; half of one alone can be kept nowhere.
        return _ESCAPE.sub(_character, found[1]).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if found := _SINGLE_QUOTED.match(value):
        return found[1].replace("''", "'")
    if found := _BLOCK.match(value):
        return value[found.end() :]
    return _COMMENT.sub("", value, count=1)


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code:
        return chr(number) if (number := int(code, 16)) < 0x110000 else "\ufffd"
    return _LETTERS.get(escape[4], escape[4])
