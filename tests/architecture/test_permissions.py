"""Who may do what by where they stand: docs/permissions.md is the table, and each cell is tried by page or by API, with
the next commit by the other.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate

from circles.circles.models import Circle, Domain
from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept, invite_guest
from circles.money.expenses import record_expense
from circles.projects.models import Project
from circles.projects.workflows.project_settings import change_settings
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project, a_proposal, an_action
from tests.support.entry_points import at_browser, by_token
from tests.support.rotation import one_in

DOCUMENT = Path(__file__).parents[2] / "docs" / "permissions.md"
DONE, REFUSED, UNSEEN = {200, 201, 204, 302}, {403}, {404}
CALENDAR = {"language": "en", "time_zone": "Europe/Paris", "working_days": ["0", "1"]}
EXPECTED = {"yes": DONE, "–": REFUSED, "404": UNSEEN}


def table() -> dict[str, dict[str, str]]:
    """Read the table of the document: what is done, who does it, and whether they may."""
    lines = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    head, _rule, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


class Place:
    """Pump in Design, Seals inside it, Power beside; a person in each place, and kit, whose things it is about."""

    def __init__(self) -> None:
        self.fay = a_person("Fay Lemoine")
        self.project: Project = a_project(self.fay, budget=50_000)
        general = self.project.circles.general()
        self.zoe, self.kit = self.seated(general), a_person("Kit Berg")
        self.design = a_circle(inside=general, name="Design", money=9_000)
        self.pump = a_circle(self.kit, inside=self.design, name="Pump", money=1_000, unit_limit=500)
        self.seals = a_circle(inside=self.pump, name="Seals")
        self.power = a_circle(inside=self.design, name="Power")
        self.people: dict[str, User] = {
            "pilot": self.seated(self.pump, "pilot"),
            "facilitator": self.seated(self.pump, "facilitator"),
            "secretary": self.seated(self.pump, "secretary"),
            "delegate": self.seated(self.pump, "delegate"),
            "member": self.seated(self.pump),
            "pilot around": self.seated(self.design, "pilot"),
            "facilitator around": self.seated(self.design, "facilitator"),
            "member around": self.seated(self.design),
            "pilot inside": self.seated(self.seals, "pilot"),
            "member inside": self.seated(self.seals),
            "pilot beside": self.seated(self.power, "pilot"),
            "project's pilot": self.fay,
            "outside": a_person("Eve Martin"),
            "guest": a_person("Gil Lab"),
        }
        invite_guest(
            self.pump, str(self.people["guest"].email), level="write", reason="Tests", ends_on=None, by=self.fay
        )
        accept(Guest.objects.get(), by=self.people["guest"])
        self.inlet = Domain.give(self.pump, "PMP-IN", "The inlet", by=self.fay)
        an_action(self.pump, by=self.kit)
        a_proposal(circle=self.pump, by=self.kit)
        self.leaflet = Document.create(self.pump, "Leaflet", by=self.kit)
        change_settings(self.project, by=self.fay, public_links=True)
        self.expense = record_expense(self.pump, Decimal(10), "Tape", by=self.kit)

    def seated(self, circle: Circle, *roles: str) -> User:
        """Let a person new into a circle."""
        person = a_person()
        circle.admit(person, by=self.fay, roles=list(roles))
        return person

    def seat_of(self, who: str) -> int:
        """Return a person's membership of Pump: by their place, or kit's."""
        return self.pump.memberships.get(user=self.people.get(who, self.kit)).pk


@dataclass(frozen=True)
class EntryPoint:
    """An address below the project's, and what is sent there."""

    address: str
    sent: dict[str, Any]
    method: str = "post"


