"""Entries of the record as sentences, by day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import User
from audit.models import Disclosure, Entry
from circles.fact_names import Words, name_of, value_of
from circles.models import masked
from circles.models.item import SEVERAL
from circles.registries import references
from circles.templatetags.ronde import in_words


@dataclass(frozen=True)
class Sentence:
    """One deed as people read it; `name` is None for an erased one, `user` for one who is not known any more."""

    entry: Entry
    user: User | None
    name: str | None
    personal: dict[str, str]

    @property
    def title(self) -> str:
        """Give the words that name what it was about, a day as days are written."""
        return str(in_words(self.entry.title))

    @property
    def has_page(self) -> bool:
        """Say whether its reference leads somewhere."""
        return self.entry.reference.partition("-")[0] in references

    @property
    def beside(self) -> list[str]:
        """Give the personal values that stand beside the deed, each for itself."""
        return [value for name, value in self.personal.items() if SEVERAL not in name]

    @property
    def facts(self) -> list[tuple[Words, object]]:
        """Give the facts that say something, by name; what names several people is among them, without the erased."""
        told = dict(self.entry.facts)
        for name, value in self.personal.items():
            fact, is_of_several, _at = name.partition(SEVERAL)
            if is_of_several:
                told[fact] = [*told.get(fact, []), value]
        return [
            (name_of(name), in_words(value_of(name, fact)))
            for name, fact in told.items()
            if fact not in ("", None, [], {})
        ]


def sentences(entries: list[Entry], sees_address: Callable[[Entry], bool]) -> list[tuple[date, list[Sentence]]]:
    """Group entries by day in the reader's zone, in their order; two queries whatever the rows.

    `sees_address` says whether the e-mail address in an entry is for the reader; it is masked for others.
    """
    people = User.objects.in_bulk({entry.actor for entry in entries if entry.actor})
    values: dict[int, dict[str, str]] = {}
    for disclosure in Disclosure.objects.filter(entry__in=entries).exclude(salt=""):
        values.setdefault(disclosure.entry_id, {})[disclosure.name] = disclosure.value
    days: list[tuple[date, list[Sentence]]] = []
    for entry in entries:
        known = values.get(entry.pk, {})
        user = people.get(entry.actor) if entry.actor else None
        day = timezone.localtime(entry.happened_at).date()
        if not days or days[-1][0] != day:
            days.append((day, []))
        personal = {name: value for name, value in known.items() if name != "by"}
        if "address" in personal and not sees_address(entry):
            personal["address"] = masked(personal["address"])
        days[-1][1].append(Sentence(entry, user, known.get("by"), personal))
    return days
