"""Entries of the record as sentences, by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from circles.circles.models import Circle, Membership
from circles.circles.queries.tree import circles_of
from circles.invitations.models import masked
from circles.invitations.permissions import may_see_address
from circles.projects.models import Project
from circles.projects.models.subject import SEVERAL
from circles.record.formatting import AMOUNTS, format_amount
from circles.record.labels import Words, fact_label, fact_value
from circles.record.references import has_page
from circles.record.templates import RecordedEvent, RenderedEvent, render_event
from foundation.accounts.models import User
from foundation.audit.models import Entry, PersonalValue
from foundation.web.formatting import in_words
from foundation.web.unicode_safety import strip_disruptive


@dataclass(frozen=True)
class Sentence:
    """One event as people read it. `user` is None where nobody did it, or nobody knows them any more; so is
    `rendered` where its app has no sentence for it, or it lacks what that needs: it reads as label and thing then.
    """

    event: RecordedEvent
    user: User | None
    rendered: RenderedEvent | None

    @property
    def entry(self) -> Entry:
        """Return what stands in the record."""
        return self.event.entry

    @property
    def text(self) -> str:
        """Return it without links."""
        return (self.rendered or plainly(self.event)).text

    @property
    def html(self) -> SafeString:
        """Return it with links."""
        return (self.rendered or plainly(self.event)).html

    @property
    def facts(self) -> list[tuple[Words, object]]:
        """Return the facts that say something and that no sentence covers, by name; what names people is among them,
        without the erased.
        """
        facts = dict(self.event.facts)
        for name, value in self.event.personal.items():
            fact, is_of_several, _at = name.partition(SEVERAL)
            if is_of_several:
                facts[fact] = [*facts.get(fact, []), value]
            elif self.rendered:
                facts[name] = value
        known = self.rendered.facts if self.rendered else ()
        shown = [(name, self._value(name, fact)) for name, fact in facts.items() if name not in known]
        return [(fact_label(name), value) for name, value in shown if value not in ("", None, [], {})]

    def _value(self, name: str, fact: object) -> object:
        if name in AMOUNTS:
            return format_amount(fact, self.event.project)
        return in_words(fact_value(name, fact)) if fact not in ("", None, [], {}) else None


def plainly(event: RecordedEvent) -> RenderedEvent:
    """Render an event that no sentence fits by who, label and thing, and what is said of people beside it; no fact."""
    thing = event.thing() or ""
    between = " " if has_page(event.entry) else pgettext("between event and thing", ": ")
    beside = [f" ({strip_disruptive(value)})" for name, value in event.personal.items() if SEVERAL not in name]
    parts = [event.who(), " ", event.entry.event_label, between if thing else "", thing, *beside]
    return RenderedEvent("".join(map(str, parts)), format_html("{}" * len(parts), *parts), frozenset())


def sentences_of(project: Project, entries: list[Entry], reader: User | None) -> list[Sentence]:
    """Put entries of a project into words, in their order; at most three queries, beside the circles.

    The e-mail address that a person was invited by is masked for a reader who may not see it; with None, for all.
    """
    people = User.objects.in_bulk({entry.actor for entry in entries if entry.actor})
    circles = {circle.key: circle for circle in circles_of(project)}
    values: dict[int, dict[str, str]] = {}
    for one in PersonalValue.objects.filter(entry__in=entries).exclude(salt=""):
        values.setdefault(one.entry_id, {})[one.name] = one.value
    found, members = [], members_of(entries)
    for entry in entries:
        personal, circle = values.get(entry.pk, {}), circles.get(entry.scope)
        by = personal.pop("by", None)
        if "address" in personal and not (reader and _may_see_address(reader, project, entry, circle)):
            personal["address"] = masked(personal["address"])
        event = RecordedEvent(entry, project, by, personal, circle, members.get(entry.pk))
        found.append(Sentence(event, people.get(entry.actor) if entry.actor else None, render_event(event)))
    return found


def members_of(entries: Iterable[Entry]) -> dict[int, UUID]:
    """Return whose membership each entry about one is about, by its key: a name alone may be that of several."""
    about = {entry.pk: int(entry.subject) for entry in entries if entry.subject_kind == "membership"}
    people = dict(Membership.objects.filter(pk__in=about.values()).values_list("pk", "user")) if about else {}
    return {key: people[membership] for key, membership in about.items() if membership in people}


def _may_see_address(reader: User, project: Project, entry: Entry, circle: Circle | None) -> bool:
    return may_see_address(reader, project, inviter=entry.actor, circle=circle.pk if circle else None)


def by_day(sentences: Iterable[Sentence]) -> list[tuple[date, list[Sentence]]]:
    """Group sentences by day in the reader's zone, in their order."""
    days: list[tuple[date, list[Sentence]]] = []
    for sentence in sentences:
        day = timezone.localtime(sentence.entry.happened_at).date()
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(sentence)
    return days
