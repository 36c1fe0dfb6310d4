"""The three ways of a decision: alone, synchronised with the circles affected, together in a sync; and pulling."""

import pytest
from django.test import Client
from django.utils import translation

from circles.circles.models import Circle
from circles.money.expenses import record_expense
from circles.projects.models import Project
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.claims import claim, release_claim
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import withdraw
from decisions.decisions.workflows.pulling import pull
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import CONCERN, NO_OBJECTION, OBJECTION, a_deciding_sync, decision_of
from tests.factories import a_circle, a_person, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


def names(round_: object) -> set[str]:
    return {one.user.name for one in round_.asked.select_related("user")}  # type: ignore[attr-defined]


# Synchronised ---------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_what_touches_another_circle_is_in_force_the_moment_it_has_spoken(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada, named=[power])
    assert (round_.decides, round_.in_sync, round_.sync_of, round_.closes_at) == (
        circle,
        False,
        project.circles.general(),
        None,
    )
    assert names(round_) == {bo.name, eve.name}
    take_position(round_, NO_OBJECTION, by=bo)
    assert decision_of(round_.proposal) is None
    take_position(round_, CONCERN, by=eve, words="Our fuse is smaller.")
    decision = decision_of(round_.proposal)
    assert decision
    assert (decision.decided_by, decision.sync_words) == (circle, "")


def test_what_another_circle_has_not_spoken_to_is_taken_in_the_general_sync(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User, fay: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada, named=[power])
    take_position(round_, NO_OBJECTION, by=bo)
    with pytest.raises(Refused, match="still open"):
        adopt(round_.proposal, by=ada)
    sync = a_deciding_sync(project.circles.general())
    with pytest.raises(Refused, match="Power"):
        adopt(round_.proposal, by=fay, sync=sync)
    take_position(round_, OBJECTION, by=eve, objection_tests=valid_objection_tests(an_element(project)))
    with pytest.raises(Refused, match="objection stands"):
        adopt(round_.proposal, by=fay, sync=sync)


def test_whoever_is_a_member_of_the_circle_that_decides_speaks_unasked_and_their_objection_holds(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User, fay: User, project: Project
) -> None:
    nil = a_circle(a_person("Nil"), inside=project.circles.general())
    nil.admit(pilot := a_person("Pia Roy"), by=fay, roles=["pilot"])
    round_ = a_round(circle=circle, by=ada, named=[power], cost=9_999_999)
    assert (round_.decides, round_.in_sync) == (project.circles.general(), True)
    assert names(round_) == {bo.name, eve.name, fay.name}
    assert not pilot.notices.filter(reason="asked").exists()
    page = at_browser(pilot).get(round_.proposal.get_absolute_url()).content.decode()
    assert 'id="position"' in page
    take_position(round_, OBJECTION, by=pilot, objection_tests=valid_objection_tests(an_element(project)))
    assert round_.proposal.objections.standing().count() == 1
    one = next(one for one in round_.participants() if one.user == pilot)
    assert (one.is_asked, one.is_silent, one.objection_stands) == (False, False, True)
    assert not Proposal.objects.waiting_for(pilot).exists()
    with pytest.raises(Refused, match="can take a position"):
        take_position(round_, NO_OBJECTION, by=a_person("Outsider"))
    with pytest.raises(Refused, match="can take a position"):
        take_position(round_, NO_OBJECTION, by=ada)


# Pulled ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def told(circle: Circle, power: Circle, ada: User, eve: User) -> Decision:
    """In force between Hydraulics and Power, and not told to anyone else yet."""
    round_ = a_round(circle=circle, by=ada, named=[power], cost=500)
    take_position(round_, NO_OBJECTION, by=eve)
    return Decision.objects.get(proposal=round_.proposal)


