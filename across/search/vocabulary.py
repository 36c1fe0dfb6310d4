"""Which words a project's texts have: what a word that is being typed may become, and what was meant by a typo."""

from collections import OrderedDict
from collections.abc import Iterable
from itertools import chain, groupby
from uuid import UUID

from django.db import transaction

from across.search.models import Spelling, Text, Word
from across.search.stems import forms, plain_words_of

SHORTEST, LONGEST = 4, 24
"""Words of so many letters may have a typo."""
PROJECTS = 64
"""Of so many projects a process remembers which words it has seen."""
AT_ONCE = 2_000
LIKELY, OF_SHORT = 4, 12
"""A beginning of so many letters is few words; of a shorter one so many are looked for."""
NEAR = 12
TWO_FROM = 5
"""Words of so many letters may have two typos."""
SOUND = "~"
"""Before a key that is what is left of a word without its vowels."""
VOWELS = frozenset("aeiouy")
CONSONANTS = "bcdfghjklmnpqrstvwxz"

_seen: OrderedDict[UUID, set[str]] = OrderedDict()


def learn_words(project: UUID, texts: Iterable[Iterable[str]]) -> None:
    """Add the words of some texts that the project did not have, in the caller's transaction."""
    seen = _seen.get(project) or set[str]()
    words = {word for some in texts for word in plain_words_of(some)} - seen
    if not words:
        return
    for some in _slices(sorted(words)):
        known = set(Word.objects.filter(project=project, form__in=some).values_list("form", flat=True))
        new = [word for word in some if word not in known]
        Word.objects.bulk_create((Word(project_id=project, form=word) for word in new), ignore_conflicts=True)
        spelt = (Spelling(project_id=project, key=key, form=word) for word in new for key in keys_of(word))
        Spelling.objects.bulk_create(spelt, batch_size=AT_ONCE, ignore_conflicts=True)
    transaction.on_commit(lambda: _remember(project, words))


def forget_words(project: UUID) -> None:
    """Ask the database again which words a project has."""
    _seen.pop(project, None)


def forget_words_of(texts: Iterable[str]) -> None:
    """Delete the words of some texts from projects where no text has them any more."""
    for word in plain_words_of(texts):
        for project in list(Word.objects.filter(form=word).values_list("project", flat=True)):
            if not Text.objects.filter(project=project).answering(word).exists():
                Word.objects.filter(project=project, form=word).delete()
                Spelling.objects.filter(project=project, form=word).delete()
                forget_words(project)


def beginning(start: str) -> frozenset[str]:
    """Return by what the index finds all words that begin so (`pump*`); of a few letters it would be too many.

    Not by the words that the project has: of a list of those, cut somewhere, what is missing tells of words in texts
    that one may not read.
    """
    return frozenset({f"{start}*"}) if len(start) >= LIKELY else frozenset()


def endings(project: UUID, start: str) -> frozenset[str]:
    """Return by what words are found that begin so; those of two or three letters are the shortest that the project
    has, as while a person is still typing.
    """
    if len(start) < 2 or len(start) >= LIKELY:
        return beginning(start)
    found = Word.objects.filter(project=project).beginning(start).values_list("form", flat=True)
    return frozenset(sorted(found, key=lambda word: (len(word), word))[:OF_SHORT])


def known_forms(project: UUID, wanted: Iterable[str]) -> frozenset[str]:
    """Return which of these the project's texts have as words."""
    found = Word.objects.filter(project=project, form__in=set(wanted))
    return frozenset(found.values_list("form", flat=True))


def near(project: UUID, word: str) -> frozenset[str]:
    """Return words that are a typo away, the nearest ones: a letter too many, too few, another one, or two in the other
    order; where there is none, and the word is not short, two such (`baterry`, `trésorie`).
    """
    keys = spellings(word)
    if not keys:
        return frozenset()
    found = Spelling.objects.filter(project=project, key__in=keys).values_list("form", flat=True).distinct()
    once = [other for other in found if edits(word, other, 1) == 1]
    if once or len(word) < TWO_FROM:
        return _nearest(word, once)
    sounds = sounds_like(word)
    found = Spelling.objects.filter(project=project, key__in=sounds).values_list("form", flat=True).distinct()
    return _nearest(word, [other for other in found if edits(word, other, 2) <= 2])


def _nearest(word: str, others: list[str]) -> frozenset[str]:
    """Return in all their forms so many of these as are looked for: those with the same letters first."""
    nearest = sorted(others, key=lambda other: (sorted(other) != sorted(word), other))[:NEAR]
    return frozenset(chain.from_iterable(map(forms, nearest)))


def edits(word: str, other: str, most: int) -> int:
    """Return by how many typos two words differ; `most` and one more where they are more."""
    if abs(len(word) - len(other)) > most:
        return most + 1
    before, last = list[int](), list(range(len(other) + 1))
    for at, letter in enumerate(word, 1):
        row = [at]
        for place, compared in enumerate(other, 1):
            least = min(last[place] + 1, row[place - 1] + 1, last[place - 1] + (letter != compared))
            if at > 1 and place > 1 and letter == other[place - 2] and word[at - 2] == compared:
                least = min(least, before[place - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def spellings(word: str) -> list[str]:
    """Return a word with and without each of its letters; none where it is short, long, or has digits."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return []
    return sorted({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def keys_of(word: str) -> list[str]:
    """Return all by which the spelling of a word that stands in texts is kept."""
    found = spellings(word)
    return [*found, f"{SOUND}{skeleton(word)}"] if found and len(word) >= TWO_FROM else found


def skeleton(word: str) -> str:
    """Return the first letter of a word and its consonants, two of one as one: what most typos leave alone."""
    rest = (letter for letter in word[1:] if letter not in VOWELS)
    return "".join(letter for letter, _same in groupby((word[0], *rest)))


def sounds_like(word: str) -> list[str]:
    """Return the keys of words with these consonants, or with one too many, too few, or another one."""
    sound = skeleton(word)
    found = {sound}
    for at in range(1, len(sound) + 1):
        found |= {sound[:at] + letter + sound[at:] for letter in CONSONANTS}
        found |= {sound[: at - 1] + sound[at:]}
        found |= {sound[:at] + letter + sound[at + 1 :] for letter in CONSONANTS}
    return sorted(f"{SOUND}{one}" for one in found if one)


def _remember(project: UUID, words: set[str]) -> None:
    _seen.setdefault(project, set()).update(words)
    _seen.move_to_end(project)
    while len(_seen) > PROJECTS:
        _seen.popitem(last=False)


def _slices(words: list[str]) -> Iterable[list[str]]:
    return (words[at : at + AT_ONCE] for at in range(0, len(words), AT_ONCE))