def entry_points(place: Place) -> dict[str, tuple[EntryPoint, EntryPoint | None]]:
    """Return what each operation is by page and by API; pages name circles and domains by number, the API by key."""
    kit, zoe, pump = str(place.kit.pk), str(place.zoe.pk), "circles/pump/"
    role_page, role_api = f"{pump}members/{place.seat_of('kit')}/roles/", f"{pump}members/{kit}/roles"
    named, limits = {"name": "Another"}, {"unit_limit": "10", "max_reversibility": "easy"}
    words, why = {"tension": "It leaks.", "text": "A new seal."}, {"why": "Done"}
    element = {"statement": "Nobody gets hurt", "sort": "safety", "days": "5"}
    grant = {"domain": "NEW", "name": "New", "sort": "component"}
    recurring_sync = {"name": "Weekly", "days": ["0"], "every": "1", "local_time": "09:15", "length_minutes": "15"}

    guest, next_week = {"email": "lab@ronde.example", "reason": "Tests"}, str(localdate() + timedelta(9))

    def same(address: str, sent: dict[str, Any], method: str = "post") -> tuple[EntryPoint, EntryPoint]:
        return EntryPoint(f"{address}/", sent), EntryPoint(address, sent, method)

    def role(kind: str) -> tuple[EntryPoint, EntryPoint]:
        return EntryPoint(role_page, {"role": kind}), EntryPoint(role_api, {"role": kind})

    def into(kind: str, name: str, circle: Circle, **more: Any) -> tuple[EntryPoint, EntryPoint]:
        page, api = {name: circle.pk}, {name: circle.key}
        if more:
            page, api = page | {"domain": place.inlet.pk}, api | {"domain": place.inlet.key}
        return EntryPoint(f"{pump}changes/{kind}/", page), EntryPoint(f"{pump}changes/{kind}", api)

    return {
        "open a circle inside it": (
            EntryPoint(f"{pump}circles/", named | {"max_reversibility": "costly"}),
            EntryPoint("circles", named | {"parent": "pump"}),
        ),
        "say what it decides alone": same(f"{pump}limits", limits, "put"),
        "change its name and purpose": (EntryPoint(f"{pump}words/", named), EntryPoint("circles/pump", named, "patch")),
        "let a person of the project in": same(f"{pump}members", {"person": zoe}),
        "invite a person by e-mail": same(f"{pump}invitations", {"email": "new@ronde.example"}),
        "make a link by which people join it": same(f"{pump}joining", {"ends_on": str(localdate() + timedelta(9))}),
        "end a person's membership": (
            EntryPoint(f"{pump}members/{place.seat_of('kit')}/ending/", {}),
            EntryPoint(f"{pump}members/{kit}/ending", {}),
        ),
        "give the role of secretary": role("secretary"),
        "give the role of pilot": role("pilot"),
        "end the role of its delegate": (
            EntryPoint(f"{pump}members/{place.seat_of('delegate')}/roles/ending/", {"role": "delegate"}),
            EntryPoint(f"{pump}members/{place.people['delegate'].pk}/roles/ending", {"role": "delegate"}),
        ),
        "close it, with a circle inside it": same(f"{pump}changes/closing", why),
        "close the circle inside it": same("circles/seals/changes/closing", why),
        "split it": same(f"{pump}changes/split", {"name": "Half", "people": [kit]}),
        "move it into a circle beside it": into("move", "to", place.power),
        "merge it into a circle beside it": into("merger", "into", place.power),
        "give it a domain": same(f"{pump}changes/grant", grant),
        "hand its domain to a circle inside": into("handover", "to", place.seals, domain=True),
        "hand its domain to the circle around": into("handover", "to", place.design, domain=True),
        "hand its domain to a circle beside it": into("handover", "to", place.power, domain=True),
        "hand its money to a circle inside": (
            EntryPoint(f"{pump}allotments/", {"to": place.seals.pk, "way": "down", "amount": "5"}),
            EntryPoint(f"{pump}allotments", {"to": "seals", "amount": "5"}),
        ),
        "give its money back to the circle around": same(f"{pump}returns", {"amount": "5"}),
        "record what it has spent": same(f"{pump}expenses", {"amount": "5", "what": "Glue"}),
        "call another person's expense back": same(f"{pump}expenses/{place.expense.pk}/calling-back", {"why": "Twice"}),
        "propose in it": (
            EntryPoint("proposals/new/?circle=pump", words | {"reversibility": "easy", "review_months": "3"}),
            EntryPoint("proposals", words | {"circle": "pump"}),
        ),
        "change another person's proposal": (
            EntryPoint("proposals/1/revision/", words | {"reversibility": "easy", "review_months": "3"}),
            EntryPoint("proposals/1", {"text": "Another seal."}, "patch"),
        ),
        "put another person's proposal to a round": same("proposals/1/rounds", {}),
        "hold its sync": same(f"{pump}syncs", {}),
        "set when it meets": (
            EntryPoint(f"{pump}rituals/", recurring_sync | {"facilitator": kit, "pulse_minutes": "60"}),
            None,
        ),
        "put another person's document elsewhere": (
            EntryPoint(f"documents/{place.leaflet.number}/place/", {"onto": "circle:design"}),
            EntryPoint("document-changes", {"documents": [place.leaflet.number], "place": {"circle": "design"}}),
        ),
        "let a guest into another person's document": (
            EntryPoint(f"guests/document/{place.leaflet.number}/", guest | {"level": "read", "ends_on": next_week}),
            EntryPoint("guests", guest | {"kind": "document", "key": str(place.leaflet.number)}),
        ),
        "make a public link to another person's document": (
            EntryPoint(f"documents/{place.leaflet.number}/public-link/", {"ends_on": next_week}),
            None,
        ),
        "bring a point to its sync": same(f"{pump}points", {"text": "Photos"}),
        "give a person in it an action": (
            EntryPoint("actions/new/", {"what": "Measure", "circle": "pump", "owner": kit, "why": "It leaks"}),
            EntryPoint("actions", {"what": "Measure", "circle": "pump", "owner": kit, "why": "It leaks"}),
        ),
        "finish another person's action": (
            EntryPoint("actions/1/completion/", {"how": "Measured"}),
            EntryPoint("actions/1/completion", {"words": "Measured"}),
        ),
        "change the settings of the project": (
            EntryPoint("settings/", CALENDAR | {"name": "Pumps", "currency": "EUR", "cross_circle_by": "lca"}),
            EntryPoint("settings", {"cross_circle_by": "lca"}, "patch"),
        ),
        "declare an element of the project": same("fundamentals", element),
    }


