"""An objection to a decision in force: a new proposal that names it; safety and compliance hold the decision up."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Value
from django.test import Client

from circles.circles.models import Circle
from circles.money.expenses import record_expense
from circles.projects.models import Link, Project
from circles.restructuring.changes import Closing, to_json
from daily.syncs.models.agenda_proposal import matters_for
from decisions.decisions.models import Contest, Decision, Proposal
from decisions.decisions.routing import Because
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.contests import object_to
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import revise, withdraw
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import NO_OBJECTION, a_deciding_sync, taken
from tests.decisions.decisions.people import Cast, adopted, operation, page
from tests.factories import a_round, an_element
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
HARM = "A screw came loose on the bench."


@pytest.fixture
def decision(circle: Circle, ada: User, bo: User) -> Decision:
    """A decision of Hydraulics."""
    return taken(circle, ada, bo, text="We fix the cover with M4 screws.")


def fresh(decision: Decision) -> Decision:
    """Read it anew, as lists do."""
    found: Decision = Decision.objects.with_suspension().get(pk=decision.pk)
    assert found.suspended_until == Decision.objects.get(pk=decision.pk).suspended_until
    return found


@pytest.mark.both_databases
def test_it_is_a_proposal_that_names_the_decision_which_stays_in_force(
    decision: Decision, circle: Circle, ada: User, bo: User
) -> None:
    proposal = object_to(decision, circle, by=bo, harm=HARM)
    assert (proposal.revokes, proposal.tension, proposal.owner) == (decision, HARM, bo)
    assert proposal.title == "Objection to D-1: We fix the cover with M4 screws"
    assert proposal.open_round
    assert fresh(decision).is_in_force
    assert fresh(decision).suspended_until is None
    assert Link.objects.into(proposal).get().source == str(decision.pk)
    assert Notice.objects.to(ada).filter(event="decision.contested").exists()
    assert not proposal.route().in_sync

    take_position(proposal.open_round, NO_OBJECTION, by=ada)
    assert fresh(decision).state == "revoked"


def test_with_what_to_do_instead_it_replaces_the_decision(
    decision: Decision, circle: Circle, ada: User, bo: User
) -> None:
    proposal = object_to(decision, circle, by=bo, harm=HARM, text="We glue the cover.")
    assert (proposal.replaces, proposal.revokes) == (decision, None)
    assert proposal.open_round
    take_position(proposal.open_round, NO_OBJECTION, by=ada)
    assert fresh(decision).state == "superseded"


@pytest.mark.parametrize(
    ("sort", "suspends"),
    [
        ("safety", True), ("compliance", True), ("unit_cost", False), ("date", False), ("cash", False),
        ("performance", False), ("secrecy", False), ("commitment", False), ("values", False),
    ],
)  # fmt: skip
def test_only_safety_and_compliance_hold_it_up_until_the_next_sync(
    decision: Decision, project: Project, circle: Circle, bo: User, sort: str, suspends: bool
) -> None:
    element = an_element(project, sort=sort)
    proposal = object_to(decision, circle, by=bo, harm=HARM, element=element, evidence="Two of twelve.")
    until = fresh(decision).suspended_until
    assert (until is not None) is suspends
    assert fresh(decision).is_in_force
    assert list(Decision.objects.suspended()) == ([decision] if suspends else [])
    assert proposal.route().pressing is suspends
    assert Entry.objects.filter(event="decision.suspended").exists() is suspends
    if suspends:
        assert Because.SUSPENDS in {reason.code for reason in proposal.route().reasons}
        (matter,) = matters_for(project, a_deciding_sync(circle, datetime.now(UTC) + timedelta(minutes=1)))
        assert (matter.proposal, matter.pressing) == (proposal, "suspended")


def suspended(decision: Decision, project: Project, circle: Circle, by: User, **given: Any) -> Proposal:
    given = {"element": an_element(project, sort="safety"), "evidence": "Two of twelve.", **given}
    return object_to(decision, circle, by=by, harm=HARM, **given)


def test_the_suspension_ends_at_that_instant_and_nobody_writes_it(
    decision: Decision, project: Project, circle: Circle, bo: User
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=30)
    suspended(decision, project, circle, bo, at=long_ago)
    contest = Contest.objects.get()
    assert contest.suspends_until
    entries, histories = Entry.objects.count(), Proposal.history.count()
    for after, holds in ((timedelta(0), True), (timedelta(days=60), False)):
        at = Value(contest.suspends_until - timedelta(seconds=1) + after)
        found = Contest.objects.undecided().filter(suspends_until__gt=at)
        assert found.exists() is holds
    assert Contest.objects.suspending().exists() is (contest.suspends_until > datetime.now(UTC))
    assert (Entry.objects.count(), Proposal.history.count()) == (entries, histories)


@pytest.mark.parametrize("end", ["withdraw", "adopt"])
def test_it_ends_with_what_was_decided(
    decision: Decision, project: Project, circle: Circle, ada: User, bo: User, end: str
) -> None:
    proposal = suspended(decision, project, circle, bo)
    if end == "withdraw":
        withdraw(proposal, by=bo)
    else:
        assert proposal.open_round
        take_position(proposal.open_round, NO_OBJECTION, by=ada)
        adopt(proposal, by=bo, sync=a_deciding_sync(proposal.open_round.decides))
    assert fresh(decision).suspended_until is None
    assert fresh(decision).is_in_force is (end == "withdraw")


def test_each_element_holds_a_decision_up_once(
    decision: Decision, project: Project, circle: Circle, ada: User, bo: User
) -> None:
    element = an_element(project, sort="safety")
    withdraw(suspended(decision, project, circle, bo, element=element), by=bo)
    again = suspended(decision, project, circle, ada, element=element)
    assert again.contest.suspends_until is None
    assert fresh(decision).suspended_until is None


def test_what_supports_nothing_or_stands_already_is_refused(
    decision: Decision, project: Project, circle: Circle, bo: User
) -> None:
    with pytest.raises(Refused, match="say what fact"):
        suspended(decision, project, circle, bo, evidence=" ")
    object_to(decision, circle, by=bo, harm=HARM)
    with pytest.raises(Refused, match="being decided already"):
        object_to(decision, circle, by=bo, harm=HARM)


def test_what_holds_no_more_is_not_objected_to(decision: Decision, circle: Circle, ada: User, bo: User) -> None:
    take_position(a_round(circle=circle, by=ada, revokes=decision), NO_OBJECTION, by=bo)
    with pytest.raises(Refused, match="no longer in force"):
        object_to(decision, circle, by=bo, harm=HARM)


def test_one_click_on_its_page_leads_to_the_form_and_both_pages_name_each_other(cast: Cast) -> None:
    decision = adopted(cast, text="We fix the cover with M4 screws.")
    element = an_element(cast.project, sort="safety")
    browser = at_browser(cast.pia)
    here = page(cast, f"decisions/{decision.number}/objections/")
    assert f'href="{here}"' in browser.get(decision.get_absolute_url()).content.decode()
    given = {"harm": HARM, "element": element.pk, "evidence": "", "text": "", "circle": "power"}
    assert browser.post(here, given).status_code == 422
    answer = browser.post(here, given | {"evidence": "Two of twelve."})
    assert answer.status_code == 302
    proposal = Proposal.objects.exclude(pk=decision.proposal_id).get()
    assert proposal.circle == cast.power
    told = browser.get(decision.get_absolute_url()).content.decode()
    assert "suspended until" in told
    assert proposal.get_absolute_url() in told
    assert f'href="{decision.get_absolute_url()}"' in browser.get(proposal.get_absolute_url()).content.decode()
    register = browser.get(page(cast, "decisions/?state=suspended")).text
    assert decision.title in register
    assert ">suspended</span>" in register
    assert decision.title not in browser.get(page(cast, "decisions/?state=kept")).content.decode()


def test_the_api_does_the_same_and_says_until_when(cast: Cast) -> None:
    decision = adopted(cast, text="We fix the cover with M4 screws.")
    element = an_element(cast.project, sort="compliance")
    pia, bo = (Client(headers=by_token(one)) for one in (cast.pia, cast.bo))
    here = operation(cast, f"decisions/{decision.number}/objections")
    body = {"circle": "power", "harm": HARM, "element": element.reference, "evidence": "The directive."}
    assert bo.post(here, body, content_type="application/json").status_code == 403  # Power is not his
    put = pia.post(here, body, content_type="application/json")
    assert put.status_code == 201
    read = bo.get(operation(cast, f"decisions/{decision.number}")).json()
    assert read["is_in_force"] is True
    assert read["suspended_until"] is not None
    listed = bo.get(operation(cast, "decisions?state=suspended")).json()["rows"]
    assert [row["reference"] for row in listed] == [decision.reference]


def test_the_register_taken_away_says_suspended(cast: Cast) -> None:
    decision = adopted(cast, text="We fix the cover with M4 screws.")
    element = an_element(cast.project, sort="safety")
    object_to(decision, cast.power, by=cast.pia, harm=HARM, element=element, evidence="Two of twelve.")
    sheet = b"".join(at_browser(cast.bo).get(page(cast, "decisions/sheet.csv")).streaming_content)  # type: ignore[attr-defined]
    assert b",suspended," in sheet


def test_where_the_next_sync_is_far_off_it_is_held_up_five_working_days_at_most(
    decision: Decision, project: Project, circle: Circle, bo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime(2026, 11, 27, 13, tzinfo=UTC)
    monkeypatch.setattr(
        "decisions.decisions.models.rounds.round_end.sync_times", lambda _circle, _since: [[at + timedelta(days=60)]]
    )
    element = an_element(project, sort="safety")
    held = object_to(decision, circle, by=bo, harm=HARM, element=element, evidence="Two of twelve.", at=at).contest
    assert held.suspends_until == datetime(2026, 12, 4, 13, tzinfo=UTC)


def test_rewritten_to_something_else_it_waits_its_turn_like_any_proposal(
    decision: Decision, project: Project, circle: Circle, bo: User
) -> None:
    element = an_element(project, sort="safety")
    for more in ({"revokes": None}, {"carries_out": [to_json(Closing(circle))]}):
        proposal = object_to(decision, circle, by=bo, harm=HARM, element=element, evidence="Two of twelve.")
        assert proposal.route().pressing
        revise(proposal, by=bo, text="Hydraulics does something else.", **more)
        assert not Proposal.objects.get(pk=proposal.pk).route().pressing
        withdraw(proposal, by=bo)
        element = an_element(project, sort="safety")


def test_nothing_is_paid_on_it_while_it_is_suspended_but_what_was_paid_before_is_recorded(
    project: Project, circle: Circle, ada: User, bo: User
) -> None:
    take_position(a_round(circle=circle, by=ada, cost=100), NO_OBJECTION, by=bo)
    decision = Decision.objects.get()
    element = an_element(project, sort="safety")
    proposal = object_to(decision, circle, by=bo, harm=HARM, element=element, evidence="Two of twelve.")
    today = project.day_of(datetime.now(UTC))
    spend: dict[str, Any] = {"by": ada, "decision": decision.reference}
    with pytest.raises(Refused, match="D-1 is suspended until"):
        record_expense(circle, Decimal(40), "Screws", **spend)
    record_expense(circle, Decimal(40), "Screws", on=today - timedelta(days=1), **spend)
    withdraw(proposal, by=bo)
    record_expense(circle, Decimal(60), "More screws", **spend)


def test_an_element_that_such_an_objection_names_keeps_its_words(
    decision: Decision, project: Project, circle: Circle, bo: User, fay: User
) -> None:
    element = an_element(project, sort="safety")
    object_to(decision, circle, by=bo, harm=HARM, element=element, evidence="Two of twelve.")
    with pytest.raises(Refused, match="only a decision of the general circle"):
        element.change(by=fay, statement="Nobody is hurt, mostly.", days=1, cost=None)
