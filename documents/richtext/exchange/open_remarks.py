"""Tracked changes and comments in OpenDocument's own XML: pandoc reads and writes none of them there.

As colours do (`office_looks`), they stand in the text as signs of Unicode's private area while pandoc has it: a sign,
the number of what is said, and a stop.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING

from documents.richtext.exchange.html_elements import HtmlElement
from documents.richtext.exchange.xml_elements import begin_of, elements_in, with_elements

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN, _END, _STOP = "\ue0f4", "\ue0f5", "\ue0f6"
_SIGN = re.compile(f"([{_BEGIN}{_END}])(\\d{{1,6}}){_STOP}")
_ANY = re.compile(f"[{_BEGIN}{_END}{_STOP}]")
_INSERTION, _DELETION, _COMMENT = "insertion", "deletion", "comment"
_TAGS = {"ins": _INSERTION, "del": _DELETION}
_PARAGRAPH = re.compile(
    rf"(?P<before></text:(?:p|h)>\s*)?(?P<tag><text:(?P<kind>p|h)\b[^<>]*>){_BEGIN}(?P<number>\d{{1,6}}){_STOP}"
    rf"(?P<words>(?:(?!</text:(?:p|h)>).)*?){_END}(?P=number){_STOP}(?=</text:(?P=kind)>)",
    re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")
_TEXT_BEGINS = re.compile(r"<office:text\b[^<>]*>")
MOST = 20_000
"""So many are read of one file."""


@dataclass
class Said:
    """One of them: `kind`, by whom and when (as files have it), and `words` of a comment, or of what was deleted."""

    kind: str
    by: str
    at: str
    words: list[str] = field(default_factory=list)

    @property
    def who_and_when(self) -> str:
        """Write these as XML."""
        return f"<dc:creator>{escape(self.by)}</dc:creator><dc:date>{escape(self.at[:19])}</dc:date>"

    @property
    def attrs(self) -> dict[str, str]:
        """Return these as the HTML of a Word file has them."""
        return {"data-author": self.by, "data-date": self.at}


# -- out


class Remarks:
    """What is tracked and said in a page of ours."""

    def __init__(self, root: HtmlElement) -> None:
        """Put signs in its place."""
        self._said: list[Said] = []
        self._comments: dict[str, int] = {}
        self._sign(root)

    def _sign(self, element: HtmlElement) -> None:
        children: list[HtmlElement | str] = []
        for child in element.children:
            if isinstance(child, str):
                children.append(_ANY.sub("", child))
                continue
            self._sign(child)
            children += self._signed(child)
        element.children = children

    def _signed(self, child: HtmlElement) -> list[HtmlElement | str]:
        author, at = child.attrs.get("data-author", ""), child.attrs.get("data-date", "")
        if child.tag in _TAGS and author:
            number = self._number(Said(_TAGS[child.tag], author, at))
            return [f"{_BEGIN}{number}{_STOP}", *child.children, f"{_END}{number}{_STOP}"]
        if "comment-start" in child.classes:
            number = self._comments[child.attrs.get("id", "")] = self._number(Said(_COMMENT, author, at, _lines(child)))
            return [f"{_BEGIN}{number}{_STOP}"]
        if "comment-end" in child.classes and child.attrs.get("id", "") in self._comments:
            return [f"{_END}{self._comments[child.attrs['id']]}{_STOP}"]
        return [child]

    def _number(self, said: Said) -> int:
        self._said.append(said)
        return len(self._said) - 1

    def completed(self, content: str) -> str:
        """Return the content that pandoc wrote with OpenDocument's own in the place of the signs."""
        if not self._said:
            return content
        gone: dict[int, str] = {}
        content = _PARAGRAPH.sub(lambda found: self._whole(found, gone), content)
        content = self._without_gone(content, gone)
        content = _SIGN.sub(self._mark, content)
        regions = "".join(self._region(number, gone.get(number, "")) for number in range(len(self._said)))
        if not regions:
            return content
        tracked = f"<text:tracked-changes>{regions}</text:tracked-changes>"
        return _TEXT_BEGINS.sub(lambda text: text[0] + tracked, content, count=1)

    def _kind(self, number: str) -> str:
        return self._said[int(number)].kind if int(number) < len(self._said) else ""

    def _whole(self, found: re.Match[str], gone: dict[int, str]) -> str:
        """A paragraph all of whose words came or went: so did the end of the one before."""
        before, number = found["before"], found["number"]
        if self._kind(number) == _DELETION:
            gone[int(number)] = f"{found['tag']}{_SIGN.sub('', found['words'])}</text:{found['kind']}>"
            return f"{before or ''}{found['tag']}{_BEGIN}{number}{_STOP}{_signs_in(found['words'])}"
        if self._kind(number) != _INSERTION or before is None:
            return found[0]
        return f"{_BEGIN}{number}{_STOP}{before}{found['tag']}{found['words']}{_END}{number}{_STOP}"

    def _without_gone(self, content: str, gone: dict[int, str]) -> str:
        """Take out words that went, as far as what is between their signs is whole."""
        ends = {sign[2]: sign for sign in _SIGN.finditer(content) if sign[1] == _END}
        out, reached = list[str](), 0
        for begun in _SIGN.finditer(content):
            number, ended = begun[2], ends.get(begun[2])
            is_gone = begun[1] == _BEGIN and self._kind(number) == _DELETION and int(number) not in gone
            if not is_gone or ended is None or not reached <= begun.end() <= ended.start():
                continue
            words = content[begun.end() : ended.start()]
            inside = words if _is_whole(words) else _TAG.sub("", words)
            gone[int(number)] = f'<text:p text:style-name="Text_20_body">{_SIGN.sub("", inside)}</text:p>'
            out += [content[reached : begun.end()], _signs_in(words)]
            reached = ended.end()
        return "".join([*out, content[reached:]])

    def _mark(self, sign: re.Match[str]) -> str:
        edge, number = sign[1], int(sign[2])
        if number >= len(self._said):
            return ""
        said, begins = self._said[number], edge == _BEGIN
        if said.kind == _INSERTION:
            return f'<text:change-{"start" if begins else "end"} text:change-id="ct{number}"/>'
        if said.kind == _DELETION:
            return f'<text:change text:change-id="ct{number}"/>' if begins else ""
        if not begins:
            return f'<office:annotation-end office:name="said{number}"/>'
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in said.words)
        return f'<office:annotation office:name="said{number}">{said.who_and_when}{lines}</office:annotation>'

    def _region(self, number: int, gone: str) -> str:
        said = self._said[number]
        if said.kind == _COMMENT or (said.kind == _DELETION and not gone):
            return ""
        info = f"<office:change-info>{said.who_and_when}</office:change-info>{gone}"
        named = f'xml:id="ct{number}" text:id="ct{number}"'
        return f"<text:changed-region {named}><text:{said.kind}>{info}</text:{said.kind}></text:changed-region>"


