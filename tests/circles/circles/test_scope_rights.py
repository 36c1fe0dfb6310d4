"""Who may do what with roles' terms, people's time, equipment and domains: one table, tried by page and by API."""

from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from circles.circles.models import Circle, Domain, Equipment
from circles.projects.models import Project
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser, by_token
from tests.support.rotation import one_in

pytestmark = pytest.mark.django_db

# fay pilots the general circle, gus facilitates it, ada pilots Design, lea facilitates it and pilots Seals inside it,
# as una does; bo is in Design and holds the role that is changed; pia pilots Power beside it, eve is outside
PEOPLE = ("fay", "gus", "ada", "lea", "bo", "una", "pia", "eve")
TABLE: dict[str, set[str]] = {  # verb: who may
    "give an own role": {"fay", "ada"},
    "say until when a role is held": {"fay", "ada"},
    "say until when a pilot pilots": {"fay", "gus"},
    "say what a role is for": {"fay", "ada"},
    "say how much of bo's week": {"bo"},
    "say what Design needs": {"fay", "ada", "lea", "bo"},
    "put on the list": {"fay", "ada", "lea", "bo"},
    "change the list": {"fay", "ada", "lea", "bo"},
    "take off the list": {"fay", "ada", "lea", "bo"},
    "name a domain": {"fay", "gus"},
    "share with Power": set(),
    "share with Seals": {"lea"},  # who facilitates Design and pilots Seals leads both
    "stop sharing with Power": {"pia"},
    "give up what is shared": set(),
    "give up what is not shared": {"ada"},
}


@dataclass
class Place:
    """The people by name, and what the verbs are about."""

    people: dict[str, User]
    project: Project
    design: Circle
    vice: Equipment


@pytest.fixture
def place(fay: User, ada: User, bo: User, eve: User) -> Place:
    gus, lea, una, pia = (a_person(name) for name in ("Gus Roy", "Lea Font", "Una Day", "Pia Roy"))
    project = a_project(fay)
    project.circles.general().admit(gus, by=fay, roles=["facilitator"])
    design = a_circle(bo, inside=project.circles.general(), name="Design")
    design.admit(ada, by=fay, roles=["pilot"])
    design.admit(lea, by=fay, roles=["facilitator"])
    seals = design.open_circle("Seals", by=ada, pilot=una)
    seals.admit(lea, by=ada, roles=["pilot"])
    power = a_circle(inside=project.circles.general(), name="Power")
    power.admit(pia, by=fay, roles=["pilot"])
    design.memberships.get(user=bo).take_role("gardener", by=fay)
    Domain.give(design, "OWN", "Ours", by=fay)
    Domain.give(design, "SHARED", "Shared", by=fay).share(power, by=fay)
    people = {"fay": fay, "gus": gus, "ada": ada, "lea": lea, "bo": bo, "una": una, "pia": pia, "eve": eve}
    return Place(people, project, design, Equipment.put_on_list(design, "Vice", by=ada))


def asked(place: Place, verb: str) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    """Return the address of a page and of an operation below the circle, and what each is sent."""
    seats = {one.user_id: one for one in place.design.memberships.current()}
    bo, ada = place.people["bo"], place.people["ada"]
    seat, page, api = seats[bo.pk], f"members/{seats[bo.pk].pk}/", f"members/{bo.pk}/"
    gardener, pilot = seat.roles.get(), seats[ada.pk].roles.get()
    power, seals = (place.project.circles.get(key=key) for key in ("power", "seals"))
    own, shared = (place.project.domains.get(key=key) for key in ("OWN", "SHARED"))
    day, bench = {"ends_on": "2099-03-03"}, {"name": "Bench"}
    by_pilot = {"role": "pilot", **day}

    def changes(kind: str, domain: Domain, to: Circle | None = None) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
        pks, keys = ({"to": to.pk}, {"to": to.key}) if to else ({}, {})
        sent = ({"domain": domain.pk, **pks}, {"domain": domain.key, **keys})
        return f"changes/{kind}/", f"changes/{kind}", *sent

    named = {"domain": "NEW", "name": "New", "sort": "component"}
    known: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
        "give an own role": (f"{page}roles/", f"{api}roles", {"role": "own", "name": "cook"}, {"role": "cook"}),
        "say until when a role is held": (
            f"{page}roles/{gardener.pk}/term/",
            f"{api}roles/term",
            day,
            {"role": "gardener", **day},
        ),
        "say until when a pilot pilots": (
            f"members/{seats[ada.pk].pk}/roles/{pilot.pk}/term/",
            f"members/{ada.pk}/roles/term",
            day,
            by_pilot,
        ),
        "say what a role is for": (
            f"{page}roles/{gardener.pk}/words/",
            f"{api}roles/words",
            {"purpose": "Order"},
            {"role": "gardener", "purpose": "Order"},
        ),
        "say how much of bo's week": (f"{page}time/", f"{api}time", {"share": 40}, {"share": 40}),
        "say what Design needs": ("needs/", "needs", {"words": "CNC"}, {"skills": ["CNC"]}),
        "put on the list": ("equipment/", "equipment", bench, bench),
        "change the list": (f"equipment/{place.vice.pk}/", f"equipment/{place.vice.pk}", bench, bench),
        "take off the list": (f"equipment/{place.vice.pk}/ending/", f"equipment/{place.vice.pk}/ending", {}, {}),
        "name a domain": ("changes/grant/", "changes/grant", named, named),
        "share with Power": changes("share", own, power),
        "share with Seals": changes("share", own, seals),
        "stop sharing with Power": changes("unshare", shared, power),
        "give up what is shared": changes("strike", shared),
        "give up what is not shared": changes("strike", own),
    }
    return known[verb]


def answers(place: Place, verb: str, who: str, entry_point: str) -> int:
    """Return what a person is answered; what they did is undone."""
    page, operation, form, body = asked(place, verb)
    person, slug = place.people[who], place.project.slug
    with transaction.atomic():
        if entry_point == "page":
            given = at_browser(person).post(f"/p/{slug}/circles/design/{page}", form)
        else:
            send = Client().put if verb in {"change the list", "say what Design needs"} else Client().post
            address = f"/api/v1/projects/{slug}/circles/design/{operation}"
            given = send(address, body, content_type="application/json", headers=by_token(person))
        transaction.set_rollback(True)
    return given.status_code


@pytest.mark.both_databases
@pytest.mark.parametrize(("verb", "entry_point"), one_in(4, "verbs", product(TABLE, ["page", "api"])))
def test_each_verb_is_for_whom_the_table_names(place: Place, verb: str, entry_point: str) -> None:
    given = {who: answers(place, verb, who, entry_point) for who in PEOPLE}
    assert given.pop("eve") == 404
    assert {who for who, status in given.items() if status in {302, 200, 201, 204}} == TABLE[verb]
    assert {status for who, status in given.items() if who not in TABLE[verb]} == {403}
