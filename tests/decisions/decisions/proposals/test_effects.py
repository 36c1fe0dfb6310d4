"""What a text names is answered before anyone is asked: by page and API, in drafts, rounds, amendments and acts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from decisions.decisions.models import Effect, EffectAnswer, Proposal, Unanswered
from decisions.decisions.workflows.contests import object_to
from decisions.decisions.workflows.editorials import reword
from decisions.decisions.workflows.proposals import open_round, revise
from decisions.decisions.workflows.small_acts import record_small_act
from decisions.decisions.workflows.urgent_acts import report_urgent_act
from foundation.audit import clock
from foundation.audit.models import Entry
from tests.decisions.decisions.people import Cast, adopted, operation, page
from tests.factories import a_proposal, a_round, an_element
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

TEXT = "We raise the bus; the Power circle changes its board."
NO = EffectAnswer("circle", "power", changes=False, why="They redo it anyway.")
YES = EffectAnswer("circle", "power", changes=True)


def names_in(refused: Any) -> list[str]:
    """Return what is unanswered."""
    return [line.mention.names for line in refused.value.lines]


def adopted_around(cast: Cast) -> None:
    """Have D-1 adopted in Hydraulics, which reached Power."""
    round_ = adopted(cast).round
    round_.affected = [cast.circle.pk, cast.power.pk]
    round_.save()


@pytest.mark.both_databases
def test_nobody_is_asked_before_what_the_text_names_is_answered(cast: Cast) -> None:
    an_element(cast.project)
    adopted_around(cast)
    text = (
        "Power redoes its board, FE-1 and PWR-OUT as before, D-1 too; tooling for €900, with the client on 3 June 2027."
    )
    draft = a_proposal(circle=cast.circle, by=cast.ada, text=text)
    with pytest.raises(Unanswered) as refused:
        open_round(draft, by=cast.ada)
    assert names_in(refused) == ["power", "PWR-OUT", "FE-1", "D-1", "900", "2027-06-03"]
    assert not draft.rounds.exists()


def test_what_a_draft_names_is_answered_where_consent_is_asked_by_one_press_more(cast: Cast) -> None:
    draft = a_proposal(circle=cast.circle, by=cast.ada, text=TEXT)
    browser, asking = at_browser(cast.ada), page(cast, f"proposals/{draft.number}/rounds/")
    refused = browser.post(asking)
    assert refused.status_code == 422
    assert f'action="{asking}"' in refused.text
    assert browser.post(asking, {"effect-circle-power": "no"}).headers["Location"] == draft.get_absolute_url()
    assert draft.rounds.count() == 1
    assert not draft.effects.get().changes


def test_a_no_stands_on_the_proposal_and_its_circle_sees_it(cast: Cast) -> None:
    draft = a_proposal(circle=cast.circle, by=cast.ada, text=TEXT, effects=[NO])
    open_round(draft, by=cast.ada)
    round_ = draft.last_round
    assert round_
    assert not round_.in_sync
    shown = at_browser(cast.bo).get(page(cast, f"proposals/{draft.number}/")).content.decode()
    assert "changes nothing for Power" in shown
    assert "They redo it anyway." in shown
    assert draft.reference in at_browser(cast.pia).get(cast.power.get_absolute_url()).content.decode()
    assert Entry.objects.filter(event="proposal.effects_answered").count() == 1


def test_a_yes_asks_that_circle(cast: Cast) -> None:
    draft = a_proposal(circle=cast.circle, by=cast.ada, text=TEXT, effects=[YES])
    assert list(draft.named.all()) == [cast.power]
    assert open_round(draft, by=cast.ada).asked.filter(user=cast.pia).exists()


def test_a_yes_to_a_decision_reaches_whom_it_reached(cast: Cast) -> None:
    adopted_around(cast)
    text = "D-1 no longer matters."
    draft = a_proposal(
        circle=cast.circle, by=cast.ada, text=text, effects=[EffectAnswer("decision", "D-1", changes=True)]
    )
    assert cast.power.pk in draft.route().affected


def test_a_yes_to_an_amount_is_what_it_costs(cast: Cast) -> None:
    yes = EffectAnswer("amount", "900", changes=True)
    draft = a_proposal(circle=cast.circle, by=cast.ada, text="Tooling for €900.", effects=[yes])
    draft.refresh_from_db()
    assert draft.cost == Decimal(900)


def test_what_is_ticked_is_answered(cast: Cast) -> None:
    assert a_round(circle=cast.circle, by=cast.ada, text=TEXT, named=[cast.power])
    assert a_round(
        circle=cast.circle, by=cast.ada, text="PWR-OUT, as Power holds it.", domains=[cast.power.domains.get()]
    )


def test_unticking_what_was_answered_yes_asks_again(cast: Cast) -> None:
    draft = a_proposal(circle=cast.circle, by=cast.ada, text=TEXT, effects=[YES])
    revise(draft, by=cast.ada, named=[])
    assert not Effect.objects.exists()
    with pytest.raises(Unanswered):
        open_round(draft, by=cast.ada)


def test_a_text_that_changes_in_a_round_is_asked_about_too(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    for change in (revise, reword):
        with pytest.raises(Unanswered):
            change(round_.proposal, by=cast.ada, text=TEXT)
    assert Proposal.objects.get().text == "We change the seal."
    assert revise(round_.proposal, by=cast.ada, text=TEXT, effects=[NO])


def test_an_answer_alone_opens_no_round_but_a_yes_does(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, text=TEXT, effects=[NO])
    assert (
        revise(round_.proposal, by=cast.ada, effects=[EffectAnswer("circle", "power", changes=False, why="No.")])
        is None
    )
    new = revise(round_.proposal, by=cast.ada, effects=[YES])
    assert new is not None
    assert cast.power.pk in new.affected


def test_acts_are_asked_about_as_proposals_are(cast: Cast) -> None:
    with pytest.raises(Unanswered):
        record_small_act(cast.circle, by=cast.ada, text="Power lent us a plug.")
    assert record_small_act(cast.circle, by=cast.ada, text="Power lent us a plug.", effects=[NO])
    act: Any = {"text": TEXT, "tension": "It ran hot.", "acted_at": clock.now() - timedelta(hours=1)}
    with pytest.raises(Unanswered):
        report_urgent_act(cast.circle, by=cast.ada, **act)
    assert report_urgent_act(cast.circle, by=cast.ada, effects=[NO], **act)
    decision = adopted(cast)
    with pytest.raises(Unanswered):
        object_to(decision, cast.circle, by=cast.ada, harm="The Power circle has to redo its board.")


@pytest.mark.parametrize("field", ["title", "tension", "effect"])
def test_every_text_is_read(cast: Cast, field: str) -> None:
    draft = a_proposal(circle=cast.circle, by=cast.ada, **{field: "The Power circle waits."})
    with pytest.raises(Unanswered):
        open_round(draft, by=cast.ada)


def test_the_form_asks_while_one_types_and_before_it_is_put(cast: Cast) -> None:
    here, browser = page(cast, "proposals/new/?circle=hydraulics"), at_browser(cast.ada)
    typed = {"tension": "It leaks.", "text": TEXT, "reversibility": "easy", "review_months": "3"}
    live = browser.post(page(cast, "proposals/route/?circle=hydraulics"), typed).content.decode()
    assert "Your text names Power. Does it change anything for them?" in live
    assert (
        "Power"
        in browser.post(
            page(cast, "proposals/route/?circle=hydraulics"), typed | {"effect-circle-power": "yes"}
        ).content.decode()
    )
    assert browser.post(here, typed | {"open": "yes"}).status_code == 422
    assert browser.post(here, typed).status_code == 302  # as a draft
    draft = Proposal.objects.get()
    refused = browser.post(page(cast, f"proposals/{draft.number}/rounds/"))
    assert refused.status_code == 422
    assert b"effect-circle-power" in refused.content
    answered = browser.post(page(cast, f"proposals/{draft.number}/effects/"), {"effect-circle-power": "no"})
    assert answered.status_code == 302
    assert browser.post(page(cast, f"proposals/{draft.number}/rounds/")).status_code == 302
    assert browser.post(here, typed | {"open": "yes", "effect-circle-power": "no"}).status_code == 302


def test_the_api_says_what_is_unanswered(cast: Cast) -> None:
    def propose(**body: Any) -> Any:
        given = {"circle": "hydraulics", "tension": "It leaks.", "text": TEXT, "open_round": True, **body}
        return Client(headers=by_token(cast.ada)).post(
            operation(cast, "proposals"), given, content_type="application/json"
        )

    refused = propose()
    assert refused.status_code == 422
    assert refused.json()["code"] == "unanswered"
    assert [one["names"] for one in refused.json()["unanswered"]] == ["power"]
    assert not Proposal.objects.exists()
    made = propose(effects=[{"names": "Power", "changes": False, "why": "They redo it anyway."}])
    assert made.status_code == 201
    assert made.json()["effects"] == [
        {"names": "power", "kind": "circle", "changes": False, "why": "They redo it anyway."}
    ]
    assert propose(effects=[{"names": "Nowhere", "changes": False}]).status_code == 422


def test_only_who_proposes_answers(cast: Cast, client: Client) -> None:
    draft = a_proposal(circle=cast.circle, by=cast.ada, text=TEXT)
    for person, status in ((cast.bo, 403), (cast.eve, 404)):
        answer = at_browser(person).post(
            page(cast, f"proposals/{draft.number}/effects/"), {"effect-circle-power": "no"}
        )
        assert answer.status_code == status
