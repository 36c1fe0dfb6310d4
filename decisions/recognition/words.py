"""Words of a text, made alike however they are typed: case, accents, plural, both languages' endings."""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
"""Characters without a width, which cut a name in two for a program and for nobody who reads."""
ALIKE = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405\u0430"
    "\u0435\u043a\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0391\u0392\u0395\u0396\u0397\u0399"
    "\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03b1\u0131",
    "ABEKMHOPCTYXIJSaekopcyxijsABEZHIKMNOPTYXoai",
)
"""Letters of other alphabets that look like ours."""
TAG = re.compile(r"<[^<>]{1,200}>")
EMPHASIS = re.compile(r"(?:\*{1,3}|_{2}|~~)")
APOSTROPHES = str.maketrans("’‘ʼ´＇", "'''''")
DASHES = re.compile("[\u2010-\u2015\u2212\u00ad]")
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
WORD = re.compile(r"[^\W_]+(?:(?<=[\w.])&[^\W_]+)?")
SPELT = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .·\-]){3,}[^\W\d_](?![^\W_])")
SENTENCE_END = re.compile(r"(?:[.!?:;\n|•]|\n\s*\d+[.)]|^(?:\d+[.)])?)[\s\"'«“(>#*+\-]*$")
"""What stands before the first word of a sentence, an item of a list, a heading."""
QUOTES_BEFORE = re.compile(r"(?:[\"`«“„‹]\s?|(?<!\w)')$")
QUOTES_AFTER = re.compile(r"^(?:\s?[\"`»”‹›]|'(?!\w))")
FILES = "pdf|docx?|xlsx?|csv|od[ts]|pptx?|step|stp|dwg|dxf|png|jpe?g|svg|txt|md|zip|stl|html?"
FILE_NAME = re.compile(rf"(?<![\w\-.%+])[\w\-.%+]{{1,100}}\.(?:{FILES})\b", re.IGNORECASE)
CODE = re.compile(rf"`(?=[^`\s]{{0,200}}[/:(){{}}<>=.])(?![^`\s]{{0,200}}\.(?:{FILES})`)[^`\s]{{3,200}}`")
"""A path or an expression of a program."""
ELSEWHERE = re.compile(r"https?://(?!\S{0,300}/(?:circles|decisions|actions)/)[^\s<>)\]]+")
"""Addresses of other places: what stands in them names nothing of ours."""


@dataclass(frozen=True)
class TextWord:
    """One word of a text: as typed, its stem, where it stands, and what says that it may be a name."""

    typed: str
    stem: str
    start: int
    end: int
    begins_sentence: bool  # so that its capital says nothing
    is_quoted: bool
    in_file_name: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.typed[:1].isupper()

    @property
    def is_shouted(self) -> bool:
        """Whether it is written in capitals."""
        return len(self.typed) > 2 and self.typed.isupper()


def plain(text: str) -> str:
    """Return a text as it reads: no markup within words, one kind of dash, apostrophe and space."""
    text = html.unescape(text) if "&" in text else text
    text = unicodedata.normalize("NFKC", UNSEEN.sub("", text))
    text = TAG.sub("", EMPHASIS.sub("", text.translate(APOSTROPHES)))
    text = CODE.sub("", text)
    text = ELSEWHERE.sub("", SPACES.sub(" ", DASHES.sub("-", text)))
    if not text.isascii():
        text = unify(text)
    return SPELT.sub(lambda found: re.sub(r"[ .·\-]", "", found[0]), text)


def unify(text: str) -> str:
    """Write letters that look like ours as ours, in words that have some of ours or only such."""
    return re.sub(r"[^\W\d_]+", lambda found: found[0].translate(ALIKE), text)


def folded(word: str) -> str:
    """Return a word without accents and case."""
    letters = "".join(one for one in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(one))
    return letters.replace("œ", "oe").replace("æ", "ae")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return what a word has in common with its plural, with or without accents, and with the same word in the other
    language: electronics and électronique are `electronic`, quality and qualité `qualit`.
    """
    found = folded(word).replace("&", "")
    if len(found) > 3 and found[-1] in "sx" and found[-2] != "s":
        found = found[:-1]
    if len(found) > 5:
        found = found.replace("ch", "c").replace("ph", "f").replace("th", "t")
        for ending, instead in ENDINGS:
            if found.endswith(ending):
                return found[: -len(ending)] + instead
    return found


ENDINGS = (
    ("ique", "ic"),
    ("ization", "isation"),
    ("ite", "it"),
    ("ity", "it"),
    ("ie", "y"),
    ("eaux", "eau"),
    ("ale", "al"),
)


def words_of(text: str) -> list[TextWord]:
    """Return the words of a text that is `plain`."""
    files = [found.span() for found in FILE_NAME.finditer(text)]
    found = []
    for match in WORD.finditer(text):
        start, end = match.span()
        before, after = text[max(0, start - 12) : start], text[end : end + 3]
        found.append(
            TextWord(
                match[0],
                stem(match[0]),
                start,
                end,
                begins_sentence=bool(SENTENCE_END.search(before)),
                is_quoted=bool(QUOTES_BEFORE.search(before)) or bool(QUOTES_AFTER.search(after)),
                in_file_name=any(first <= start and end <= last for first, last in files),
            )
        )
    return found