def _lines(element: HtmlElement) -> list[str]:
    lines = [""]
    for child in element.children:
        if isinstance(child, HtmlElement) and child.tag == "br":
            lines.append("")
        else:
            lines[-1] += child if isinstance(child, str) else child.text()
    return lines


def _signs_in(xml: str) -> str:
    """Return the ends of comments that stand among words, which go without them."""
    return "".join(sign[0] for sign in _SIGN.finditer(xml))


def _is_whole(xml: str) -> bool:
    """Return whether each element that begins in some XML ends in it, and none else does."""
    open_ = list[str]()
    for tag in re.finditer(r"<(/?)([\w:-]+)[^<>]*?(/?)>", xml):
        if tag[1]:
            if not open_ or open_.pop() != tag[2]:
                return False
        elif not tag[3]:
            open_.append(tag[2])
    return not open_


# -- in


_TRACKED, _REGION = begin_of("text:tracked-changes"), begin_of("text:changed-region")
_CHANGE, _ANNOTATION = begin_of("text:insertion", "text:deletion"), begin_of("office:annotation")
_LINE = begin_of("text:p", "text:h")
_MARKS = re.compile(r"<(text:change(?:-start|-end)?|office:annotation-end)\b([^<>]*)/>")
_ID, _NAME = re.compile(r'\btext:(?:change-)?id="([^"]*)"'), re.compile(r'\boffice:name="([^"]*)"')
_WHO, _WHEN = re.compile(r"<dc:creator>([^<]*)"), re.compile(r"<dc:date>([^<]*)")


