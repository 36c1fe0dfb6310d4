"""What somebody of a sister circle may do: every address of every room, by page and by API, with what is open to them.

An address that is not named here has to refuse them: a new one is closed until somebody says why it is open.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from accounts.checks import views
from audit.models import Head
from chat.models import Room
from circles.models import Domain, Equipment, Expense, Purse
from config.api import api
from decisions.models import Absence
from meetings.models import AgendaItem, Sync
from tests.decisions.doors import Cast, a_cast, adopted
from tests.factories import a_round, an_action, an_element, valid_answers
from tests.support.doors import at_browser, by_token
from tests.support.shared import shared

pytestmark = pytest.mark.django_db

# The whole project reads, writes its documents, talks, and makes sure that nothing gets lost (ADR 10).
OPEN_PAGES = {
    "absences/": "one's own: whoever is in the project may be away from it",
    "actions/new/": "whoever is in the project may give somebody in it an action",
    "chat/<slug:circle>/<uuid:topic>/messages/": "talk is open inside",
    "chat/<slug:circle>/<uuid:topic>/readings/": "one's own place",
    "chat/<slug:circle>/topics/": "talk is open inside",
    "circles/<slug:circle>/changes/<slug:kind>/": "asks first what it is about; rights: circles/test_change_pages.py",
    "circles/<slug:circle>/points/": "anybody brings a point to any circle's sync",
    "decisions/<int:number>/objections/": "who is in the project objects to what is decided",
    "decisions/filters/": "one's own",
    "decisions/filters/<int:pk>/removal/": "one's own",
    "decisions/printouts/": "everybody may take the register along",
    "decisions/printouts/<uuid:key>/": "one's own",
    "decisions/printouts/<uuid:key>/file/": "one's own",
    "documents/<int:number>/sync": "everybody writes in all documents",
    "documents/<int:number>/title": "everybody writes in all documents",
    "documents/import": "everybody begins documents",
    "documents/new": "everybody begins documents",
    "proposals/<int:number>/amendment/": "everybody writes in an amendment",
    "proposals/<int:number>/claims/": "who is affected says so",
    "proposals/<int:number>/editorials/<int:pk>/refusal/": "any member says that it is more than wording",
    "proposals/<int:number>/verdict/": "writes nothing",
    "proposals/new/": "in a circle of one's own",
    "proposals/route/": "writes nothing",
    "proposals/small/": "in a circle of one's own",
    "proposals/urgent/": "in a circle of one's own",
    "sync/<int:number>/hands/": "guests are heard",
    "sync/<int:number>/points/<int:pk>/positions/": "for whom is asked; others get the reason (409)",
    "sync/<int:number>/presences/": "guests are welcome",
    "sync/pulses/": "one's own",
    "sync/pulses/repetition/": "one's own",
    "talk/<slug:kind>/<str:key>/messages/": "talk is open inside",
    "talk/<slug:kind>/<str:key>/readings/": "one's own place",
}
OPEN_OPERATIONS = {
    ("POST", "projects/{slug}/absences"): "one's own: whoever is in the project may be away from it",
    ("PATCH", "documents/{uuidstr:document}"): "everybody writes in all documents",
    ("PATCH", "me"): "oneself",
    ("POST", "inbox/{pk}/reading"): "one's own",
    ("POST", "me/tour"): "oneself",
    ("POST", "me/tour/ending"): "oneself",
    ("POST", "projects"): "everybody makes projects",
    ("POST", "tickets"): "everybody writes in all documents",
    ("POST", "projects/{slug}/actions"): "whoever is in the project may give somebody in it an action",
    ("POST", "projects/{slug}/circles/{key}/changes/reopening"): "says first that it is not closed",
    ("POST", "projects/{slug}/circles/{key}/points"): "anybody brings a point to any circle's sync",
    ("POST", "projects/{slug}/proposals/{number}/editorials/{editorial}/refusal"): "any member says it is more",
    ("POST", "projects/{slug}/circles/{key}/topics"): "talk is open inside",
    ("DELETE", "projects/{slug}/decision-filters/{key}"): "one's own",
    ("POST", "projects/{slug}/decision-filters"): "one's own",
    ("POST", "projects/{slug}/decision-printouts"): "everybody may take the register along",
    ("POST", "projects/{slug}/documents"): "everybody begins documents",
    ("POST", "projects/{slug}/proposals/{number}/amendment"): "everybody writes in an amendment",
    ("POST", "projects/{slug}/proposals/{number}/claims"): "who is affected says so",
    ("POST", "projects/{slug}/pulses"): "one's own",
    ("POST", "projects/{slug}/routes"): "writes nothing",
    ("POST", "projects/{slug}/talk/{name}/messages"): "talk is open inside",
    ("POST", "projects/{slug}/topics/{topic}/messages"): "talk is open inside",
    ("POST", "projects/{slug}/topics/{topic}/readings"): "one's own place",
}
BODIES: dict[str, dict[str, Any]] = {  # what has to make sense before anybody asks whether it is allowed
    "actions": {"what": "Measure", "circle": "hydraulics", "owner": "<bo>"},
    "blockage": {"words": "A part"},
    "completion": {"words": "Done"},
    "day": {"due_on": "2027-01-05"},
    "dropping": {"words": "No more"},
    "handover": {"owner": "<bo>", "domain": "SEALS", "to": "power"},
    "allotments": {"to": "seals", "amount": "1", "circle": "seals"},
    "budget": {"amount": "1", "budget": "1"},
    "grant": {"domain": "TAPE", "name": "The tape"},
    "limits": {"max_reversibility": "easy"},
    "element": {"statement": "Nobody gets hurt", "sort": "safety"},
    "calling-back": {"why": "Twice"},
    "checks": {"what": "Is it 14 days?"},
    "missing-element": {"statement": "Nobody is shut out", "sort": "values", "why": "Steps."},
    "missing": {"statement": "Nobody is shut out", "sort": "values", "why": "Steps."},
    "claims": {"circle": "power", "what": "PWR-OUT"},
    "closing": {"why": "Done"},
    "concerns": {"came_true": "yes"},
    "reviews": {"outcome": "kept", "helped": "Yes."},
    "expenses": {"amount": "1", "what": "Seals"},
    "fundamentals": {"statement": "Nobody gets hurt", "sort": "safety"},
    "infos": {"text": "Closed on Friday"},
    "invitations": {"email": "zoe@ronde.example"},
    "members": {"person": "<bo>"},
    "merger": {"into": "power"},
    "move": {"to": "power", "into": "power"},
    "outcome": {"outcome": "note", "words": "Settled"},
    "objections": {"circle": "hydraulics", "harm": "It leaks."},
    "positions": {"kind": "no_objection"},
    "proposals": {"circle": "hydraulics", "tension": "It leaks.", "text": "A seal."},
    "reopening": {"why": "One more", "reason": "One more", "because": "One more"},
    "undoing": {"how": "The valve is open again."},
    "small-acts": {"circle": "hydraulics", "text": "A tap."},
    "urgent-acts": {"circle": "hydraulics", "tension": "It leaked.", "text": "Shut.", "acted_at": "2026-01-05T10:00Z"},
    "returns": {"amount": "1"},
    "roles": {"role": "secretary"},
    "ending": {"role": "secretary"},
    "split": {"name": "Half", "people": ["<bo>"]},
    "wording": {"text": "Other words"},
    "circles": {"name": "Mine", "parent": "hydraulics"},
    "{key}": {"name": "Mine"},
    "share": {"domain": "SEALS", "to": "power"},
    "unshare": {"domain": "SEALS", "to": "general"},
    "strike": {"domain": "SEALS"},
    "term": {"role": "gardener", "ends_on": "2099-03-03"},
    "words": {"role": "gardener", "purpose": "It stays green"},
    "time": {"share": 20},
    "equipment": {"name": "A bench"},
    "{number}": {"text": "Other words", "statement": "Nobody", "sort": "safety"},
}


@dataclass
class World:
    """One of each thing in Hydraulics, and what names it in addresses; `apart`: in those with this part."""

    cast: Cast
    names: dict[str, str]
    apart: dict[str, dict[str, str]]

    def fill(self, pattern: str) -> str:
        """Put names into an address."""
        names = dict(self.names)
        for part, others in self.apart.items():
            names |= others if part in pattern else {}
        return re.sub(r"[<{](?:\w+:)?(\w+)[>}]", lambda found: names[found.group(1)], pattern)

    def body(self, pattern: str) -> dict[str, Any]:
        """Give what to send there."""
        said = next((part for part in reversed(pattern.strip("/").split("/")) if part in BODIES), "")
        person = self.names["person"]
        told = {"<bo>": person, ("<bo>",): [person]}
        return {
            name: told.get(tuple(it) if isinstance(it, list) else it, it) for name, it in BODIES.get(said, {}).items()
        }


@shared
def world() -> World:
    """Make one of each: what is numbered is number 1 of its kind."""
    cast = a_cast()
    a_round(circle=cast.circle, by=cast.ada)
    element = an_element(cast.project)
    position = (
        cast.circle.project.proposal_set.get()
        .rounds.get()
        .take("objection", by=cast.bo, answers=valid_answers(element))
    )
    editorial = cast.circle.project.proposal_set.get().reword(by=cast.ada, text="We change the seal for a tested one.")
    (kept,) = adopted(cast).concerns()
    an_action(cast.circle, by=cast.ada, owner=cast.bo)
    topic = Room.of(cast.circle).open_topic("Seals", by=cast.bo)
    message = topic.say("It leaks.", by=cast.bo)
    Domain.give(cast.circle, "SEALS", "The seals", by=cast.fay)
    seals = cast.circle.open_circle("Seals", by=cast.ada)
    Purse(circle=cast.circle).allot(seals, Decimal(10), by=cast.fay)
    day = cast.project.day_of(datetime.now(UTC))
    absence = Absence.say(cast.project, by=cast.bo, from_on=day, until_on=day, deputy=cast.fay)
    expense = Expense.record(cast.circle, Decimal(1), "Tape", by=cast.bo)
    AgendaItem.add(cast.circle, "Photos", by=cast.bo)
    sync = Sync.hold(cast.circle, by=cast.fay)
    point = sync.points.first()
    assert point is not None
    ritual = cast.project.rituals.first()
    assert ritual is not None
    role = cast.circle.memberships.get(user=cast.bo).take_role("gardener", by=cast.fay)
    names = {
        "role": str(role.pk),
        "thing": str(Equipment.put_on_list(cast.circle, "A vice", by=cast.bo).pk),
        "slug": cast.project.slug,
        "project": cast.project.slug,
        "circle": "hydraulics",
        "key": "hydraulics",
        "number": "1",
        "round_number": "1",
        "objection": str(position.objection.pk),
        "concern": str(kept.position.pk),
        "membership": str(cast.circle.memberships.get(user=cast.bo).pk),
        "person": str(cast.bo.pk),
        "topic": str(topic.pk),
        "message": str(message.pk),
        "document": str(cast.project.document_set.values_list("pk", flat=True)[0]),
        "uuidstr": "",
        "pk": str(point.pk),
        "name": "P-1",
        "kind": "proposal",
        "reference": "P-1",
        "form": "md",
        "secret": "none",
        "step": "1",
    }
    waiting = AgendaItem.add(cast.project.general, "More photos", by=cast.fay)
    apart = {
        "ritual": {"pk": str(ritual.pk)},
        "sync/points": {"pk": str(waiting.pk)},
        "expenses": {"number": str(expense.pk)},
        "absences": {"pk": str(absence.pk), "absence": str(absence.pk)},
        "editorials": {"pk": str(editorial.pk), "editorial": str(editorial.pk)},
    }
    return World(cast, names, apart)


def pages() -> Iterator[str]:
    """Give every address below a project, as its pattern."""
    for name, _view in views(get_resolver()):
        if name.startswith("^/p/<slug:project>/"):
            yield name.removeprefix("^/p/<slug:project>/")


def operations() -> Iterator[tuple[str, str]]:
    """Give method and pattern of every operation that writes."""
    for _prefix, router in api._routers:
        for pattern, view in router.path_operations.items():
            for operation in view.operations:
                yield from ((method, pattern) for method in operation.methods if method != "GET")


CLOSED = {403, 404, 405}


def wrong(world: World, given: int, before: int, by_fay: Callable[[], Any]) -> str:
    """Say what is wrong with an answer to pia, or nothing: not closed, something done, or an address of nothing."""
    if given not in CLOSED or Head.seq_of(world.cast.project.pk) != before:
        return f"open, {given}"
    if given != 404:
        return ""
    with transaction.atomic():
        found = by_fay().status_code != 404
        transaction.set_rollback(True)
    return "" if found else "no such thing at all"


def test_a_page_is_closed_to_a_sister_circle_unless_it_is_named_as_open(world: World) -> None:
    before = Head.seq_of(world.cast.project.pk)
    pia, fay = at_browser(world.cast.pia), at_browser(world.cast.fay)
    found = {}
    for pattern in sorted(set(pages()) - set(OPEN_PAGES)):
        address, body = f"/p/{world.cast.project.slug}/{world.fill(pattern)}", world.body(pattern)
        given = pia.post(address, body).status_code
        found[pattern] = wrong(world, given, before, partial(fay.post, address, body))
    assert {pattern: why for pattern, why in found.items() if why} == {}


def test_an_operation_is_closed_to_a_sister_circle_unless_it_is_named_as_open(world: World) -> None:
    before = Head.seq_of(world.cast.project.pk)
    pia, fay = (Client(headers=by_token(world.cast[name])) for name in ("pia", "fay"))
    found = {}
    for method, pattern in sorted(set(operations()) - set(OPEN_OPERATIONS)):
        asked = (method, f"/api/v1/{world.fill(pattern)}", json.dumps(world.body(pattern)), "application/json")
        given = pia.generic(*asked).status_code
        found[method, pattern] = wrong(world, given, before, partial(fay.generic, *asked))
    assert {pattern: why for pattern, why in found.items() if why} == {}


def test_what_is_named_as_open_exists() -> None:
    assert set(OPEN_PAGES) <= set(pages())
    assert set(OPEN_OPERATIONS) <= set(operations())
