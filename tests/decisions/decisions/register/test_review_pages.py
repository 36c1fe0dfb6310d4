"""Who holds a review, by page and by API, and what decision, register and Today say of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from daily.syncs.workflows.opening import open_sync
from decisions.decisions.models import ConcernLook, Decision, Position, Proposal, Review
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.reviews import look_at_concern
from tests.decisions.decisions.people import Cast, adopted, operation, page
from tests.markup import main_of
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
PEOPLE = ("ada", "bo", "fay", "pia", "eve")


@pytest.fixture
def decision(cast: Cast) -> Decision:
    """A decision of Hydraulics that ada owns and fay facilitates, with a concern of bo's."""
    return adopted(cast)


def concern_of(decision: Decision) -> Position:
    return decision.concerns()[0].position


def answers(decision: Decision, outcome: str, came_true: str = "no", **more: str) -> dict[str, Any]:
    pk = concern_of(decision).pk
    sent = {"helped": "Two farms run.", "next_on": "2030-01-07", f"came_true_{pk}": came_true}
    return sent | {"outcome": outcome, f"words_{pk}": "Four weeks.", **more}


def as_data(decision: Decision, outcome: str, **more: Any) -> dict[str, Any]:
    looks = [{"concern": concern_of(decision).pk, "came_true": "yes", "words": "Nine weeks."}]
    return {"outcome": outcome, "helped": "Two farms run.", "concerns": looks, **more}


@pytest.mark.parametrize(
    ("who", "seen", "done"), list(zip(PEOPLE, (200, 403, 200, 403, 404), (302, 403, 302, 403, 404), strict=True))
)
def test_its_owner_and_who_leads_the_circle_hold_the_review(
    cast: Cast, decision: Decision, who: str, seen: int, done: int
) -> None:
    browser = at_browser(cast[who])
    assert browser.get(page(cast, "decisions/1/reviews/")).status_code == seen
    assert browser.post(page(cast, "decisions/1/reviews/"), answers(decision, "kept")).status_code == done
    assert Review.objects.exists() is (done == 302)


@pytest.mark.parametrize(("who", "done"), list(zip(PEOPLE, (201, 403, 201, 403, 404), strict=True)))
def test_the_api_gives_the_same_rights(cast: Cast, decision: Decision, who: str, done: int) -> None:
    program = Client(headers=by_token(cast[who]))
    answer = program.post(operation(cast, "decisions/1/reviews"), as_data(decision, "kept"), "application/json")
    assert answer.status_code == done, answer.content
    assert Review.objects.exists() is (done == 201)


@pytest.mark.parametrize(("who", "done"), list(zip(PEOPLE, (302, 302, 302, 403, 404), strict=True)))
def test_whose_concern_it_was_says_too_whether_it_came_true(
    cast: Cast, decision: Decision, who: str, done: int
) -> None:
    rest = f"decisions/1/concerns/{concern_of(decision).pk}"
    assert at_browser(cast[who]).post(page(cast, rest + "/"), {"came_true": "yes"}).status_code == done
    given = Client(headers=by_token(cast[who])).post(operation(cast, rest), {"came_true": "yes"}, "application/json")
    assert given.status_code == {302: 201}.get(done, done)
    assert ConcernLook.objects.count() == (2 if done == 302 else 0)


@pytest.mark.both_databases
def test_the_review_asks_three_questions_and_each_concern(cast: Cast, decision: Decision) -> None:
    shown = at_browser(cast.ada).get(page(cast, "decisions/1/reviews/")).content.decode()
    for words in ("Did it help?", "a reason to drop it", "could it be better", "Six weeks of lead time.", "come true"):
        assert words in shown
    assert f'value="{decision.next_review(cast.project.day_of(decision.adopted_at))}"' in shown


def test_kept_it_says_so_on_its_page_in_the_register_and_with_the_concern(cast: Cast, decision: Decision) -> None:
    browser = at_browser(cast.ada)
    browser.post(page(cast, "decisions/1/reviews/"), answers(decision, "kept", "yes"))

    shown = browser.get(page(cast, "decisions/1/")).content.decode()
    for words in ("kept at its review", "Two farms run.", "Bo’s concern came true", "Four weeks.", "7 January 2030"):
        assert words in shown
    for state in ("kept", "came_true", "in_force"):
        assert "Bo’s concern came true" in browser.get(page(cast, f"decisions/?state={state}")).content.decode()
    assert "Bo’s concern" not in browser.get(page(cast, "decisions/?state=revoked")).content.decode()


def test_to_amend_it_leads_to_the_text_of_a_proposal_that_replaces_it(cast: Cast, decision: Decision) -> None:
    browser = at_browser(cast.ada)
    answer = browser.post(page(cast, "decisions/1/reviews/"), answers(decision, "amended", better="A softer seal."))

    draft = Proposal.objects.get(replaces=decision)
    assert answer.headers["Location"] == page(cast, f"proposals/{draft.number}/revision/")
    form = browser.get(answer.headers["Location"]).content.decode()
    assert decision.text in form
    assert "A softer seal." in form
    assert draft.reference in browser.get(page(cast, "decisions/1/")).content.decode()
    assert "D-1" in main_of(browser.get(draft.get_absolute_url()).text)