class ReadRemarks:
    """What others tracked and said in a file."""

    def __init__(self, content: str) -> None:
        """Put signs in its place: `content` is the file's text then."""
        self._said: list[Said] = []
        self._numbers: dict[str, int] = {}
        content = with_elements(_ANY.sub("", content), _TRACKED, self._read_changes)
        content = with_elements(content, _ANNOTATION, self._read_comment)
        self.content = _MARKS.sub(self._mark, content) if self._said else content

    def _keep(self, name: str, said: Said) -> int:
        if len(self._said) < MOST:
            self._numbers[name] = len(self._said)
            self._said.append(said)
        return self._numbers.get(name, -1)

    def _read_changes(self, changes: str) -> str:
        inside = changes.partition(">")[2]
        for _name, start, begin, end in elements_in(inside, _REGION):
            key = _ID.search(inside[start:begin])
            region = inside[begin:end]
            for kind, _start, first, last in elements_in(region, _CHANGE):
                if key:
                    self._keep(f"change {key[1]}", _said(kind.removeprefix("text:"), region[first:last]))
        return ""

    def _read_comment(self, annotation: str) -> str:
        name = _NAME.search(annotation.partition(">")[0])
        number = self._keep(f"comment {name[1] if name else len(self._said)}", _said(_COMMENT, annotation))
        if number < 0:
            return ""
        return f"{_BEGIN}{number}{_STOP}" + ("" if name else f"{_END}{number}{_STOP}")

    def _mark(self, tag: re.Match[str]) -> str:
        of_comment = tag[1] == "office:annotation-end"
        key = (_NAME if of_comment else _ID).search(tag[2])
        number = self._numbers.get(f"{'comment' if of_comment else 'change'} {key[1]}" if key else "", -1)
        if number < 0:
            return ""
        begun, ended = f"{_BEGIN}{number}{_STOP}", f"{_END}{number}{_STOP}"
        if tag[1] == "text:change":
            return begun + ended
        return begun if tag[1] == "text:change-start" else ended

    def read(self, root: HtmlElement) -> None:
        """Put what pandoc writes for a Word file in the place of the signs."""
        if self._said:
            self._read(root, [])

    def _read(self, element: HtmlElement, open_: list[int]) -> None:
        children: list[HtmlElement | str] = []
        for child in element.children:
            if isinstance(child, HtmlElement):
                self._read(child, open_)
                children.append(child)
            elif element.tag in ("pre", "script"):
                children.append(_SIGN.sub("", child))
            else:
                children += self._pieces(child, open_)
        element.children = children

    def _pieces(self, text: str, open_: list[int]) -> Iterator[HtmlElement | str]:
        at = 0
        for sign in _SIGN.finditer(text):
            yield from self._words(text[at : sign.start()], open_)
            at, number = sign.end(), int(sign[2])
            if number < len(self._said):
                yield from self._edge(number, open_, begins=sign[1] == _BEGIN)
        yield from self._words(text[at:], open_)

    def _edge(self, number: int, open_: list[int], *, begins: bool) -> Iterator[HtmlElement]:
        said = self._said[number]
        if said.kind == _COMMENT:
            yield self._comment(said, number, begins=begins)
        elif said.kind == _DELETION and begins:
            yield HtmlElement("span", {"class": _DELETION, **said.attrs}, [" ".join(said.words)])
        elif said.kind == _INSERTION and begins:
            open_.append(number)
        elif number in open_:
            open_.remove(number)

    @staticmethod
    def _comment(said: Said, number: int, *, begins: bool) -> HtmlElement:
        if not begins:
            return HtmlElement("span", {"class": "comment-end", "id": str(number)})
        lines: list[HtmlElement | str] = []
        for line in said.words:
            lines += [HtmlElement("br"), line] if lines else [line]
        return HtmlElement("span", {"class": "comment-start", "id": str(number), **said.attrs}, lines)

    def _words(self, text: str, open_: list[int]) -> Iterator[HtmlElement | str]:
        if text and open_:
            yield HtmlElement("span", {"class": _INSERTION, **self._said[open_[-1]].attrs}, [text])
        elif text:
            yield text


def _said(kind: str, xml: str) -> Said:
    who, when = _WHO.search(xml), _WHEN.search(xml)
    lines = (unescape(_TAG.sub("", xml[begin:end])) for _name, _start, begin, end in elements_in(xml, _LINE))
    words = [line for line in lines if line]
    return Said(kind, unescape(who[1]) if who else "", unescape(when[1]) if when else "", words)
