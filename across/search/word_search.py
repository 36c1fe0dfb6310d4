"""Things of other apps' lists, asked for by their words."""

from collections.abc import Collection
from typing import Any

from django.db.models import BigIntegerField, Model, Q, QuerySet, UUIDField
from django.db.models.functions import Cast

from across.search.candidates import token
from across.search.indexing import key_of
from across.search.models import Text
from across.search.stems import asked, plain_word, words_asked, words_in
from across.search.vocabulary import beginning
from circles.projects.thing_parts import WordSearch

COMMON = 3_000


def has_words(model: type[Model], typed: str, among: Collection[Any] | None = None) -> Q:
    """Return the condition that a thing's texts have all the words typed; see `WordSearch`."""
    is_uuid = isinstance(model._meta.pk, UUIDField)
    texts = _texts(model, typed)
    if among is not None:
        texts = texts.filter(thing__in=[key_of(key) for key in among])
    return Q(pk__in=texts.values(key=Cast("thing", UUIDField() if is_uuid else BigIntegerField())))


def is_common(model: type[Model], typed: str) -> bool:
    """Return whether more than `COMMON` things have the words, of all projects."""
    return _texts(model, typed)[: COMMON + 1].count() > COMMON


def _texts(model: type[Model], typed: str) -> QuerySet[Text]:
    kind, words = str(model._meta.model_name), words_asked(typed)
    groups = asked(typed)
    if groups and words_in(typed)[-1] == words[-1]:  # a reference is typed whole
        groups[-1] |= beginning(plain_word(words[-1]))
    # The index itself is asked for whole documents: of a common word it knows three times as many paragraphs.
    tokens = [token("whole", kind)] if kind == "document" else []
    return Text.objects.of_kind(kind).whole().having(groups, *tokens)


WORD_SEARCH = WordSearch(has_words, is_common)