def test_one_click_asks_for_consent_to_revoke_it_and_both_link_to_each_other(cast: Cast, decision: Decision) -> None:
    browser = at_browser(cast.ada)
    sent = answers(decision, "revoked", drop="The school lends us its bench.")
    answer = browser.post(page(cast, "decisions/1/reviews/"), sent, follow=True)

    proposal = Proposal.objects.get(revokes=decision)
    assert proposal.open_round
    shown = answer.content.decode()
    assert "Revokes" in shown
    assert decision.get_absolute_url() in shown
    for person in (cast.bo, cast.fay):
        take_position(proposal.open_round, "no_objection", by=person)
    old = browser.get(page(cast, "decisions/1/")).content.decode()
    assert "Revoked by D-2" in old
    assert "The school lends us its bench." in old
    assert decision.get_absolute_url() in browser.get(page(cast, "decisions/2/")).content.decode()
    assert ">D-1<" in main_of(browser.get(page(cast, "decisions/?state=revoked")).text)
    assert browser.get(page(cast, "decisions/1/reviews/")).status_code == 409


@pytest.mark.parametrize(
    ("outcome", "more", "says"),
    [
        ("amended", {}, "amends it begins with that"),
        ("revoked", {}, "revokes it begins with that"),
        ("kept", {"next_on": "2020-01-01"}, "on a day to come"),
        ("kept", {"helped": ""}, "This field is required"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(
    cast: Cast, decision: Decision, outcome: str, more: dict[str, str], says: str
) -> None:
    answer = at_browser(cast.ada).post(page(cast, "decisions/1/reviews/"), answers(decision, outcome, **more))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Four weeks." in answer.content.decode()
    assert not Review.objects.exists()


def test_the_text_of_a_revocation_may_be_changed_and_it_stays_one(cast: Cast, decision: Decision) -> None:
    browser = at_browser(cast.ada)
    browser.post(page(cast, "decisions/1/reviews/"), answers(decision, "revoked", drop="Lent."))
    proposal = Proposal.objects.get(revokes=decision)
    address = page(cast, f"proposals/{proposal.number}/revision/")
    sent = {"tension": "Lent to us.", "text": "It ends.", "reversibility": "easy", "review_months": "3"}
    assert browser.post(address, sent).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.revokes, proposal.text) == (decision, "It ends.")


def test_anybody_in_the_circle_may_propose_to_revoke_it(cast: Cast, decision: Decision) -> None:
    body = {"circle": "hydraulics", "tension": "Lent.", "text": "It ends.", "revokes": 1}
    program = Client(headers=by_token(cast.bo))
    assert program.post(operation(cast, "proposals"), body, "application/json").status_code == 201
    assert Proposal.objects.get(revokes=decision).created_by == cast.bo
    form = at_browser(cast.bo).get(page(cast, "proposals/new/?circle=hydraulics&revokes=1")).content.decode()
    assert "Revoke D-1" in form


def test_the_api_tells_reviews_concerns_and_state(cast: Cast, decision: Decision) -> None:
    program = Client(headers=by_token(cast.ada))
    made = program.post(
        operation(cast, "decisions/1/reviews"), as_data(decision, "revoked", drop="Lent."), "application/json"
    )
    assert made.json()["proposal"] == "P-2"
    (told,) = program.get(operation(cast, "decisions/1/reviews")).json()
    assert (told["outcome"], told["held_by"], told["drop"]) == ("revoked", "Ada Mercier", "Lent.")
    (concern,) = program.get(operation(cast, "decisions/1/concerns")).json()
    assert (concern["name"], concern["came_true"], concern["said"]) == ("Bo Nguyen", "yes", "Nine weeks.")
    assert program.get(operation(cast, "decisions/1")).json()["state"] == "in_force"


def test_today_and_the_sync_lead_to_what_is_due_and_to_the_concern_that_came_true(
    cast: Cast, decision: Decision
) -> None:
    look_at_concern(decision, concern_of(decision), "yes", by=cast.bo)
    decision.review_on = cast.project.day_of(decision.adopted_at) - timedelta(days=1)
    decision.save()

    shown = at_browser(cast.bo).get(page(cast, "")).content.decode()
    assert "Bo’s concern came true" in shown
    sync = open_sync(cast.circle, by=cast.fay)
    point = sync.points.get(reference="D-1")
    assert (point.part, point.kind) == ("exceptions", "review")
    sync.turn_to(point, by=cast.fay)
    address = page(cast, "decisions/1/reviews/")
    assert address in at_browser(cast.fay).get(sync.get_absolute_url()).content.decode()
    there = at_browser(cast.bo).get(sync.get_absolute_url()).content.decode()
    assert address not in there
    assert "holds its review" in there
