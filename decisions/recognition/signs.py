"""What says that words which could name a circle do: a capital, quotes, a word beside them, what it does."""

from decisions.recognition.forms import Form
from decisions.recognition.vocabulary import ACTING, ARTICLES, ASKED, BEFORE, BESIDE, JOINING
from decisions.recognition.vocabulary import words as words_in
from decisions.recognition.words import TextWord, folded

TITLE_LIKE = 0.6
OBJECTS = words_in("us them him me you it nous")
BETWEEN = words_in("est is are sont a à en in on to at by dans qui pour from")
ROWS = {
    *{",", "and", "or", "et", "ou", "/", "&", "+", ", and", ", or", "et la", "et le", "et les", "et l'", "et de"},
    *{", la", ", le", ", les", "and the", "and of"},
}
"""What stands between names in a row."""


def is_named(text: str, words: list[TextWord], at: int, end: int, form: Form) -> bool:
    """Whether words that could name a circle do."""
    first, last = words[at], words[end - 1]
    if is_in_constant(text, words, at):
        return False
    if is_unmistakable(text, words, at, end, form):
        return True
    has_company = has_sign_beside(text, words, at, end) or is_acting(text, words, at, end)
    if form.is_short and (first.is_shouted or first.is_quoted):
        return has_company
    if has_company or first.in_file_name or (end - at == 1 and is_quoted_alone(text, first, last)):
        return True
    if form.letters:  # two initials in capitals mean something else as often: CE, PR, AC
        return "&" in first.typed
    if form.is_whole and first.is_shouted and last.is_shouted and not is_shouting(words, at, end):
        return not is_numbered(text, words, end) and not text.startswith(":", last.end)
    return is_proper(text, words, at, end, is_cut_short=form.is_short)


def is_unmistakable(text: str, words: list[TextWord], at: int, end: int, form: Form) -> bool:
    """Whether it is the name of a circle and means nothing else, whatever stands beside it."""
    if form.needs_sign:
        return False
    return bool(form.letters) or not (is_adjective(text, words, at, end) or is_other_number(words[at], form))


def is_quoted_alone(text: str, first: TextWord, last: TextWord) -> bool:
    """Whether quotes stand around these words and nothing else."""
    if not (first.is_quoted and last.is_quoted):
        return False
    before, after = (
        text[max(0, first.start - 3) : first.start].rstrip()[-1:],
        text[last.end : last.end + 3].lstrip()[:1],
    )
    return before in "\"'`«“„‹" and after in "\"'`»”‹›" and bool(before) and bool(after)


def is_other_number(word: TextWord, form: Form) -> bool:
    """Whether it is an ordinary word in another number than the name has it: the goal is not the circle Goals."""
    if not form.typed or word.is_capital or form.typed.endswith(("cs", "ue")):
        return False
    return folded(word.typed) != form.typed


def is_adjective(text: str, words: list[TextWord], at: int, end: int) -> bool:
    """Whether it is the form of a name that both languages use as an adjective: an electronic lock, un moteur
    hydraulique. With an s, a capital or an article before it, it is a noun.
    """
    word = words[at]
    if end - at > 1 or not word.stem.endswith("ic") or word.typed.casefold().endswith(("ics", "iques")):
        return False
    return not (
        at and words[at - 1].stem in ARTICLES and is_next(text, words, at - 1) and not is_followed(text, words, end)
    )


def is_followed(text: str, words: list[TextWord], end: int) -> bool:
    """Whether another word follows without anything between, which an adjective before it would belong to."""
    if end >= len(words) or text[words[end - 1].end : words[end].start] != " ":
        return False
    return words[end].typed.casefold() not in {*ACTING, *JOINING, *ARTICLES, *BETWEEN}


def is_next(text: str, words: list[TextWord], at: int) -> bool:
    """Whether a word and the next belong to one clause."""
    return at + 1 < len(words) and text[words[at].end : words[at + 1].start].strip() in {"", "'", '"', "«", "“", "-"}


def has_sign_beside(text: str, words: list[TextWord], at: int, end: int) -> bool:
    """Whether a word beside says that a circle is meant."""
    if end < len(words) and words[end].stem in BESIDE and is_next(text, words, end - 1):
        return True
    place = at - 1
    while place >= 0 and words[place].typed.casefold() in ARTICLES and is_next(text, words, place):
        place -= 1
    if place < 0 or not is_next(text, words, place):
        return False
    return words[place].stem in BEFORE or (place == at - 1 and words[place].stem in ASKED)


