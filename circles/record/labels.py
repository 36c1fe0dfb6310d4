"""What the facts of the record are called where people read them; in the record itself they keep their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.audit.event_types import event_label
from foundation.web.extension_registry import Addition, Keyed, additions, merged

type Words = str | Promise


@dataclass(frozen=True)
class FactChoices(Addition):
    """The choices that facts of the record have, by the fact."""

    items: Mapping[str, Any]


@dataclass(frozen=True)
class FactLabels(Keyed[str, Words]):
    """What facts that only an app's own events have are called, by the fact."""


@cache
def fact_labels() -> Mapping[str, Words]:
    """Return what all facts are called, by the fact."""
    return {**OWN_LABELS, **merged(FactLabels)}


@cache
def fact_choices() -> dict[str, Any]:
    """Return the choices that facts have."""
    return {fact: choices for added in additions(FactChoices) for fact, choices in added.items.items()}


OWN_LABELS: Mapping[str, Words] = {
    "address": pgettext_lazy("fact", "address"),
    "after": pgettext_lazy("fact", "after"),
    "amount": pgettext_lazy("fact", "amount"),
    "answer_by": pgettext_lazy("fact", "answer by"),
    "because": pgettext_lazy("fact", "because"),
    "before": pgettext_lazy("fact", "before"),
    "budget": pgettext_lazy("fact", "budget"),
    "cannot_be_fixed": pgettext_lazy("fact", "that it cannot be put right"),
    "carries_out": pgettext_lazy("fact", "what it carries out"),
    "cap_days": pgettext_lazy("fact", "days at most"),
    "cap_money": pgettext_lazy("fact", "money at most"),
    "cause": pgettext_lazy("fact", "because of"),
    "certainty": pgettext_lazy("fact", "how certain it is"),
    "changed": pgettext_lazy("fact", "changed"),
    "circles_inside": pgettext_lazy("fact", "circles inside"),
    "begins_whole_number": pgettext_lazy("fact", "begins a new whole number of the baseline"),
    "closed": pgettext_lazy("fact", "closed circles"),
    "country": pgettext_lazy("fact", "country of public holidays"),
    "cross_circle_by": pgettext_lazy("fact", "what touches several circles is decided by"),
    "currency": pgettext_lazy("fact", "currency"),
    "danger": pgettext_lazy("fact", "where the danger comes from"),
    "day": pgettext_lazy("fact", "day"),
    "decision": pgettext_lazy("fact", "decision"),
    "decisions": pgettext_lazy("fact", "decisions"),
    "documents": pgettext_lazy("fact", "documents"),
    "domains": pgettext_lazy("fact", "domains"),
    "email": pgettext_lazy("fact", "e-mail address"),
    "effect": pgettext_lazy("fact", "expected effect"),
    "elements": pgettext_lazy("fact", "elements"),
    "equipment": pgettext_lazy("fact", "equipment"),
    "evidence": pgettext_lazy("fact", "what supports it"),
    "expected": pgettext_lazy("fact", "expected"),
    "file": pgettext_lazy("fact", "file"),
    "by_link": pgettext_lazy("fact", "comes in by the e-mail’s link"),
    "file_space_mb": pgettext_lazy("fact", "space for files"),
    "led_in_steps": pgettext_lazy("fact", "proposals guided step by step in syncs"),
    "public_links": pgettext_lazy("fact", "public links to documents"),
    "fix_cost": pgettext_lazy("fact", "money to put it right"),
    "fix_days": pgettext_lazy("fact", "days to put it right"),
    "former": pgettext_lazy("fact", "ended memberships"),
    "handle": pgettext_lazy("fact", "handle"),
    "hard_to_undo": pgettext_lazy("fact", "may decide alone what is"),
    "hard_to_undo_before": pgettext_lazy("fact", "before that, what is"),
    "harm": pgettext_lazy("fact", "what would happen"),
    "how": pgettext_lazy("fact", "how"),
    "hypothesis": pgettext_lazy("fact", "hypothesis"),
    "is_active": pgettext_lazy("fact", "may sign in"),
    "sessions": pgettext_lazy("fact", "sessions, all ended"),
    "is_staff": pgettext_lazy("fact", "access to the administration"),
    "groups": pgettext_lazy("fact", "parts of the administration"),
    "is_superuser": pgettext_lazy("fact", "administrator"),
    "into": pgettext_lazy("fact", "into"),
    "kind_of": pgettext_lazy("fact", "kind"),
    "language": pgettext_lazy("fact", "language"),
    "learn_by": pgettext_lazy("fact", "learn by"),
    "level": pgettext_lazy("fact", "may"),
    "limit": pgettext_lazy("fact", "limit"),
    "limit_before": pgettext_lazy("fact", "limit before"),
    "unit_limit": pgettext_lazy("fact", "limit as an amount"),
    "limit_share": pgettext_lazy("fact", "limit as a share of what is in hand, in %"),
    "small_limit": pgettext_lazy("fact", "limit of small decisions"),
    "members": pgettext_lazy("fact", "members"),
    "memberships": pgettext_lazy("fact", "memberships"),
    "money": pgettext_lazy("fact", "money"),
    "name": pgettext_lazy("fact", "name"),
    "named": pgettext_lazy("fact", "circles named"),
    "names": pgettext_lazy("fact", "names"),
    "newcomers": pgettext_lazy("fact", "newcomers"),
    "note": pgettext_lazy("fact", "note"),
    "of": pgettext_lazy("fact", "of"),
    "off": pgettext_lazy("fact", "off"),
    "origin": pgettext_lazy("fact", "origin"),
    "paid by": pgettext_lazy("fact", "paid by"),
    "percent": pgettext_lazy("fact", "percent of the week"),
    "person": pgettext_lazy("fact", "person"),
    "pilots": pgettext_lazy("fact", "pilots"),
    "present": pgettext_lazy("fact", "present"),
    "proposal": pgettext_lazy("fact", "proposal"),
    "proposals": pgettext_lazy("fact", "proposals"),
    "purpose": pgettext_lazy("fact", "purpose"),
    "quote": pgettext_lazy("fact", "the words quoted"),
    "rationale": pgettext_lazy("fact", "rationale"),
    "reason": pgettext_lazy("fact", "reason"),
    "recurrence": pgettext_lazy("fact", "how often"),
    "replaces": pgettext_lazy("fact", "what it replaces"),
    "reversibility": pgettext_lazy("fact", "how hard it is to undo"),
    "revokes": pgettext_lazy("fact", "what it revokes"),
    "role": pgettext_lazy("fact", "role"),
    "roles": pgettext_lazy("fact", "roles"),
    "scheme": pgettext_lazy("fact", "colours"),
    "server": pgettext_lazy("fact", "server"),
    "sha256": pgettext_lazy("fact", "imprint (SHA-256)"),
    "shared_domains": pgettext_lazy("fact", "shared domains"),
    "skills": pgettext_lazy("fact", "skills"),
    "source": pgettext_lazy("fact", "source"),
    "sync": pgettext_lazy("fact", "sync"),
    "tension": pgettext_lazy("fact", "tension"),
    "text": pgettext_lazy("fact", "text"),
    "time_zone": pgettext_lazy("fact", "time zone"),
    "title": pgettext_lazy("fact", "title"),
    "to": pgettext_lazy("fact", "to"),
    "until": pgettext_lazy("fact", "until"),
    "voice_in": pgettext_lazy("fact", "voice in"),
    "what": pgettext_lazy("fact", "what"),
    "why": pgettext_lazy("fact", "why"),
    "within": pgettext_lazy("fact", "circle"),
    "working_days": pgettext_lazy("fact", "working days"),
}
"""Of facts that events of several apps have, or of what lies below the record."""


def fact_label(fact: str) -> Words:
    """Return the name that people read; that of the record, where it has none."""
    return fact_labels().get(fact, fact.replace("_", " "))


def fact_value(fact: str, value: Any) -> Any:
    """Return a value as people read it: a yes, a list, the event before, a choice by its label; all else stays."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(fact_label(one) if fact == "changed" else one) for one in value)
    if fact == "after":
        return event_label(str(value))
    choices = fact_choices()
    if fact in choices and isinstance(value, str):
        return dict(choices[fact].choices).get(value, value)
    return value
