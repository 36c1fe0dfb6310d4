"""Pages and operations of decisions: who may do what, through both doors, and what nobody can get round."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Token, User
from circles.models import Circle, Domain, Project
from decisions.models import Decision, Proposal, Round, Sitting
from tests.factories import a_circle, a_person, a_project, a_proposal, a_round, an_element, valid_answers

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    """Give a browser in which somebody is signed in."""
    browser = Client()
    browser.force_login(user)
    return browser


def with_token(user: User) -> dict[str, Any]:
    """Give the header of a personal token."""
    return {"Authorization": f"Bearer {Token.issue(user, 'tests')}"}


@dataclass
class Cast:
    """ada proposes in Hydraulics, bo is in it, fay facilitates and pilots all, eve is outside, pia holds Power."""

    ada: User
    bo: User
    fay: User
    eve: User
    pia: User
    project: Project
    circle: Circle
    power: Circle

    def __getitem__(self, name: str) -> User:
        person: User = getattr(self, name)
        return person


@pytest.fixture
def cast() -> Cast:
    ada, bo, fay, eve, pia = (a_person(n) for n in ("Ada Mercier", "Bo Nguyen", "Fay Lemoine", "Eve Martin", "Pia Roy"))
    project = a_project(fay, name="Pompe")
    circle = a_circle(inside=project.general, name="Hydraulics", unit_limit=2_000)
    circle.admit(ada, by=fay)
    circle.admit(bo, by=fay)
    circle.admit(fay, by=fay, roles=["facilitator"])
    power = a_circle(inside=project.general, name="Power")
    power.admit(pia, by=fay, roles=["pilot"])
    Domain.give(power, "PWR-OUT", "48 V bus", by=fay, sort="interface")
    return Cast(ada, bo, fay, eve, pia, project, circle, power)


def page(cast: Cast, rest: str) -> str:
    return f"/p/{cast.project.slug}/{rest}"


def operation(cast: Cast, rest: str) -> str:
    return f"/api/v1/projects/{cast.project.slug}/{rest}"


# The table of rights: what each of the cast gets when they do it ------------------------------------------------------

WORDS = {"tension": "It leaks.", "text": "A new seal.", "reversibility": "easy", "review_months": "3"}
PEOPLE = ("ada", "bo", "fay", "pia", "eve")
RIGHTS: dict[str, tuple[str, dict[str, Any], tuple[int, ...]]] = {
    # deed: address, what is sent, and the answer to ada (proposes), bo and fay (asked), pia (elsewhere), eve (outside)
    "propose": ("proposals/new/?circle=hydraulics", WORDS, (302, 302, 302, 403, 404)),
    "open a round": ("proposals/1/rounds/", {}, (302, 403, 403, 403, 404)),
    "change the text": ("proposals/1/revision/", WORDS, (302, 403, 403, 403, 404)),
    "withdraw": ("proposals/1/withdrawal/", {}, (302, 403, 403, 403, 404)),
    "claim": ("proposals/1/claims/", {"what": "PWR-OUT"}, (403, 403, 302, 302, 404)),
    "speak": ("proposals/2/rounds/1/positions/", {"kind": "no_objection"}, (403, 302, 302, 403, 404)),
    "object": ("proposals/2/rounds/1/objections/", {"harm": "A shock."}, (403, 302, 302, 403, 404)),
    "adopt": ("proposals/2/decision/", {}, (409, 409, 409, 403, 404)),  # not all have spoken yet
}


@pytest.mark.parametrize("deed", RIGHTS)
@pytest.mark.parametrize("who", PEOPLE)
def test_each_deed_is_for_whom_it_is_for(cast: Cast, deed: str, who: str) -> None:
    a_proposal(circle=cast.circle, by=cast.ada)
    a_round(circle=cast.circle, by=cast.ada)
    address, sent, answers = RIGHTS[deed]
    if deed == "claim":
        cast.power.admit(cast.fay, by=cast.fay)
        sent = sent | {"circle": cast.power.pk}
    assert signed_in(cast[who]).post(page(cast, address), sent).status_code == answers[PEOPLE.index(who)]


OPERATIONS: dict[str, tuple[str, str, Any, tuple[int, ...]]] = {
    "propose": (
        "post",
        "proposals",
        {"circle": "hydraulics", "tension": "It leaks.", "text": "A seal."},
        (201, 201, 201, 403, 404),
    ),
    "open a round": ("post", "proposals/1/rounds", {}, (201, 403, 403, 403, 404)),
    "change the text": ("patch", "proposals/1", {"text": "Another seal."}, (200, 403, 403, 403, 404)),
    "withdraw": ("post", "proposals/1/withdrawal", {}, (200, 403, 403, 403, 404)),
    "claim": ("post", "proposals/1/claims?circle=power&what=PWR-OUT", {}, (403, 403, 403, 200, 404)),
    "speak": ("post", "proposals/2/positions", {"kind": "no_objection"}, (403, 201, 201, 403, 404)),
    "adopt": ("post", "proposals/2/decision", {}, (409, 409, 409, 403, 404)),
}


@pytest.mark.parametrize("deed", OPERATIONS)
@pytest.mark.parametrize("who", PEOPLE)
def test_the_api_gives_the_same_rights(cast: Cast, deed: str, who: str) -> None:
    a_proposal(circle=cast.circle, by=cast.ada)
    a_round(circle=cast.circle, by=cast.ada)
    method, address, sent, answers = OPERATIONS[deed]
    send = getattr(Client(headers=with_token(cast[who])), method)
    answer = send(operation(cast, address), sent, content_type="application/json")
    assert answer.status_code == answers[PEOPLE.index(who)], answer.content


@pytest.mark.parametrize("door", ["page", "api"])
def test_only_the_objector_lifts_an_objection(cast: Cast, door: str) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    objection = round_.take("objection", by=cast.bo, answers=valid_answers(an_element(cast.project))).objection
    rest = f"proposals/1/objections/{objection.pk}/lifting"
    for who, answers in (("fay", (403, 403)), ("ada", (403, 403)), ("eve", (404, 404)), ("bo", (302, 200))):
        if door == "page":
            given = signed_in(cast[who]).post(page(cast, rest + "/"), {"because": "Tested."}).status_code
        else:
            given = Client(headers=with_token(cast[who])).post(operation(cast, rest)).status_code
        assert given == answers[door == "api"]


READS = ["decisions/", "decisions/1/", "proposals/", "proposals/?state=all", "proposals/1/", "proposals/1/?round=1"]


@pytest.mark.parametrize("rest", READS)
def test_the_whole_project_reads_and_nobody_else(cast: Cast, rest: str) -> None:
    adopted(cast)
    assert signed_in(cast.pia).get(page(cast, rest)).status_code == 200
    assert signed_in(cast.eve).get(page(cast, rest)).status_code == 404
    assert Client().get(page(cast, rest)).status_code == 302


def adopted(cast: Cast, **terms: Any) -> Decision:
    """Have a proposal adopted in Hydraulics."""
    round_ = a_round(circle=cast.circle, by=cast.ada, **terms)
    round_.take("concern", by=cast.bo, words="Six weeks of lead time.")
    round_.take("no_objection", by=cast.fay)
    return Decision.objects.get(proposal=round_.proposal)


@pytest.mark.parametrize("rest", ["proposals", "proposals/1", "decisions", "decisions/1"])
def test_the_api_reads_for_the_whole_project_and_nobody_else(cast: Cast, rest: str) -> None:
    adopted(cast)
    assert Client(headers=with_token(cast.pia)).get(operation(cast, rest)).status_code == 200
    assert Client(headers=with_token(cast.eve)).get(operation(cast, rest)).status_code == 404


# What nobody gets round -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", ["page", "api"])
def test_what_touches_another_circle_cannot_be_adopted_here(cast: Cast, door: str) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, domains=[cast.power.domains.get()])
    for asked in round_.asked.select_related("user"):
        round_.take("no_objection", by=asked.user)
    if door == "page":
        answer = signed_in(cast.ada).post(page(cast, "proposals/1/decision/"))
    else:
        answer = Client(headers=with_token(cast.ada)).post(operation(cast, "proposals/1/decision"))
    assert answer.status_code == 409
    assert "sync of General" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_admin_only_reads(cast: Cast) -> None:
    decision = adopted(cast)
    root = a_person("Root", is_staff=True, is_superuser=True)
    browser = signed_in(root)
    for model, pk in (("decision", decision.pk), ("proposal", decision.proposal_id), ("round", decision.round_id)):
        assert browser.get(f"/admin/decisions/{model}/").status_code == 200
        assert browser.get(f"/admin/decisions/{model}/{pk}/change/").status_code == 200
        assert browser.post(f"/admin/decisions/{model}/{pk}/change/", {"title": "Mine"}).status_code == 403
        assert browser.get(f"/admin/decisions/{model}/add/").status_code == 403
        assert browser.post(f"/admin/decisions/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403
    decision.refresh_from_db()
    assert decision.title == "We change the seal"


def test_looking_writes_nothing(cast: Cast) -> None:
    past = datetime.now(UTC) - timedelta(days=30)
    round_ = a_proposal(circle=cast.circle, by=cast.ada, at=past).put_to_round(by=cast.ada, at=past)
    shown = signed_in(cast.bo).get(page(cast, "proposals/1/")).content.decode()
    assert "Its time is over" in shown
    assert "positions__press" not in shown
    round_.refresh_from_db()
    assert round_.closed_at is None


# What the pages say ---------------------------------------------------------------------------------------------------


def test_the_form_says_while_typing_who_decides_and_why(cast: Cast) -> None:
    typed = {"tension": "Clouds.", "text": "A new battery on PWR-OUT.", "cost": "3200", "reversibility": "easy"}
    ask = page(cast, "proposals/route/?circle=hydraulics")
    said = signed_in(cast.ada).post(ask, typed).content.decode()
    assert "may commit €2,000 at once; this is €3,200" in said
    assert "The text names PWR-OUT" in said
    ticked = typed | {"domains": [cast.power.domains.get().pk]}
    said = signed_in(cast.ada).post(ask, ticked).content.decode()
    assert "Goes to the sync of General" in said
    assert f'<a href="{cast.power.get_absolute_url()}">PWR-OUT</a>' in said
    assert not Proposal.objects.exists()


def test_half_a_form_still_has_a_route(cast: Cast) -> None:
    said = signed_in(cast.ada).post(page(cast, "proposals/route/?circle=hydraulics"), {"cost": "much"}).content.decode()
    assert "Hydraulics decides" in said


def test_the_verdict_is_said_while_typing(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    element = an_element(cast.project)
    answers = valid_answers(element) | {"element": element.pk, "fix_days": 40}
    ask = page(cast, "proposals/1/verdict/")
    assert "takes 40 working days where 10 working days" in signed_in(cast.bo).post(ask, answers).content.decode()
    light = answers | {"certainty": "possible_in_time"}
    assert "does not block the decision" in signed_in(cast.bo).post(ask, light).content.decode()
    assert "does not block the decision" in signed_in(cast.bo).post(ask, {}).content.decode()


def test_an_objection_through_the_page_blocks_and_is_shown_with_its_answers(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    element = an_element(cast.project)
    form = page(cast, "proposals/1/rounds/1/objections/")
    browser = signed_in(cast.bo)
    assert browser.get(form).status_code == 200
    browser.post(form, valid_answers(element) | {"element": element.pk})
    shown = browser.get(page(cast, "proposals/1/")).content.decode()
    assert "Objection by Bo Nguyen" in shown
    assert "This blocks the decision." in shown
    assert "Only Bo lifts it." in shown


def test_a_concern_needs_words(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    answer = signed_in(cast.bo).post(page(cast, "proposals/1/rounds/1/positions/"), {"kind": "concern"})
    assert answer.status_code == 422


def test_a_new_text_is_shown_with_what_changed(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, text="We change the seal.")
    round_.proposal.revise(by=cast.ada, text="We change the tested seal.")
    shown = signed_in(cast.bo).get(page(cast, "proposals/1/")).content.decode()
    assert "<ins>tested </ins>" in shown


def test_a_decision_reads_like_minutes(cast: Cast) -> None:
    adopted(cast, cost=1_200)
    shown = signed_in(cast.pia).get(page(cast, "decisions/1/")).content.decode()
    for words in ("Six weeks of lead time.", "€1,200 of Hydraulics", "Fay Lemoine", "Entry "):
        assert words in shown


def test_silence_is_shown_as_silence(cast: Cast) -> None:
    start = datetime.now(UTC) - timedelta(days=20)
    round_ = a_proposal(circle=cast.circle, by=cast.ada, at=start).put_to_round(by=cast.ada, at=start)
    round_.take("no_objection", by=cast.bo, at=start)
    Proposal.objects.get().settle()
    shown = signed_in(cast.pia).get(page(cast, "decisions/1/")).content.decode()
    assert "Silent" in shown


def test_the_register_filters_by_address(cast: Cast) -> None:
    adopted(cast, title="A new seal")
    adopted(cast, title="A new hose", reversibility="costly")
    browser = signed_in(cast.pia)

    def titles(query: str) -> set[str]:
        shown = browser.get(page(cast, f"decisions/{query}")).content.decode()
        return {title for title in ("A new seal", "A new hose") if f">{title}</a>" in shown}

    assert titles("") == {"A new seal", "A new hose"}
    assert titles("?state=cheap") == {"A new seal"}
    assert titles("?q=hose") == {"A new hose"}
    assert titles("?circle=power") == set()
    assert titles("?state=concern&circle=hydraulics") == {"A new seal", "A new hose"}
    assert titles("?state=past") == set()


@pytest.mark.parametrize("rest", ["decisions/", "proposals/?state=all", "circles/hydraulics/"])
def test_lists_take_the_same_queries_whatever_the_rows(
    cast: Cast, rest: str, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(cast.pia)
    adopted(cast)
    browser.get(page(cast, rest))
    with django_assert_max_num_queries(100) as few:
        browser.get(page(cast, rest))
    for _ in range(4):
        adopted(cast)
    with django_assert_max_num_queries(len(few)):
        browser.get(page(cast, rest))


def test_in_french_for_who_reads_french(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    cast.bo.language = "fr"
    cast.bo.save()
    answer = signed_in(cast.bo).get(page(cast, "proposals/1/"))
    assert answer.headers["Content-Language"] == "fr"
    assert 'cx="136.0"' in answer.content.decode()  # numbers of the picture are not for reading


def test_a_reference_leads_to_its_page(cast: Cast) -> None:
    adopted(cast)
    browser = signed_in(cast.bo)
    assert browser.get(page(cast, "go/D-1/"), follow=True).status_code == 200
    assert browser.get(page(cast, "go/P-1/"), follow=True).status_code == 200


def test_the_api_tells_a_story_from_proposal_to_decision(cast: Cast) -> None:
    ada, bo, fay = (Client(headers=with_token(cast[who])) for who in ("ada", "bo", "fay"))
    sent = {"circle": "hydraulics", "tension": "It leaks.", "text": "A seal.", "cost": "20", "open_round": True}
    made = ada.post(operation(cast, "proposals"), sent, content_type="application/json").json()
    assert (made["reference"], made["route"]["decides"], made["route"]["in_sync"]) == ("P-1", "hydraulics", False)
    for person in (bo, fay):
        person.post(operation(cast, "proposals/1/positions"), {"kind": "no_objection"}, content_type="application/json")
    assert ada.get(operation(cast, "proposals/1")).json()["decision"] == "D-1"
    assert [row["reference"] for row in ada.get(operation(cast, "decisions")).json()["rows"]] == ["D-1"]


def test_a_facilitator_records_by_the_api_what_was_said_aloud(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    sent = {"kind": "no_objection", "person": str(cast.bo.pk)}
    address = operation(cast, "proposals/1/positions")
    assert Client(headers=with_token(cast.ada)).post(address, sent, content_type="application/json").status_code == 403
    assert Client(headers=with_token(cast.fay)).post(address, sent, content_type="application/json").status_code == 201
    assert round_.positions.get().recorded_by == cast.fay


def test_the_sync_is_the_only_way_in(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, named=[cast.power])
    for asked in round_.asked.select_related("user"):
        round_.take("no_objection", by=asked.user)
    sitting = Sitting(cast.project.general, datetime.now(UTC), "General sync", "/sync/1/")
    assert round_.proposal.adopt(by=cast.fay, sync=sitting).reference == "D-1"
    assert Round.objects.get().outcome == Round.Outcome.CONSENTED
