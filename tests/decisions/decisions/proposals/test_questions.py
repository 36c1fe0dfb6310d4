"""Questions first: asked in one press, above the text until answered; no position, and no clock stops."""

from typing import Any

import pytest
from django.test import Client

from circles.circles.takeaway_parts import TakeawayReader
from daily.syncs.workflows.agenda_input import facts_for
from decisions.decision_files.takeaway import proposal_rows
from decisions.decisions.models import ClarifyingQuestion, EffectAnswer
from decisions.decisions.workflows.proposals import withdraw
from decisions.decisions.workflows.questions import answer_question, ask_question
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_round
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_question_is_no_position_and_waits_on_the_sync(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    asked = ask_question(round_.proposal, by=cast.bo, text="Which seal?")
    closes_at = round_.closes_at
    round_.refresh_from_db()
    assert round_.closes_at == closes_at
    assert not round_.positions.exists()
    due = facts_for(cast.circle, clock.now()).exceptions
    assert [(one.ref, one.kind, one.title) for one in due] == [(round_.proposal.reference, "question", "Which seal?")]
    assert Notice.objects.filter(user=cast.ada, event="proposal.question_asked").exists()
    answer_question(asked, by=cast.ada, answer="The one at the shaft.")
    assert facts_for(cast.circle, clock.now()).exceptions == ()
    assert Notice.objects.filter(user=cast.bo, event="proposal.question_answered").exists()
    with pytest.raises(Refused, match="has its answer"):
        answer_question(asked, by=cast.ada, answer="Another.")


def test_by_page(cast: Cast) -> None:
    proposal = a_round(circle=cast.circle, by=cast.ada).proposal
    here = page(cast, f"proposals/{proposal.number}/")
    assert at_browser(cast.bo).post(f"{here}questions/", {"text": "Which seal?"}).status_code == 302
    assert at_browser(cast.bo).post(f"{here}questions/", {"text": " "}).status_code == 409
    assert at_browser(cast.ada).post(f"{here}questions/", {"text": "Mine?"}).status_code == 403
    assert at_browser(cast.eve).post(f"{here}questions/", {"text": "Mine?"}).status_code == 404
    shown = at_browser(cast.ada).get(here).content.decode()
    assert shown.index("Which seal?") < shown.index("We change the seal.</p>")
    question = ClarifyingQuestion.objects.get()
    assert at_browser(cast.bo).post(f"{here}questions/{question.pk}/answer/", {"answer": "?"}).status_code == 403
    assert at_browser(cast.ada).post(f"{here}questions/{question.pk}/answer/", {"answer": "Yes."}).status_code == 302
    assert "Yes." in at_browser(cast.bo).get(here).content.decode()


def test_by_api(cast: Cast) -> None:
    proposal = a_round(circle=cast.circle, by=cast.ada).proposal

    def post(rest: str, by: Any, **body: Any) -> Any:
        address = operation(cast, f"proposals/{proposal.number}/{rest}")
        return Client(headers=by_token(by)).post(address, body, content_type="application/json")

    made = post("questions", cast.bo, text="Which seal?")
    assert made.status_code == 201
    assert post("questions", cast.bo, text="Which seal?").status_code == 409
    answered = post(f"questions/{made.json()['id']}/answer", cast.ada, answer="The one at the shaft.")
    assert answered.json()["answered_by"] == cast.ada.name


def test_nothing_is_asked_of_what_is_over(cast: Cast) -> None:
    proposal = a_round(circle=cast.circle, by=cast.ada).proposal
    withdraw(proposal, by=cast.ada)
    with pytest.raises(Refused):
        ask_question(proposal, by=cast.bo, text="Which seal?")


def test_a_copy_has_what_was_asked_and_what_the_text_names(cast: Cast) -> None:
    no = EffectAnswer("circle", "power", changes=False, why="They redo it anyway.")
    proposal = a_round(circle=cast.circle, by=cast.ada, text="We change the seal near Power.", effects=[no]).proposal
    asked = ask_question(proposal, by=cast.bo, text="Which seal?")
    answer_question(asked, by=cast.ada, answer="The one at the shaft.")
    (row,) = proposal_rows(TakeawayReader(cast.project))
    (question,), (effect,) = row["questions"], row["effects"]
    assert (question["by"], question["text"], question["answered_by"], question["answer"]) == (
        "Bo Nguyen", "Which seal?", "Ada Mercier", "The one at the shaft.",
    )  # fmt: skip
    assert (effect["sort"], effect["names"], effect["changes"], effect["by"]) == (
        "circle", "power", False, "Ada Mercier",
    )  # fmt: skip