@pytest.fixture
def market(project: Project, fay: User) -> Circle:
    """A circle of pia, who pilots it: it is not affected by what the others decide."""
    market = a_circle(inside=project.circles.general(), name="Market")
    market.admit(a_person("Pia Roy"), by=fay, roles=["pilot"])
    return market


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_a_voice_of_the_general_circle_pulls_it_and_its_sync_keeps_it(
    told: Decision, market: Circle, project: Project, fay: User, ada: User, bo: User, entry_point: str
) -> None:
    pia = market.people().get()
    if entry_point == "page":
        sent = {"what": "The price list names the old seal."}
        at_browser(pia).post(f"/p/{project.slug}/proposals/{told.proposal.number}/pull/", sent)
    else:
        address = f"/api/v1/projects/{project.slug}/proposals/{told.proposal.number}/pull"
        sent = {"what": "The price list names the old seal.", "circle": market.key}
        answer = Client().post(address, sent, content_type="application/json", headers=by_token(pia))
        assert answer.status_code == 201
        assert answer.json()["keeps"] == told.reference
    kept = Proposal.objects.get(pull__decision=told)
    round_ = kept.open_round
    assert round_
    assert (round_.decides, round_.in_sync, round_.pressing) == (project.circles.general(), True, True)
    assert {market.pk} < set(round_.affected)
    assert names(round_) >= {"Pia Roy", fay.name}
    told = Decision.objects.get(pk=told.pk)
    assert told.suspended_until
    assert Decision.objects.suspended().get() == told
    with pytest.raises(Refused, match="taken to a sync"):
        record_expense(told.circle, told.cost, "Seals", by=ada, decision=told.reference)
    entry = Entry.objects.get(event="decision.pulled")
    assert (entry.actor, entry.facts["proposal"]) == (pia.pk, kept.reference)
    assert ada.notices.filter(event="decision.pulled").exists()

    for asked in round_.asked.all():
        take_position(round_, NO_OBJECTION, by=asked.user)
    decision = adopt(kept, by=fay, sync=a_deciding_sync(project.circles.general()))
    told.refresh_from_db()
    assert (told.superseded_by, decision.suspended_until) == (decision, None)


def test_what_the_sync_does_not_keep_is_out_of_force_and_its_money_is_free(
    told: Decision, market: Circle, ada: User
) -> None:
    kept = pull(told.proposal, by=market.people().get(), what="We sell the old one.", circle=market)
    withdraw(kept, by=ada)
    told.refresh_from_db()
    assert told.state == "revoked"
    assert kept.reference in told.revoked_because
    assert told.circle.in_hand == 10_000


def test_what_is_written_of_it_for_all_is_in_the_language_of_the_project(
    told: Decision, market: Circle, ada: User
) -> None:
    with translation.override("fr"):
        kept = pull(told.proposal, by=market.people().get(), what="On vend l’ancien.", circle=market)
        withdraw(kept, by=ada)
    told.refresh_from_db()
    assert kept.title.startswith(f"Keep {told.reference}: ")
    assert "asked to keep it" in told.revoked_because


def test_it_can_be_pulled_until_the_sync_has_closed_to_which_it_was_told(
    told: Decision, market: Circle, project: Project, fay: User
) -> None:
    pia = market.people().get()
    assert "Take it to the sync" in at_browser(pia).get(told.get_absolute_url()).content.decode()
    sync = open_sync(project.circles.general(), by=fay)
    assert [one.reference for one in sync.told()] == [told.reference]
    sync.go_to_next_point(by=fay)
    page = at_browser(pia).get(sync.get_absolute_url()).content.decode()
    assert "Synchronised since yesterday" in page
    assert f"/proposals/{told.proposal.number}/pull/" in page
    phone = at_browser(pia).get(f"{sync.get_absolute_url()}phone/")
    assert phone.status_code in (200, 404)
    sync.go_to_next_point(by=fay)
    close_sync(sync, by=fay)
    minutes = sync.minutes.get().content
    assert [row["reference"] for row in minutes["synchronised"]] == [told.reference]
    with pytest.raises(Refused, match="cannot be taken to a sync any more"):
        pull(told.proposal, by=pia, what="Too late.")
    assert open_sync(project.circles.general(), by=fay).told() == []


def test_what_is_pulled_in_the_sync_is_decided_there(
    told: Decision, market: Circle, project: Project, fay: User, ada: User, bo: User, eve: User
) -> None:
    sync = open_sync(project.circles.general(), by=fay)
    sync.go_to_next_point(by=fay)
    kept = pull(told.proposal, by=market.people().get(), what="We sell the old one.", circle=market)
    point = sync.points.get(reference=kept.reference)
    assert (point.part, point.kind) == ("decisions", "suspended")
    sync.refresh_from_db()
    sync.go_to_next_point(by=fay)
    sync.refresh_from_db()
    assert sync.at_hand == point
    round_ = kept.open_round
    assert round_
    for asked in round_.asked.all():
        take_position(round_, NO_OBJECTION, by=asked.user)
    assert adopt(kept, by=fay, sync=sync.deciding_sync()).decided_by == project.circles.general()


