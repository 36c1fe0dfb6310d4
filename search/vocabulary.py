"""Which words a project's texts have: what a word that is being typed may become, and what was meant by a typo."""

from collections import OrderedDict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from search.models import Spelling, Text, Word
from search.stems import plain_words_of

SHORTEST, LONGEST = 4, 24
"""Words of so many letters may have a typo."""
PROJECTS = 64
"""Of so many projects a process remembers which words it has seen."""
AT_ONCE = 2_000
LIKELY, OF_SHORT = 4, 12
"""A beginning of so many letters is few words; of a shorter one so many are looked for."""
NEAR = 12

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
        spelt = (Spelling(project_id=project, key=key, form=word) for word in new for key in spellings(word))
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


def near(project: UUID, word: str) -> frozenset[str]:
    """Return words that are one typo away: a letter too many, too few, another one, or two in the other order."""
    keys = spellings(word)
    if not keys:
        return frozenset()
    found = Spelling.objects.filter(project=project, key__in=keys).values_list("form", flat=True).distinct()
    typos = (other for other in found if is_typo_of(word, other))
    return frozenset(sorted(typos, key=lambda other: (sorted(other) != sorted(word), other))[:NEAR])


def is_typo_of(word: str, other: str) -> bool:
    """Whether two words that have one of their spellings in common are one typo apart, not two at different places."""
    if len(word) != len(other):
        return True
    places = [at for at, letters in enumerate(zip(word, other, strict=True)) if letters[0] != letters[1]]
    if len(places) == 2:
        first, second = places
        return second == first + 1 and word[first] == other[second] and word[second] == other[first]
    return len(places) == 1


def spellings(word: str) -> list[str]:
    """Return a word with and without each of its letters; none where it is short, long, or has digits."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return []
    return sorted({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def _remember(project: UUID, words: set[str]) -> None:
    _seen.setdefault(project, set()).update(words)
    _seen.move_to_end(project)
    while len(_seen) > PROJECTS:
        _seen.popitem(last=False)


def _slices(words: list[str]) -> Iterable[list[str]]:
    return (words[at : at + AT_ONCE] for at in range(0, len(words), AT_ONCE))