def is_acting(text: str, words: list[TextWord], at: int, end: int) -> bool:
    """Whether it does something, with nothing before it that it could belong to: market redoes its list."""
    if end >= len(words) or not is_next(text, words, end - 1) or not is_verb(words, end):
        return False
    return words[at].begins_sentence or words[at - 1].typed.casefold() in JOINING or not is_next(text, words, at - 1)


def is_verb(words: list[TextWord], at: int) -> bool:
    """Whether a word is something that a circle does or did; a past form counts where it has an object."""
    typed = words[at].typed.casefold()
    if typed in ACTING:
        return True
    after = words[at + 1].typed.casefold() if at + 1 < len(words) else ""
    return typed.endswith("ed") and after in {*ARTICLES, *OBJECTS}


def is_in_constant(text: str, words: list[TextWord], at: int) -> bool:
    """Whether it ends a name that programs write in capitals, as RUSTC_BOOTSTRAP."""
    before, word = words[at - 1] if at else None, words[at]
    if before is None or word.in_file_name:
        return False
    return before.is_shouted and word.is_shouted and text[before.end : word.start] == "_"


def has_article(words: list[TextWord], at: int) -> bool:
    """Whether an article stands before it."""
    return at > 0 and words[at - 1].typed.casefold() in ARTICLES


def is_proper(text: str, words: list[TextWord], at: int, end: int, *, is_cut_short: bool = False) -> bool:
    """Whether a capital says that it is a name, and not where a sentence begins, a title or another name is; of a name
    cut short only with an article: “the Élec”.
    """
    word = words[at]
    if not word.is_capital or is_titled(words, at):
        return False
    if word.begins_sentence or is_numbered(text, words, end) or (is_cut_short and not has_article(words, at)):
        return False
    after_capital = end < len(words) and words[end].is_capital and text[words[end - 1].end : words[end].start] == " "
    before_capital = (
        at > 0
        and words[at - 1].is_capital
        and not words[at - 1].begins_sentence
        and text[words[at - 1].end : word.start] == " "
    )
    return not (after_capital and words[end].stem not in BESIDE) and not before_capital


def is_numbered(text: str, words: list[TextWord], end: int) -> bool:
    """Whether a number follows: prototype 3 is a thing."""
    return end < len(words) and words[end].typed[:1].isdigit() and text[words[end - 1].end : words[end].start] == " "


def sentence_around(words: list[TextWord], at: int) -> list[TextWord]:
    """Return the words of the sentence of a word."""
    first = max((n for n in range(max(0, at - 40), at + 1) if words[n].begins_sentence), default=max(0, at - 40))
    after = next(
        (n for n in range(at + 1, min(len(words), at + 40)) if words[n].begins_sentence), min(len(words), at + 40)
    )
    return words[first:after]


def is_titled(words: list[TextWord], at: int) -> bool:
    """Whether most words of a sentence have a capital, as English titles do: then one says nothing."""
    others = [word for word in sentence_around(words, at) if not word.begins_sentence and word is not words[at]]
    long = [word for word in others if len(word.typed) > 3 and word.typed[0].isalpha()]
    return len(long) > 1 and sum(word.is_capital for word in long) / len(long) >= TITLE_LIKE


def is_shouting(words: list[TextWord], at: int, end: int) -> bool:
    """Whether words around are in capitals too and nothing tells a name by them."""
    around = [word for word in (*words[max(0, at - 3) : at], *words[end : end + 3]) if len(word.typed) > 3]
    return len(around) > 1 and all(word.typed.isupper() for word in around)


def is_listed(text: str, words: list[TextWord], at: int, end: int, known: set[int]) -> bool:
    """Whether it stands in a row with a circle that is named: electronics, market and field."""
    for near in (at - 1, at - 2):
        if near in known and text[words[near].end : words[at].start].strip(" ").casefold() in ROWS:
            return True
    for near in (end, end + 1):
        if near in known and text[words[end - 1].end : words[near].start].strip(" ").casefold() in ROWS:
            return True
    return False