def test_an_open_one_is_pulled_as_well(
    circle: Circle, power: Circle, market: Circle, ada: User, eve: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada, named=[power])
    pull(round_.proposal, by=market.people().get(), what="We sell the old one.", circle=market)
    round_.refresh_from_db()
    assert (round_.decides, round_.in_sync) == (project.circles.general(), True)
    take_position(round_, NO_OBJECTION, by=eve)
    assert decision_of(round_.proposal) is None


def test_who_has_no_voice_there_does_not_pull(told: Decision, market: Circle, fay: User, project: Project) -> None:
    market.admit(plain := a_person("Plain"), by=fay)
    address = f"/p/{project.slug}/proposals/{told.proposal.number}/pull/"
    assert at_browser(plain).post(address, {"what": "I would rather not."}).status_code == 403


# Claims ---------------------------------------------------------------------------------------------------------------


def test_a_claim_names_a_thing_or_says_a_sentence(circle: Circle, power: Circle, ada: User, eve: User) -> None:
    project = circle.project
    proposal = a_round(circle=circle, by=ada).proposal
    element = an_element(project)
    address = f"/api/v1/projects/{project.slug}/proposals/{proposal.number}/claims"

    def claims(**sent: str) -> int:
        query = "&".join(f"{name}={value}" for name, value in {"circle": power.key, **sent}.items())
        return Client().post(f"{address}?{query}", headers=by_token(eve)).status_code

    assert claims(what="bus") == 422
    assert claims(names="PWR-NONE") == 422
    assert claims(names=element.reference.lower(), what="It heats up.") == 200
    assert claims(what="It changes the cable that we bought.") == 403  # not doubled
    made = proposal.claims.get()
    assert (made.names, made.what) == (element.reference, "It heats up.")


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_a_claim_is_released_by_its_circle_and_the_route_goes_back(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User, project: Project, entry_point: str
) -> None:
    round_ = a_round(circle=circle, by=ada)
    made = claim(round_.proposal, power, by=eve, what="It changes our cable.")
    take_position(round_, NO_OBJECTION, by=bo)
    round_.refresh_from_db()
    assert round_.is_synchronised
    assert decision_of(round_.proposal) is None
    if entry_point == "page":
        address = f"/p/{project.slug}/proposals/{round_.proposal.number}/claims/{made.pk}/release/"
        assert at_browser(ada).post(address, {"settled": "No."}).status_code == 403
        at_browser(eve).post(address, {"settled": "The old cable is enough."})
    else:
        address = f"/api/v1/projects/{project.slug}/proposals/{round_.proposal.number}/claims/{made.pk}/release"
        sent, json = {"settled": "The old cable is enough."}, "application/json"
        assert Client().post(address, sent, content_type=json, headers=by_token(ada)).status_code == 403
        assert Client().post(address, sent, content_type=json, headers=by_token(eve)).status_code == 200
    assert not round_.asked.filter(user=eve).exists()
    decision = decision_of(round_.proposal)
    assert decision
    assert decision.round.affected == [circle.pk]
    entry = Entry.objects.get(event="proposal.claim_released")
    assert entry.facts["settled"] == "The old cable is enough."
    with pytest.raises(Refused):
        release_claim(made, by=eve, settled="Again.")


def test_a_circle_that_released_its_claim_may_claim_again_and_is_asked_again(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User
) -> None:
    round_ = a_round(circle=circle, by=ada)
    release_claim(claim(round_.proposal, power, by=eve, what="Our cable."), by=eve, settled="It fits.")
    claim(round_.proposal, power, by=eve, what="It does not fit after all.")
    assert round_.asked.filter(user=eve, voice_of=power).exists()
    assert [one.is_released for one in round_.proposal.claims.order_by("pk")] == [True, False]


def test_a_claim_after_adoption_pulls_until_the_sync(told: Decision, market: Circle) -> None:
    made = claim(told.proposal, market, by=market.people().get(), what="The price list names the old seal.")
    assert made.proposal.holds_up == told
