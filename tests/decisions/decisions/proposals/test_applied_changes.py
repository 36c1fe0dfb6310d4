"""A change that touches several circles is proposed, and its adoption applies it: whole, once, or not at all."""

from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle, Domain
from circles.projects.models import Project
from circles.restructuring.changes import (
    Budget,
    Change,
    Closing,
    Element,
    Grant,
    Handover,
    Limits,
    Merger,
    Move,
    to_json,
)
from decisions.decisions.models import Decision, Proposal, Round
from decisions.decisions.routing import Because
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import revise
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import a_deciding_sync, decision_of
from tests.factories import a_proposal, a_round
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


def proposed(circle: Circle, by: User, *changes: Change) -> Round:
    """Put changes to a round in a circle."""
    return a_round(circle=circle, by=by, carries_out=[to_json(change) for change in changes])


def adopted_by_all(round_: Round, by: User) -> Decision:
    for asked in round_.asked.select_related("user").distinct():
        if decision_of(round_.proposal) is None:  # in force as soon as each circle has spoken
            take_position(round_, "no_objection", by=asked.user)
    general = round_.proposal.project.circles.general()
    found = decision_of(round_.proposal)
    return found or adopt(round_.proposal, by=by, sync=a_deciding_sync(general))


@pytest.mark.both_databases
def test_a_change_that_touches_others_asks_them(
    project: Project, circle: Circle, power: Circle, ada: User, eve: User
) -> None:
    round_ = proposed(circle, ada, Move(circle, power))

    assert (round_.decides, round_.sync_of) == (circle, project.circles.general())
    assert set(round_.affected) == {circle.pk, power.pk, project.circles.general().pk}
    assert round_.asked.filter(user=eve, voice_of=power).exists()
    assert Because.CHANGED in {reason.code for reason in round_.proposal.route().reasons}


def test_adoption_moves_the_circle_and_the_record_names_the_decision(
    project: Project, circle: Circle, power: Circle, ada: User, fay: User
) -> None:
    decision = adopted_by_all(proposed(circle, ada, Move(circle, power)), fay)

    circle.refresh_from_db()
    assert circle.parent == power
    told = Entry.objects.get(event="circle.moved")
    assert told.facts["decision"] == decision.reference
    assert list(Entry.breaks_of(project.pk)) == []


def test_several_changes_are_applied_in_their_order(
    project: Project, circle: Circle, power: Circle, ada: User, fay: User
) -> None:
    domain = Domain.give(power, "PWR-OUT", "48 V bus", by=fay)
    limits, handover = (
        Limits.keeping(power, unit_limit=Decimal(500), max_reversibility="easy"),
        Handover(power, domain, circle),
    )

    adopted_by_all(proposed(circle, ada, limits, handover, Grant(circle, "SEALS", "Seals")), fay)

    power.refresh_from_db()
    assert (str(power.unit_limit), power.max_reversibility) == ("500.00", "easy")
    assert set(circle.domains.values_list("key", flat=True)) == {"PWR-OUT", "SEALS"}


def test_elements_change_only_when_each_person_has_spoken(
    project: Project, circle: Circle, ada: User, bo: User, fay: User
) -> None:
    change = Element(project.circles.general(), "Nobody drinks from it", "safety", 5, None)
    round_ = proposed(circle, ada, change)
    assert (round_.grave, round_.silence) == (True, "each_person")
    take_position(round_, "no_objection", by=bo)
    with pytest.raises(Refused):
        adopt(round_.proposal, by=fay, sync=a_deciding_sync(project.circles.general()))
    assert not project.fundamentals.exists()


def test_the_budget_is_raised_by_the_general_circle(project: Project, fay: User, circle: Circle) -> None:
    proposed(project.circles.general(), fay, Budget(project.circles.general(), Decimal(50_000)))
    decision = Decision.objects.get()  # nobody else is in the general circle

    project.refresh_from_db()
    assert project.budget == 50_000
    assert Entry.objects.get(event="budget.set").facts["decision"] == decision.reference


def test_a_change_that_became_impossible_is_not_adopted(
    project: Project, circle: Circle, power: Circle, ada: User, eve: User, fay: User
) -> None:
    round_ = proposed(circle, ada, Merger(circle, power))
    Closing(power).apply(by=eve)

    with pytest.raises(Refused, match="closed"):
        adopted_by_all(round_, fay)

    assert not Decision.objects.exists()
    circle.refresh_from_db()
    assert not circle.is_closed


def test_the_owner_is_told_why_a_change_cannot_be_applied(circle: Circle, ada: User, bo: User) -> None:
    alone = a_round(circle=circle, by=ada, carries_out=[{"kind": "closing", "facts": {"circle": 0, "why": ""}}])
    take_position(alone, "no_objection", by=bo)

    told = Entry.objects.get(event="round.changes_impossible")
    assert told.facts["why"] == "One of the circles no longer exists."
    assert not Decision.objects.exists()


