"""What of the register an address asks for: filters and order, which can so be sent to others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dateutil.relativedelta import relativedelta
from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Project, Reversibility
from circles.projects.project_cache import now_in
from circles.projects.thing_parts import word_search
from decisions.decisions.models import Decision, Position, Proposal
from decisions.decisions.models.register.decision import DecisionQuerySet
from decisions.decisions.register.most_cited import explaining
from decisions.decisions.register.query_params import amount_in, year_in
from decisions.decisions.register.sorting import ORDERS
from foundation.web.pagination import day_in, uuid_in

STATES = (
    ("", _("All")),
    ("in_force", _("In force")),
    ("review", _("Review due")),
    ("cheap", _("Easy to undo")),
    ("concern", _("With a concern")),
    ("past", _("No longer in force")),
)
OTHER_STATES = (
    ("kept", _("Kept at a review")),
    ("suspended", _("Suspended")),
    ("amended", _("Amended")),
    ("superseded", _("Superseded")),
    ("revoked", _("Revoked")),
    ("came_true", _("With a concern that came true")),
    ("explains", _("Ten key decisions")),
)
LONGEST = 100


@dataclass(frozen=True)
class RegisterFilters:
    """Filters of the register, as the address writes them.

    `circle` is a circle's key; `state` one of `STATES` and `OTHER_STATES`; `who` the id of who owns or proposed; `year`
    four digits; `since` and `until` days (2026-11-24), both included; `least` and `most` amounts; `undo` a
    reversibility; `touches` the key of a domain, an element (FE-2) or a circle; `words` are found in any form; `sort`
    is one of `ORDERS`, turned round by a minus.
    """

    circle: str = ""
    state: str = ""
    words: str = ""
    who: str = ""
    year: str = ""
    since: str = ""
    until: str = ""
    least: str = ""
    most: str = ""
    undo: str = ""
    touches: str = ""
    sort: str = ""

    @classmethod
    def from_query(cls, address: Mapping[str, str]) -> "RegisterFilters":
        """Take what the address says; anything that means nothing counts as not said."""
        said = {field.name: address.get(field.name, "").strip()[:LONGEST] for field in fields(cls)}
        said["words"] = address.get("q", "").strip()[:LONGEST]
        known = {
            "state": said["state"] in dict(STATES + OTHER_STATES),
            "who": uuid_in(said["who"]) is not None,
            "year": year_in(said["year"]) is not None,
            "since": day_in(said["since"]) is not None,
            "until": day_in(said["until"]) is not None,
            "least": amount_in(said["least"]) is not None,
            "most": amount_in(said["most"]) is not None,
            "undo": said["undo"] in Reversibility.values,
            "sort": said["sort"].removeprefix("-") in ORDERS,
        }
        return cls(**{name: value if known.get(name, True) else "" for name, value in said.items()})

    @classmethod
    def of(cls, query: str) -> "RegisterFilters":
        """Read what `query` wrote."""
        return cls.from_query(dict(parse_qsl(query)))

    @property
    def query(self) -> str:
        """Return it as the address writes it: what asks for the same is written the same."""
        return urlencode(sorted(self.said.items()))

    @property
    def said(self) -> dict[str, str]:
        """Return what is asked, by its names in the address."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"q" if name == "words" else name: value for name, value in values.items() if value}

    @property
    def beside(self) -> list[tuple[str, str]]:
        """Return what is asked beside circle and words, for the form that asks for these."""
        return [(name, value) for name, value in self.said.items() if name not in ("circle", "q")]

    @property
    def states(self) -> tuple[tuple[str, object], ...]:
        """Return the states one asks for most."""
        return STATES

    @property
    def other_states(self) -> tuple[tuple[str, object], ...]:
        """Return the other states."""
        return OTHER_STATES

    @property
    def has_more_filters(self) -> bool:
        """Return whether something is asked that only the longer form shows."""
        named = (self.who, self.year, self.since, self.until, self.least, self.most, self.undo, self.touches)
        return any(named) or self.state in dict(OTHER_STATES[:-1])

    def among(self, found: DecisionQuerySet, project: Project) -> DecisionQuerySet:
        """Keep what is asked for."""
        found = found.in_scope(self.circle).filter(self._taken(project) & self._costing())
        if self.who:
            found = found.filter(Q(owner=self.who) | Q(proposal__created_by=self.who))
        if self.undo:
            found = found.filter(reversibility=self.undo)
        if self.touches:
            found = found.filter(proposal__in=_touching(project, self.touches))
        if self.words:
            found = found.filter(word_search().has_words(Decision, self.words, None))
        return self._in_state(found, project.day_of(now_in(project)))

    @staticmethod
    def noted(found: DecisionQuerySet) -> DecisionQuerySet:
        """Tell along what stands under a row: the number it took over from (`took_over`), who kept a concern with it
        first (`concern_of`).
        """
        older = Decision.objects.filter(superseded_by=OuterRef("pk")).order_by("number").values("number")[:1]
        voiced = Position.objects.kept_with_decision().filter(round=OuterRef("round"))
        return found.annotate(
            took_over=Cast(Subquery(older), CharField()),
            concern_of=Subquery(voiced.order_by("pk").values("user__name")[:1]),
        )

    def _taken(self, project: Project) -> Q:
        """Write year and days as instants of the project's zone."""
        zone, kept = project.zone, Q()
        if (year := year_in(self.year)) is not None:
            first = datetime(year, 1, 1, tzinfo=zone)
            kept &= Q(adopted_at__gte=first, adopted_at__lt=first + relativedelta(years=1))
        if since := day_in(self.since):
            kept &= Q(adopted_at__gte=datetime.combine(since, time.min, zone))
        if until := day_in(self.until):
            kept &= Q(adopted_at__lt=datetime.combine(until + relativedelta(days=1), time.min, zone))
        return kept

    def _costing(self) -> Q:
        kept = Q()
        if (least := amount_in(self.least)) is not None:
            kept &= Q(cost__gte=least)
        if (most := amount_in(self.most)) is not None:
            kept &= Q(cost__lte=most)
        return kept

    def _in_state(self, found: DecisionQuerySet, today: date) -> DecisionQuerySet:
        keeping: dict[str, Callable[[], DecisionQuerySet]] = {
            "in_force": found.in_force,
            "review": lambda: found.due_for_review(today),
            "cheap": found.cheap_to_undo,
            "concern": found.with_a_concern,
            "past": found.no_longer,
            "kept": found.kept_at_review,
            "suspended": found.suspended,
            "amended": found.amended,
            "superseded": found.superseded,
            "revoked": found.revoked,
            "came_true": found.with_what_came_true,
            "explains": lambda: found.filter(pk__in=explaining(found).values("pk")),
        }
        return keeping.get(self.state, found.all)()


def _touching(project: Project, key: str) -> Any:
    """Return the proposals that touch what has this key: a domain, an element, or a circle."""
    number = key.upper().removeprefix("FE-")
    named = Q(domains__key__iexact=key) | Q(named__key=key.lower())
    if number.isdecimal() and len(number) < 6:
        named |= Q(elements__number=int(number))
    return Proposal.objects.in_project(project).filter(named).values("pk")