def answered(place: Place, who: str, entry_point: EntryPoint, *, by_api: bool) -> int:
    """Return what a person is answered at an entry point; what they did is undone."""
    person, slug = place.people[who], place.project.slug
    with transaction.atomic():
        if by_api:
            client, address = Client(headers=by_token(person)), f"/api/v1/projects/{slug}/{entry_point.address}"
            answer = client.generic(
                entry_point.method.upper(), address, json.dumps(entry_point.sent), "application/json"
            )
        else:
            answer = at_browser(person).post(f"/p/{slug}/{entry_point.address}", entry_point.sent)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize("part", one_in(4, "permissions", range(4)))
def test_each_cell_of_the_permissions_table_holds_by_page_and_by_api(place: Place, part: int) -> None:
    """Of each commit: every other cell, by page or by API."""
    known, wrong, cells = entry_points(place), {}, count()
    for operation, row in table().items():
        page, by_api = known[operation]
        for who, cell in row.items():
            if (number := next(cells)) // 2 % 2 != part // 2:
                continue
            api = by_api if (number + part) % 2 else None
            given = answered(place, who, api or page, by_api=api is not None)
            if given not in EXPECTED[cell]:
                wrong[operation, who, "api" if api else "page"] = (cell, given)
    assert wrong == {}


@pytest.mark.one_database
@pytest.mark.django_db
def test_the_permissions_table_has_every_action_and_every_person(place: Place) -> None:
    assert set(table()) == set(entry_points(place))
    assert all(set(row) == set(place.people) for row in table().values())
