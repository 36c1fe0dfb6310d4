"""A domain is held by one circle, alone or shared: whose word a proposal about it needs follows from that."""

from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle, Domain
from circles.projects.models import Project
from circles.restructuring.changes import Closing, Grant, Handover, Merger, Share, Strike, Unshare, from_json, to_json
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.circles.circles.checks import on_one_line
from tests.decisions.decisions.examples import a_deciding_sync, decision_of
from tests.factories import a_circle, a_person, a_project, a_proposal, a_round
from tests.markup import main_of
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(fay: User) -> Project:
    return a_project(fay)


def a_piloted(pilot: User, project: Project, name: str) -> Circle:
    circle = a_circle(inside=project.circles.general(), name=name)
    circle.admit(pilot, by=pilot, roles=["pilot"])
    return Circle.objects.select_related("project", "parent").get(pk=circle.pk)


@pytest.fixture
def power(project: Project, ada: User) -> Circle:
    """Power, which ada pilots, holds PWR-OUT."""
    power = a_piloted(ada, project, "Power")
    Domain.give(power, "PWR-OUT", "The outlet", by=ada, sort="interface")
    return power


@pytest.fixture
def hydraulics(project: Project, bo: User) -> Circle:
    return a_piloted(bo, project, "Hydraulics")


def outlet() -> Domain:
    return Domain.objects.select_related("project", "circle").get(key="PWR-OUT", struck_at=None)


@pytest.mark.both_databases
def test_a_proposal_affects_all_circles_that_share_its_domain(power: Circle, hydraulics: Circle, ada: User) -> None:
    power.admit(a_person(), by=ada)
    round_ = a_round(circle=power, by=ada, domains=[outlet()])
    assert (round_.affected, round_.decides) == ([power.pk], power)

    outlet().share(hydraulics, by=ada)

    round_.refresh_from_db()
    assert round_.affected == sorted([power.pk, hydraulics.pk])
    assert (round_.decides, round_.sync_of) == (power, power.project.circles.general())
    assert round_.asked.filter(voice_of=hydraulics).exists()

    outlet().unshare(hydraulics, by=ada)
    round_.refresh_from_db()
    assert (round_.affected, round_.decides) == ([power.pk], power)


def test_a_proposal_about_a_shared_domain_needs_the_word_of_all_its_circles(
    project: Project, power: Circle, hydraulics: Circle, ada: User, bo: User, fay: User
) -> None:
    outlet().share(hydraulics, by=ada)
    assert a_proposal(circle=hydraulics, by=bo, domains=[outlet()]).route().affected == {hydraulics.pk, power.pk}
    general = project.circles.general()
    asked = a_proposal(circle=general, by=fay, domains=[outlet()]).route().affected
    assert asked == {general.pk, hydraulics.pk, power.pk}


