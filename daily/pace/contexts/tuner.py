"""The tuner of the page of pace: what another limit, or another holder of a domain, would have changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.circles.models import Circle, Domain
from circles.projects.models import Project
from circles.restructuring.changes import Change, Handover, Limits, to_json
from daily.pace.contexts.past_register import PastRegister
from daily.pace.tuning import DomainMove, Tuning
from decisions.decisions.models import Decision
from foundation.web.collation import place_of
from foundation.web.formatting import money

STEPS_SHOWN = 4
MOVES_SHOWN = 6


@dataclass(frozen=True)
class Tune:
    """What one limit of one circle would change, in a sentence, with the address that proposes it."""

    circle: Circle
    limit: Decimal
    limit_words: str
    today: str
    tuning: Tuning
    sentence: str
    rest: str
    more: Sequence[Decision]
    address: str


def tune_of(project: Project, register: PastRegister, circle: Circle, limit: Decimal) -> Tune:
    """Play a circle's decisions again under a limit."""
    tuning = register.tuned(circle, limit)
    amount = money(limit, project.currency)
    known = {one.number: one for one in register.decisions}
    said = {"limit": amount, "circle": circle.name, "itself": tuning.itself, "all": tuning.of}
    rest = len(tuning.not_itself)
    return Tune(
        circle,
        limit,
        amount,
        money(circle.limit or Decimal(0), project.currency),
        tuning,
        _("With %(limit)s %(circle)s would have decided %(itself)s of %(all)s itself.") % said,
        ngettext("%(number)s goes further for another reason.", "%(number)s go further for other reasons.", rest)
        % {"number": rest}
        if rest
        else "",
        [known[one.number] for one in tuning.more],
        proposing(project, circle, Limits.keeping(circle, unit_limit=limit, limit_share=None)),
    )


def proposing(project: Project, circle: Circle, change: Change) -> str:
    """Return the address that begins a circle's proposal of a change."""
    row = to_json(change)
    carry = json.dumps({"kind": row["kind"], "facts": row["facts"]}, separators=(",", ":"))
    return (
        f"{reverse('decisions:new_proposal', args=[project.slug])}?{urlencode({'circle': circle.key, 'carry': carry})}"
    )


@dataclass(frozen=True)
class DomainTune:
    """What another holder of a domain would change, in a sentence, with the address that proposes it."""

    domain: Domain
    to: Circle
    move: DomainMove
    sentence: str
    rest: str
    more: Sequence[Decision]
    fewer: Sequence[Decision]
    address: str


def domain_tune_of(
    project: Project, register: PastRegister, domain: Domain, to: Circle, move: DomainMove | None = None
) -> DomainTune:
    """Say what another holder of a domain would change: play the register again, unless the `move` is played."""
    move = move or register.moved(domain.key, domain.circle, to)
    known = {one.number: one for one in register.decisions}
    said = {"domain": domain.key, "circle": to.name, "itself": move.gains.itself, "all": move.gains.of}
    fewer = len(move.losses.fewer)
    return DomainTune(
        domain,
        to,
        move,
        _("If it held %(domain)s, %(circle)s would have decided %(itself)s of %(all)s itself.") % said,
        ngettext(
            "%(circle)s would have decided %(number)s fewer itself.",
            "%(circle)s would have decided %(number)s fewer itself.",
            fewer,
        )
        % {"circle": domain.circle.name, "number": fewer}
        if fewer
        else "",
        [known[one.number] for one in move.gains.more],
        [known[one.number] for one in move.losses.fewer],
        proposing(project, to, Handover(domain.circle, domain=domain, to=to)),
    )


def domain_tuner(project: Project, register: PastRegister, domain: str, to: str) -> dict[str, Any]:
    """Gather the domains that would better be held by another circle, and what was asked for."""
    held = {one.key: one for one in project.domains.held().order_by("key")}
    circles = register.circles
    for one in held.values():
        one.project, one.circle = project, circles[one.circle_id]
    moves = [
        one
        for one in register.domain_moves
        if one.domain in held
        and one.holder == held[one.domain].circle_id
        and one.to in circles
        and not circles[one.to].is_closed
    ]
    offered = [domain_tune_of(project, register, held[one.domain], circles[one.to], one) for one in moves[:MOVES_SHOWN]]
    chosen = next((one for one in circles.values() if one.key == to and not one.is_closed), None)
    found = held.get(domain)
    is_held = found is not None and chosen is not None and found.circle_id == chosen.pk
    return {
        "domains": list(held.values()),
        "moves": offered,
        "already_held": already_held(found, chosen) if found and chosen and is_held else "",
        "asked_move": domain_tune_of(project, register, found, chosen) if found and chosen and not is_held else None,
        "chosen_domain": domain,
        "chosen_to": to,
    }


def already_held(domain: Domain, circle: Circle) -> str:
    """Say that a circle holds a domain today: there is nothing to play."""
    return _("%(circle)s already holds %(domain)s.") % {"circle": circle.name, "domain": domain.key}


def tuner(project: Project, register: PastRegister, circle: str, limit: str) -> dict[str, Any]:
    """Gather the limits that would change something, circle by circle, and what was asked for."""
    tunable = [one for one in register.circles.values() if one.parent_id and not one.is_closed]
    tunable.sort(key=lambda one: place_of(one.name))
    offered = [
        tune_of(project, register, one, found) for one in tunable for found in register.limits(one)[:STEPS_SHOWN]
    ]
    chosen = next((one for one in tunable if one.key == circle), None)
    amount = amount_in(limit)
    asked = tune_of(project, register, chosen, amount) if chosen and amount is not None else None
    return {"tunable": tunable, "offered": offered, "asked": asked, "chosen": circle, "limit": limit}


def amount_in(words: str) -> Decimal | None:
    """Read an amount; None where there is none."""
    try:
        found = Decimal(words.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found < Decimal(10) ** 12 else None