def test_another_change_opens_the_next_round(circle: Circle, power: Circle, ada: User) -> None:
    round_ = proposed(circle, ada, Limits.keeping(circle, unit_limit=Decimal(300), max_reversibility="easy"))

    revise(
        round_.proposal,
        by=ada,
        carries_out=[to_json(Limits.keeping(circle, unit_limit=Decimal(200), max_reversibility="easy"))],
    )

    assert [one.carries_out[0]["facts"]["unit_limit"] for one in Round.objects.order_by("number")] == ["300", "200"]


# Pages and API --------------------------------------------------------------------------------------------------------


def test_a_person_who_may_not_apply_a_change_is_offered_to_propose_it(
    project: Project, circle: Circle, power: Circle, ada: User
) -> None:
    browser = at_browser(ada)
    page = browser.get(f"/p/{project.slug}/circles/hydraulics/changes/move/?to={power.pk}").content.decode()
    links = [part.split('"')[0] for part in page.split('href="')]
    address = next(unescape(link) for link in links if "carry=" in link)
    form = browser.get(address)
    assert "Move Hydraulics into Power" in form.content.decode()
    carries_out = form.context["form"]["carries_out"].value()

    sent: dict[str, Any] = {"tension": "Two circles for one bus.", "text": "One circle.", "reversibility": "easy"}
    sent |= {"carries_out": carries_out, "review_months": 3, "open": "yes"}
    browser.post(f"/p/{project.slug}/proposals/new/?circle=hydraulics", sent)

    proposal = Proposal.objects.get()
    assert proposal.carries_out[0]["facts"] == {"circle": circle.pk, "to": power.pk}
    shown = browser.get(proposal.get_absolute_url()).content.decode()
    assert "Carried out when adopted" in shown
    assert "as soon as the circles affected have spoken" in shown


def test_a_tampered_form_is_refused(project: Project, circle: Circle, ada: User) -> None:
    sent = {"tension": "It leaks.", "text": "We stop.", "reversibility": "easy", "review_months": 3}
    for rows in ("[{}]", '[{"kind": "closing", "facts": {"circle": 0, "why": ""}}]', "{", '{"a": 1}', "[3]"):
        answer = at_browser(ada).post(
            f"/p/{project.slug}/proposals/new/?circle=hydraulics", {**sent, "carries_out": rows}
        )
        assert answer.status_code == 422
    assert not Proposal.objects.exists()


def test_the_api_proposes_a_change_and_returns_its_route(
    project: Project, circle: Circle, power: Circle, ada: User
) -> None:
    api, headers = f"/api/v1/projects/{project.slug}", by_token(ada)
    asked = {"to": "power", "only_say": True}
    move = (
        Client()
        .post(f"{api}/circles/hydraulics/changes/move", asked, content_type="application/json", headers=headers)
        .json()
    )
    body = {"circle": "hydraulics", "tension": "Two for one bus.", "text": "One.", "carries_out": [move["change"]]}
    made = Client().post(f"{api}/proposals", body, content_type="application/json", headers=headers)
    assert made.status_code == 201
    route = (
        Client()
        .post(
            f"{api}/routes?circle=hydraulics",
            {"carries_out": [move["change"]]},
            content_type="application/json",
            headers=headers,
        )
        .json()
    )
    assert (route["decides"], route["kind"], route["taken_at"]) == ("hydraulics", "synchronised", "general")
    assert "changed" in {reason["code"] for reason in route["reasons"]}


def test_a_decision_shows_the_changes_that_it_applied(
    project: Project, circle: Circle, power: Circle, ada: User, fay: User
) -> None:
    decision = adopted_by_all(proposed(circle, ada, Move(circle, power)), fay)

    assert "Move Hydraulics into Power" in at_browser(ada).get(decision.get_absolute_url()).content.decode()


def test_a_draft_of_a_change_previews_it(circle: Circle, ada: User) -> None:
    draft = a_proposal(
        circle=circle,
        by=ada,
        carries_out=[to_json(Limits.keeping(circle, unit_limit=Decimal(300), max_reversibility="easy"))],
    )

    shown = at_browser(ada).get(f"{draft.get_absolute_url()}revision/").content.decode()
    assert "commits up to €300 at once" in shown


def test_a_preview_leaves_out_what_the_text_says(circle: Circle, ada: User) -> None:
    change = Limits.keeping(circle, unit_limit=Decimal(300), max_reversibility="easy")
    sentences = list(change.preview())
    for text in ("\n\n".join(sentences), "We want to."):
        draft = a_proposal(circle=circle, by=ada, text=text, title="Less", carries_out=[to_json(change)])
        shown = unescape(at_browser(ada).get(draft.get_absolute_url()).content.decode())
        assert [shown.count(sentence) for sentence in sentences] == [1] * len(sentences)
