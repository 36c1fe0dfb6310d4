"""What the facts of the record are called where people read them; in the record itself they keep their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.event_types import event_label
from web.extension_registry import Addition, additions

type Words = str | Promise


@dataclass(frozen=True)
class FactChoices(Addition):
    """The choices that facts of the record have, by the fact."""

    items: Mapping[str, Any]


def fact_choices() -> dict[str, Any]:
    """Return the choices that facts have."""
    return {fact: choices for added in additions(FactChoices) for fact, choices in added.items.items()}


FACT_LABELS: Mapping[str, Words] = {
    "acted_at": pgettext_lazy("fact", "done"),
    "action": pgettext_lazy("fact", "action"),
    "actions": pgettext_lazy("fact", "actions"),
    "addition": pgettext_lazy("fact", "adds it"),
    "address": pgettext_lazy("fact", "address"),
    "after": pgettext_lazy("fact", "after"),
    "against": pgettext_lazy("fact", "goes against"),
    "alternatives": pgettext_lazy("fact", "alternatives considered"),
    "amount": pgettext_lazy("fact", "amount"),
    "answer": pgettext_lazy("fact", "answer"),
    "answer_by": pgettext_lazy("fact", "answer by"),
    "asked": pgettext_lazy("fact", "people asked"),
    "because": pgettext_lazy("fact", "because"),
    "before": pgettext_lazy("fact", "before"),
    "blocks": pgettext_lazy("fact", "blocks the decision"),
    "budget": pgettext_lazy("fact", "budget"),
    "came_true": pgettext_lazy("fact", "came true"),
    "cannot_be_fixed": pgettext_lazy("fact", "that it cannot be put right"),
    "carries_out": pgettext_lazy("fact", "what it carries out"),
    "cap_days": pgettext_lazy("fact", "days at most"),
    "cap_money": pgettext_lazy("fact", "money at most"),
    "cause": pgettext_lazy("fact", "because of"),
    "certainty": pgettext_lazy("fact", "how certain it is"),
    "changed": pgettext_lazy("fact", "changed"),
    "chosen": pgettext_lazy("fact", "chose"),
    "circle": pgettext_lazy("fact", "circle"),
    "circles": pgettext_lazy("fact", "circles"),
    "circles_inside": pgettext_lazy("fact", "circles inside"),
    "begins_whole_number": pgettext_lazy("fact", "begins a new whole number of the baseline"),
    "clauses": pgettext_lazy("fact", "clauses"),
    "closed": pgettext_lazy("fact", "closed circles"),
    "concerns": pgettext_lazy("fact", "concerns"),
    "cost": pgettext_lazy("fact", "cost"),
    "country": pgettext_lazy("fact", "country of public holidays"),
    "cross_circle_by": pgettext_lazy("fact", "what touches several circles is decided by"),
    "currency": pgettext_lazy("fact", "currency"),
    "danger": pgettext_lazy("fact", "where the danger comes from"),
    "day": pgettext_lazy("fact", "day"),
    "decides": pgettext_lazy("fact", "who decides"),
    "decision": pgettext_lazy("fact", "decision"),
    "decisions": pgettext_lazy("fact", "decisions"),
    "deputy": pgettext_lazy("fact", "deputy"),
    "document": pgettext_lazy("fact", "document"),
    "documents": pgettext_lazy("fact", "documents"),
    "domains": pgettext_lazy("fact", "domains"),
    "done_on": pgettext_lazy("fact", "done on"),
    "email": pgettext_lazy("fact", "e-mail address"),
    "effect": pgettext_lazy("fact", "expected effect"),
    "element": pgettext_lazy("fact", "element"),
    "elements": pgettext_lazy("fact", "elements"),
    "equipment": pgettext_lazy("fact", "equipment"),
    "entries": pgettext_lazy("fact", "entries of the record"),
    "evidence": pgettext_lazy("fact", "what supports it"),
    "expected": pgettext_lazy("fact", "expected"),
    "file": pgettext_lazy("fact", "file"),
    "file_space_mb": pgettext_lazy("fact", "space for files"),
    "files": pgettext_lazy("fact", "files"),
    "first": pgettext_lazy("fact", "from"),
    "fix_cost": pgettext_lazy("fact", "money to put it right"),
    "fix_days": pgettext_lazy("fact", "days to put it right"),
    "format": pgettext_lazy("fact", "format"),
    "former": pgettext_lazy("fact", "ended memberships"),
    "handle": pgettext_lazy("fact", "handle"),
    "hard_to_undo": pgettext_lazy("fact", "may decide alone what is"),
    "hard_to_undo_before": pgettext_lazy("fact", "before that, what is"),
    "harm": pgettext_lazy("fact", "what would happen"),
    "how": pgettext_lazy("fact", "how"),
    "hypothesis": pgettext_lazy("fact", "hypothesis"),
    "is_active": pgettext_lazy("fact", "may sign in"),
    "sessions": pgettext_lazy("fact", "sessions, all ended"),
    "is_staff": pgettext_lazy("fact", "may enter the administration"),
    "is_superuser": pgettext_lazy("fact", "has all rights"),
    "in_sync": pgettext_lazy("fact", "in a sync"),
    "into": pgettext_lazy("fact", "into"),
    "lacking": pgettext_lazy("fact", "silent, times asked"),
    "kind_of": pgettext_lazy("fact", "kind"),
    "language": pgettext_lazy("fact", "language"),
    "last": pgettext_lazy("fact", "until"),
    "learn_by": pgettext_lazy("fact", "learn by"),
    "learned": pgettext_lazy("fact", "what we now know"),
    "level": pgettext_lazy("fact", "may"),
    "limit": pgettext_lazy("fact", "limit"),
    "limit_before": pgettext_lazy("fact", "limit before"),
    "line": pgettext_lazy("fact", "in a line"),
    "look": pgettext_lazy("fact", "what was said"),
    "made": pgettext_lazy("fact", "made version"),
    "members": pgettext_lazy("fact", "members"),
    "memberships": pgettext_lazy("fact", "memberships"),
    "messages": pgettext_lazy("fact", "messages"),
    "minutes": pgettext_lazy("fact", "minutes"),
    "money": pgettext_lazy("fact", "money"),
    "name": pgettext_lazy("fact", "name"),
    "named": pgettext_lazy("fact", "circles named"),
    "names": pgettext_lazy("fact", "names"),
    "newcomers": pgettext_lazy("fact", "newcomers"),
    "next_on": pgettext_lazy("fact", "looked at next"),
    "note": pgettext_lazy("fact", "note"),
    "of": pgettext_lazy("fact", "of"),
    "off": pgettext_lazy("fact", "off"),
    "on": pgettext_lazy("fact", "on"),
    "origin": pgettext_lazy("fact", "origin"),
    "outcome": pgettext_lazy("fact", "outcome"),
    "owner": pgettext_lazy("fact", "owner"),
    "paid by": pgettext_lazy("fact", "paid by"),
    "parents": pgettext_lazy("fact", "comes from"),
    "passed": pgettext_lazy("fact", "percent of the time that passed"),
    "percent": pgettext_lazy("fact", "percent of the week"),
    "person": pgettext_lazy("fact", "person"),
    "pilots": pgettext_lazy("fact", "pilots"),
    "point": pgettext_lazy("fact", "point"),
    "position": pgettext_lazy("fact", "position"),
    "present": pgettext_lazy("fact", "present"),
    "processes": pgettext_lazy("fact", "processes"),
    "proposal": pgettext_lazy("fact", "proposal"),
    "proposals": pgettext_lazy("fact", "proposals"),
    "purpose": pgettext_lazy("fact", "purpose"),
    "quote": pgettext_lazy("fact", "the words quoted"),
    "rationale": pgettext_lazy("fact", "rationale"),
    "readers": pgettext_lazy("fact", "read by"),
    "reason": pgettext_lazy("fact", "reason"),
    "recurrence": pgettext_lazy("fact", "how often"),
    "reopen_if": pgettext_lazy("fact", "reopen if"),
    "replaces": pgettext_lazy("fact", "what it replaces"),
    "retired": pgettext_lazy("fact", "retired"),
    "reversibility": pgettext_lazy("fact", "how hard it is to undo"),
    "review_months": pgettext_lazy("fact", "months until its review"),
    "revoked_by": pgettext_lazy("fact", "revoked by"),
    "revokes": pgettext_lazy("fact", "what it revokes"),
    "author": pgettext_lazy("fact", "suggested by"),
    "changes": pgettext_lazy("fact", "changes"),
    "resolved_as": pgettext_lazy("fact", "resolved as"),
    "role": pgettext_lazy("fact", "role"),
    "roles": pgettext_lazy("fact", "roles"),
    "round": pgettext_lazy("fact", "round"),
    "scheme": pgettext_lazy("fact", "colours"),
    "server": pgettext_lazy("fact", "server"),
    "sha256": pgettext_lazy("fact", "imprint (SHA-256)"),
    "shared_domains": pgettext_lazy("fact", "shared domains"),
    "skills": pgettext_lazy("fact", "skills"),
    "sort": pgettext_lazy("fact", "kind"),
    "source": pgettext_lazy("fact", "source"),
    "since": pgettext_lazy("fact", "in force since"),
    "successor": pgettext_lazy("fact", "replaced by"),
    "sync": pgettext_lazy("fact", "sync"),
    "syncs": pgettext_lazy("fact", "syncs"),
    "tension": pgettext_lazy("fact", "tension"),
    "text": pgettext_lazy("fact", "text"),
    "time_zone": pgettext_lazy("fact", "time zone"),
    "title": pgettext_lazy("fact", "title"),
    "to": pgettext_lazy("fact", "to"),
    "topics": pgettext_lazy("fact", "topics"),
    "until": pgettext_lazy("fact", "until"),
    "version": pgettext_lazy("fact", "version"),
    "versions": pgettext_lazy("fact", "versions"),
    "voice_in": pgettext_lazy("fact", "voice in"),
    "waits_for": pgettext_lazy("fact", "waits for"),
    "what": pgettext_lazy("fact", "what"),
    "whole": pgettext_lazy("fact", "with everything"),
    "why": pgettext_lazy("fact", "why"),
    "within": pgettext_lazy("fact", "circle"),
    "without": pgettext_lazy("fact", "without"),
    "working_days": pgettext_lazy("fact", "working days"),
}


def fact_label(fact: str) -> Words:
    """Return the name that people read; that of the record, where it has none."""
    return FACT_LABELS.get(fact, fact.replace("_", " "))


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