def test_the_page_of_a_circle_says_with_whom_a_domain_is_shared(
    power: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    outlet().share(hydraulics, by=ada)
    proposal = a_proposal(circle=power, by=ada, domains=[outlet()])
    assert "Hydraulics" in main_of(at_browser(ada).get(proposal.get_absolute_url()).text)
    page = at_browser(ada).get(power.get_absolute_url()).content.decode()
    assert "interface · shared with Hydraulics" in on_one_line(page)
    assert f"changes/unshare/?domain={outlet().pk}&amp;to={hydraulics.pk}" in page
    page = at_browser(bo).get(hydraulics.get_absolute_url()).content.decode()
    assert "of Power, which shares it with us" in page
    assert "changes/strike/?domain" not in at_browser(bo).get(power.get_absolute_url()).content.decode()


def test_a_key_is_granted_once_and_its_domain_can_be_handed_over(
    power: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    round_ = a_round(circle=hydraulics, by=bo, domains=[outlet()])
    assert power.pk in round_.affected
    with pytest.raises(Refused, match="Power holds PWR-OUT already"):
        Grant(hydraulics, "PWR-OUT", "The outlet").apply(by=bo)

    Handover(power, outlet(), hydraulics).apply(by=ada, decision="D-3")

    round_.refresh_from_db()
    assert (outlet().circle, round_.affected) == (hydraulics, [hydraulics.pk])
    assert Entry.objects.get(event="domain.transferred").facts["decision"] == "D-3"
    with pytest.raises(Refused, match="no longer"):
        Handover(power, outlet(), hydraulics).apply(by=ada)


def test_a_domain_given_up_concerns_nobody_and_its_key_is_free(
    power: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    outlet().share(hydraulics, by=ada)
    round_ = a_round(circle=hydraulics, by=bo, domains=[outlet()])
    Strike(power, outlet()).apply(by=ada, decision="D-4")

    round_.refresh_from_db()
    assert round_.affected == [hydraulics.pk]
    told = Entry.objects.get(event="domain.given_up")
    assert told.facts["decision"] == "D-4"
    assert bo.notices.filter(event=told.event).exists()
    assert "PWR-OUT" not in at_browser(ada).get(power.get_absolute_url()).content.decode()
    Grant(hydraulics, "PWR-OUT", "The outlet").apply(by=bo)
    assert outlet().circle == hydraulics
    assert round_.proposal.domains.get().struck_at is not None


def test_a_domain_given_up_cannot_be_shared_handed_over_or_given_up_again(
    power: Circle, hydraulics: Circle, ada: User
) -> None:
    domain = outlet()
    domain.strike(by=ada)
    for change in (Strike(power, domain), Share(power, domain, hydraulics), Handover(power, domain, hydraulics)):
        with pytest.raises(Refused, match="given up"):
            change.apply(by=ada)


def test_a_domain_is_shared_once_and_not_with_its_holder(power: Circle, hydraulics: Circle, ada: User) -> None:
    with pytest.raises(Refused, match="decides PWR-OUT already"):
        Share(power, outlet(), power).apply(by=ada)
    Share(power, outlet(), hydraulics).apply(by=ada)
    with pytest.raises(Refused, match="decides PWR-OUT already"):
        Share(power, outlet(), hydraulics).apply(by=ada)
    with pytest.raises(Refused, match="does not share"):
        Unshare(power, outlet(), power.project.circles.general()).apply(by=ada)


def test_a_circle_that_comes_to_hold_a_domain_no_longer_shares_it(power: Circle, hydraulics: Circle, ada: User) -> None:
    outlet().share(hydraulics, by=ada)
    outlet().transfer_to(hydraulics, by=ada)
    assert outlet().spoken_for_by == [hydraulics.pk]


def test_the_circle_that_takes_over_shares_what_the_closed_one_shared(
    project: Project, power: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    outlet().share(hydraulics, by=ada)
    closing = Closing(hydraulics, "done")
    assert "General has a word in PWR-OUT in its place." in list(closing.preview())
    closing.apply(by=bo)
    assert list(outlet().shared_with()) == [project.circles.general()]


def test_a_circle_merged_into_the_holder_no_longer_shares_its_domain(
    power: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    outlet().share(hydraulics, by=ada)
    Merger(hydraulics, power).apply(by=bo)
    assert outlet().spoken_for_by == [power.pk]


@pytest.mark.parametrize("kind", ["share", "unshare", "strike"])
def test_adoption_applies_a_change_of_a_domain(
    project: Project, power: Circle, hydraulics: Circle, ada: User, fay: User, kind: str
) -> None:
    if kind == "unshare":
        outlet().share(hydraulics, by=ada)
    to = {} if kind == "strike" else {"to": hydraulics}
    change: Any = {"share": Share, "unshare": Unshare, "strike": Strike}[kind](power, outlet(), **to)
    round_ = a_round(circle=power, by=ada, carries_out=[to_json(change)])
    assert {one.pk for one in change.affects()} <= set(round_.affected)
    for asked in round_.asked.select_related("user").distinct():
        if decision_of(round_.proposal) is None:  # in force as soon as each circle has spoken
            take_position(round_, "no_objection", by=asked.user)

    sync = a_deciding_sync(project.circles.general())
    decision = decision_of(round_.proposal) or adopt(round_.proposal, by=fay, sync=sync)

    ended_by = {"share": "domain.shared", "unshare": "domain.sharing_ended"}
    assert Entry.objects.get(event=ended_by.get(kind, "domain.given_up")).facts["decision"] == decision.reference
    assert list(Entry.breaks_of(project.pk)) == []


def test_the_api_lists_domains_with_who_shares_them(power: Circle, hydraulics: Circle, ada: User) -> None:
    outlet().share(hydraulics, by=ada)
    answer = Client().get(f"/api/v1/projects/{power.project.slug}/domains", headers=by_token(ada)).json()
    assert answer == [
        {
            "key": "PWR-OUT",
            "name": "The outlet",
            "sort": "interface",
            "circle": "power",
            "shared_with": ["hydraulics"],
        }
    ]


def test_a_given_up_domain_cannot_be_touched_by_a_new_proposal(power: Circle, ada: User) -> None:
    sent = {"circle": "power", "tension": "It leaks.", "text": "A seal.", "domains": ["PWR-OUT"]}
    program, address = Client(headers=by_token(ada)), f"/api/v1/projects/{power.project.slug}/proposals"
    assert program.post(address, sent, content_type="application/json").status_code == 201
    outlet().strike(by=ada)
    assert program.post(address, sent, content_type="application/json").status_code == 422


def test_a_stored_grant_is_read_without_what_it_said_of_sharing(power: Circle, project: Project) -> None:
    row = {"kind": "grant", "facts": {"circle": power.pk, "domain": "X", "name": "X", "sort": "component"}}
    row["facts"] |= {"is_shared": True}  # type: ignore[operator] # as proposals were written before sharing had names
    assert from_json(project, row) == Grant(power, "X", "X", "component")
