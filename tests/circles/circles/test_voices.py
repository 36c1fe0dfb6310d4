"""Who may give whom a voice in the circle around: a pilot is its word, a delegate that of the circle's own people."""

from dataclasses import dataclass
from itertools import product

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser, by_token
from tests.support.rotation import one_in

pytestmark = pytest.mark.django_db
ENTRY_POINTS = pytest.mark.parametrize("entry_point", ["page", "api"])


@dataclass
class Cast:
    """fay pilots the general circle; lea pilots and gus facilitates Design; ada opened Seals inside it, and bo is there
    with her; pia is in a sister circle, eve outside.
    """

    fay: User
    lea: User
    gus: User
    ada: User
    bo: User
    pia: User
    eve: User
    project: Project
    design: Circle
    seals: Circle

    def __getitem__(self, name: str) -> User:
        person: User = getattr(self, name)
        return person


@pytest.fixture
def cast(fay: User, ada: User, bo: User, eve: User) -> Cast:
    lea, gus, pia = a_person("Lea Fontaine"), a_person("Gus Roy"), a_person("Pia Roy")
    project = a_project(fay, name="Pompe")
    design = a_circle(ada, inside=project.circles.general(), name="Design")
    design.admit(lea, by=fay, roles=["pilot"])
    design.admit(gus, by=fay, roles=["facilitator"])
    seals = design.open_circle("Seals", by=ada, pilot=ada)
    seals.admit(bo, by=ada)
    a_circle(pia, inside=project.circles.general(), name="Power")
    return Cast(fay, lea, gus, ada, bo, pia, eve, project, design, seals)


def gives(cast: Cast, entry_point: str, giver: str, role: str, *, ending: bool = False, to: str = "bo") -> int:
    """Give (or end) a person's role in Seals; returns the status."""
    if entry_point == "page":
        seat = cast.seals.memberships.get(user=cast[to])
        address = f"/p/{cast.project.slug}/circles/seals/members/{seat.pk}/roles/{'ending/' if ending else ''}"
        return at_browser(cast[giver]).post(address, {"role": role}).status_code
    address = f"/api/v1/projects/{cast.project.slug}/circles/seals/members/{cast[to].pk}/roles"
    sent, headers = {"role": role}, by_token(cast[giver])
    rest = "/ending" if ending else ""
    return Client().post(f"{address}{rest}", sent, content_type="application/json", headers=headers).status_code


GIVERS = ("fay", "lea", "gus", "ada", "bo", "pia", "eve")
RIGHTS = {  # role: what each of the givers gets who gives it to bo
    "pilot": (True, True, True, False, False, False, None),
    "delegate": (False, False, False, True, True, False, None),
    "secretary": (True, True, False, True, False, False, None),
}


@ENTRY_POINTS
@pytest.mark.parametrize(("role", "giver"), one_in(4, "roles", product(RIGHTS, GIVERS)))
def test_each_role_is_given_and_ended_by_whom_it_is_for(cast: Cast, entry_point: str, giver: str, role: str) -> None:
    may = RIGHTS[role][GIVERS.index(giver)]
    refused = 404 if may is None else 403
    assert gives(cast, entry_point, giver, role) == ((302 if entry_point == "page" else 201) if may else refused)
    assert cast.seals.people_in(role).filter(pk=cast.bo.pk).exists() == bool(may)
    if not may:
        cast.seals.memberships.get(user=cast.bo).take_role(role, by=cast.lea)
        if giver != "bo":
            assert gives(cast, entry_point, giver, role, ending=True) == refused


@ENTRY_POINTS
def test_who_opens_a_circle_pilots_it_and_lets_nobody_in_as_its_pilot(cast: Cast, entry_point: str) -> None:
    assert list(cast.seals.people_in("pilot")) == [cast.ada]
    if entry_point == "api":
        address = f"/api/v1/projects/{cast.project.slug}/circles/seals/members"
        sent, headers = {"person": str(cast.pia.pk), "roles": ["pilot"]}, by_token(cast.ada)
        assert Client().post(address, sent, content_type="application/json", headers=headers).status_code == 403
    else:
        cast.seals.admit(cast.pia, by=cast.ada)
        assert gives(cast, entry_point, "ada", "pilot", to="pia") == 403
    assert cast.pia not in cast.design.members()


@ENTRY_POINTS
def test_everybody_may_put_their_role_down(cast: Cast, entry_point: str) -> None:
    assert gives(cast, entry_point, "ada", "pilot", ending=True, to="ada") == (302 if entry_point == "page" else 204)


@pytest.mark.both_databases
def test_the_general_circle_keeps_a_pilot_also_when_the_role_is_put_down(cast: Cast) -> None:
    with pytest.raises(Refused, match="needs a pilot"):
        cast.project.circles.general().memberships.get(user=cast.fay).leave_role("pilot", by=cast.fay)


def test_a_circle_sends_one_delegate(cast: Cast) -> None:
    cast.seals.memberships.get(user=cast.bo).take_role("delegate", by=cast.ada)
    with pytest.raises(Refused, match="Bo Nguyen is the delegate"):
        cast.seals.memberships.get(user=cast.ada).take_role("delegate", by=cast.ada)


def test_who_leads_the_circle_around_hears_of_a_new_voice_and_the_record_names_where(cast: Cast) -> None:
    gives(cast, "page", "ada", "delegate")
    entry = Entry.objects.filter(event="role.given").latest("seq")
    assert entry.facts["voice_in"] == "Design"
    for leader in (cast.lea, cast.gus):
        assert leader.notices.filter(event="role.given", by_name="Ada Mercier").exists()
    assert not cast.fay.notices.filter(event="role.given", by_name="Ada Mercier").exists()


def test_nobody_is_told_of_a_voice_that_was_there_already(cast: Cast) -> None:
    gives(cast, "page", "ada", "delegate", to="ada")
    assert not cast.lea.notices.filter(event="role.given", by_name="Ada Mercier").exists()


@ENTRY_POINTS
def test_a_pilot_is_sent_away_by_the_circle_around_only(cast: Cast, entry_point: str) -> None:
    cast.seals.memberships.get(user=cast.bo).take_role("pilot", by=cast.lea)
    for who, refused in (("ada", True), ("lea", False)):
        seat = cast.seals.memberships.get(user=cast.bo)
        if entry_point == "page":
            address = f"/p/{cast.project.slug}/circles/seals/members/{seat.pk}/ending/"
            status = at_browser(cast[who]).post(address).status_code
        else:
            address = f"/api/v1/projects/{cast.project.slug}/circles/seals/members/{cast.bo.pk}/ending"
            status = Client().post(address, headers=by_token(cast[who])).status_code
        assert (status == 403) == refused


def test_the_page_offers_each_the_roles_they_may_give(cast: Cast) -> None:
    offered = {
        name: [
            role
            for role in RIGHTS
            if f'value="{role}"' in at_browser(cast[name]).get(cast.seals.get_absolute_url()).content.decode()
        ]
        for name in ("lea", "ada", "pia")
    }
    assert offered == {"lea": ["pilot", "secretary"], "ada": ["pilot", "delegate", "secretary"], "pia": []}


def test_who_speaks_for_several_circles_is_one_member() -> None:
    ada = a_person("Ada Mercier")
    general = a_project(ada).circles.general()
    for name in ("Design", "Supply chain"):
        general.open_circle(name, by=ada).admit(ada, by=ada, roles=["pilot"])
    page = at_browser(ada).get(general.get_absolute_url()).text
    assert page.count("speaks for") == 2
    assert "one member" in page
