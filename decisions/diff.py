"""What changed between two texts, word by word: pure, for reading."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+(?:[.,’'-]\w+)*|[^\w\s]")
PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Part:
    """A run of words that is in both texts (`same`), only in the new one (`ins`), or only in the old one (`del`)."""

    kind: str
    text: str


def parts(before: str, after: str) -> list[Part]:
    """The runs of both texts in reading order; what went stands before what came."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    found: list[Part] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Part("same", "".join(old[a1:a2])))
            continue
        if a2 > a1:
            found.append(Part("del", "".join(old[a1:a2])))
        if b2 > b1:
            found.append(Part("ins", "".join(new[b1:b2])))
    return _joined(found)


def _joined(found: list[Part]) -> list[Part]:
    """Read a run of changes with nothing but blanks between as one: what went, then what came."""
    result: list[Part] = []
    gone, come = "", ""
    for place, part in enumerate([*found, Part("same", "")]):
        changing = gone or come
        following = found[place + 1].kind if place + 1 < len(found) else "same"
        if part.kind == "same" and not (changing and part.text.isspace() and following != "same"):
            result += [Part(kind, text) for kind, text in (("del", gone), ("ins", come)) if text]
            result += [part] if part.text else []
            gone, come = "", ""
            continue
        gone += part.text if part.kind != "ins" else ""
        come += part.text if part.kind != "del" else ""
    return result


def paragraphs(before: str, after: str) -> list[list[Part]]:
    """The same, cut into paragraphs at blank lines; a text without words is one empty paragraph."""
    found: list[list[Part]] = [[]]
    for part in parts(before, after):
        first, *rest = PARAGRAPH.split(part.text)
        if first:
            found[-1].append(Part(part.kind, first))
        found += [[Part(part.kind, text)] if text else [] for text in rest]
    return [paragraph for paragraph in found if paragraph] or [[]]
