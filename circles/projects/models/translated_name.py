"""A circle's name: the general circle of a project that nobody renamed is called as its reader says it."""

from functools import cache
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import pgettext

from foundation.web.languages import LANGUAGES


def general_name(language: str) -> str:
    """Return what a new general circle is called in a language."""
    with translation.override(language):
        return pgettext("name of the general circle", "General")


@cache
def general_names() -> frozenset[str]:
    """Return what general circles that nobody renamed are called, in all languages."""
    return frozenset(map(general_name, LANGUAGES))


class TranslatedName(str):
    """A name in the reader's language; `written` is the one that the database keeps, and goes on keeping."""

    written: str

    def __new__(cls, name: str, written: str) -> "TranslatedName":
        """Make it."""
        made = super().__new__(cls, name)
        made.written = written
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it be pickled, as caches and processes do."""
        return TranslatedName, (str(self), self.written)


def as_written[T](value: T) -> T:
    """Return a value, or a list or mapping of such, with names as the database keeps them: the record speaks no
    reader's language.
    """
    if isinstance(value, TranslatedName):
        return value.written  # type: ignore[return-value]
    if isinstance(value, list):
        return [as_written(one) for one in value]  # type: ignore[return-value]
    if isinstance(value, dict):
        return {key: as_written(one) for key, one in value.items()}  # type: ignore[return-value]
    return value


class NameReader:
    """Reads a circle's name: that of a general circle as it was made in the reader's language, any other as it is."""

    def __init__(self, field: "models.Field[Any, Any]") -> None:
        self.attribute = field.attname

    def __get__(self, circle: Any, owner: type) -> Any:
        if circle is None:
            return self
        if self.attribute not in circle.__dict__:
            circle.refresh_from_db(fields=[self.attribute])  # it was deferred
        written = circle.__dict__[self.attribute]
        if circle.parent_id is None and written in general_names():
            return TranslatedName(pgettext("name of the general circle", "General"), written)
        return written

    def __set__(self, circle: Any, name: str) -> None:
        circle.__dict__[self.attribute] = getattr(name, "written", name)


class CircleNameField(models.CharField[str, str]):
    """Keeps a circle's name as it was written, and reads it with `NameReader`."""

    descriptor_class = NameReader

    def get_prep_value(self, value: Any) -> Any:
        """Write what was kept, whatever language a person read it in."""
        return super().get_prep_value(getattr(value, "written", value))

    def deconstruct(self) -> Any:
        """Be a plain text for migrations: only reading differs."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
