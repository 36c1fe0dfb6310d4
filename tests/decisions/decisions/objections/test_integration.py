"""Integrating an objection: the amendment that people write together, the answers that change, the next round."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Amendment, Objection, Proposal, Round
from decisions.decisions.text.rich_text import nodes_in, text_in
from decisions.decisions.workflows.amendments import begin_amendment, propose_amendment
from decisions.decisions.workflows.editorials import reword
from decisions.decisions.workflows.objections import change_objection_tests, keep_as_concern, lift
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposal_ends import escalate
from decisions.decisions.workflows.proposals import revise, withdraw
from documents.documents.models import Document
from documents.documents.permissions import may_write
from documents.richtext.nodes import Node, Run, insert_tree
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import CONCERN, NO_OBJECTION, OBJECTION, decision_of
from tests.factories import a_round, an_element, valid_objection_tests
from tests.support.concurrency import together
from tests.support.entry_points import at_browser, by_token
from tests.support.replayed_factories import replayed

TEXT = "We change the seal, for one of silicone.\n\n- first the drawing\n- then the *order*"


@replayed
def an_objection(circle: Circle, *, by: User, against: User, text: str = TEXT) -> Objection:
    """Let a person object, with reason, to what another proposes."""
    round_ = a_round(circle=circle, by=against, text=text)
    objection: Objection = take_position(
        round_, OBJECTION, by=by, objection_tests=valid_objection_tests(an_element(circle.project))
    ).objection
    return objection


def write_in(amendment: Amendment, *nodes: Node, by: User, ago: int = 60) -> None:
    """Write at the end of an amendment, as an editor does: one more row in the log of its document, so many seconds
    ago.
    """
    log = amendment.document.log
    log.refresh_from_db()
    update = insert_tree(log.read().updates, list(nodes), len(amendment.document.nodes()))
    when = datetime.now(UTC) - timedelta(seconds=ago)
    log.updates.create(seq=log.seq + 1, message_id=f"test-{log.seq}", user=by, data=update, received_at=when)
    log.seq += 1
    log.save()


def paragraph(words: str) -> Node:
    return Node("paragraph", {}, [Run(words)])


pytestmark = pytest.mark.django_db


def test_what_an_amendment_names_is_answered_where_it_is_proposed(
    circle: Circle, ada: User, bo: User, project: Project
) -> None:
    project.circles.general().open_circle("Power", by=ada)
    proposal = an_objection(circle, by=bo, against=ada).proposal
    write_in(begin_amendment(proposal, by=bo), paragraph("The Power circle changes its board."), by=bo)
    asking = f"{proposal.get_absolute_url()}amendment/rounds/"
    assert f'action="{asking}"' in at_browser(ada).post(asking).text
    program = Client(headers=by_token(ada))
    operation = f"/api/v1/projects/{project.slug}/proposals/{proposal.number}/amendment/rounds"
    assert program.post(operation, content_type="application/json").json()["code"] == "unanswered"
    assert proposal.rounds.count() == 1
    assert at_browser(ada).post(asking, {"effect-circle-power": "no"}).status_code == 302
    assert (proposal.rounds.count(), proposal.effects.get().changes) == (2, False)
    write_in(begin_amendment(proposal, by=bo), paragraph("They do it in May 2027."), by=bo)
    answers = {"effects": [{"names": "power", "changes": True}]}
    assert program.post(operation, answers, content_type="application/json").status_code == 201
    assert (proposal.rounds.count(), proposal.effects.get().changes) == (3, True)


@pytest.mark.both_databases
def test_the_amendment_begins_with_the_text_of_the_round(circle: Circle, ada: User, bo: User, eve: User) -> None:
    circle.admit(eve, by=ada)
    objection = an_objection(circle, by=bo, against=ada)
    amendment = begin_amendment(objection.proposal, by=eve)
    assert amendment.text() == text_in(nodes_in(TEXT))
    assert amendment.document.genre == Document.Genre.AMENDMENT
    assert begin_amendment(objection.proposal, by=bo) == amendment
    told = Entry.objects.filter(event__in=["amendment.started", "document.created"], happened_at__gte=objection.put_at)
    assert [entry.event for entry in told] == ["amendment.started"]
    heard = Notice.objects.filter(event="amendment.started").values_list("user__name", flat=True)
    assert set(heard) == {"Ada Mercier", "Bo Nguyen"}


def test_an_amendment_with_a_sign_that_no_database_keeps_becomes_a_text_without_it(
    circle: Circle, ada: User, bo: User
) -> None:
    amendment = begin_amendment(an_objection(circle, by=bo, against=ada).proposal, by=bo)
    picture = Node("image", {"src": "a.png", "alt": "the se\0al"})
    write_in(amendment, paragraph("And te\0st it."), Node("paragraph", {}, [picture]), by=bo)
    text = propose_amendment(amendment, by=ada).proposal.text
    assert "\0" not in text
    assert "te\ufffdst" in text


def test_the_amendment_becomes_the_text_of_the_next_round(circle: Circle, ada: User, bo: User, eve: User) -> None:
    circle.admit(eve, by=ada)
    objection = an_objection(circle, by=bo, against=ada)
    take_position(objection.position.round, NO_OBJECTION, by=eve)
    amendment = begin_amendment(objection.proposal, by=bo)
    write_in(amendment, paragraph("Only from a maker with a UN 38.3 report & a [stamp]."), by=bo)
    round_ = propose_amendment(amendment, by=ada)
    assert round_.number == 2
    assert round_.text == (
        "We change the seal, for one of silicone.\n\n- first the drawing\n- then the *order*\n\n"
        "Only from a maker with a UN 38.3 report & a [stamp]."
    )
    assert {one.user.name: one.to_reconfirm for one in round_.participants()} == {"Bo Nguyen": True, "Eve Martin": True}
    objection.refresh_from_db()
    assert objection.stands


def test_what_another_wrote_a_moment_ago_is_read_before_it_goes_in(circle: Circle, ada: User, bo: User) -> None:
    amendment = begin_amendment(an_objection(circle, by=bo, against=ada).proposal, by=bo)
    write_in(amendment, paragraph("And test it."), by=ada, ago=1)
    write_in(amendment, paragraph("And pay Bo."), by=bo, ago=1)
    with pytest.raises(Refused, match="Bo Nguyen has just written in it"):
        propose_amendment(amendment, by=ada)
    amendment.refresh_from_db()
    assert amendment.became is None
    assert propose_amendment(amendment, by=ada, at=datetime.now(UTC) + timedelta(seconds=10))


def test_nobody_writes_in_an_amendment_whose_text_was_changed_by_the_form(circle: Circle, ada: User, bo: User) -> None:
    proposal = an_objection(circle, by=bo, against=ada).proposal
    amendment = begin_amendment(proposal, by=bo)
    with pytest.raises(Refused, match="write it there"):
        reword(proposal, by=ada, text="We change nothing.")
    revise(proposal, by=ada, text="We change nothing.")
    amendment.document.refresh_from_db()
    assert not may_write(bo, amendment.document)
    proposal.refresh_from_db()
    assert begin_amendment(proposal, by=bo).text() == "We change nothing."


def test_nobody_writes_in_an_amendment_that_became_a_round(circle: Circle, ada: User, bo: User) -> None:
    objection = an_objection(circle, by=bo, against=ada)
    amendment = begin_amendment(objection.proposal, by=bo)
    write_in(amendment, paragraph("And test it."), by=bo)
    propose_amendment(amendment, by=ada)
    document = Document.objects.get(pk=amendment.document_id)
    assert document.is_closed
    assert not may_write(ada, document)
    with pytest.raises(Refused, match="earlier text"):
        propose_amendment(amendment, by=ada)
    following = begin_amendment(Proposal.objects.get(pk=objection.proposal_id), by=ada)
    assert following != amendment
    assert following.text().endswith("And test it.")


def test_an_amendment_that_says_nothing_new_opens_no_round(circle: Circle, ada: User, bo: User) -> None:
    objection = an_objection(circle, by=bo, against=ada)
    amendment = begin_amendment(objection.proposal, by=ada)
    with pytest.raises(Refused, match="nothing was changed"):
        propose_amendment(amendment, by=ada)
    assert objection.proposal.rounds.count() == 1


def test_a_text_changed_elsewhere_leaves_the_amendment_behind(circle: Circle, ada: User, bo: User) -> None:
    objection = an_objection(circle, by=bo, against=ada)
    amendment = begin_amendment(objection.proposal, by=bo)
    revise(objection.proposal, by=ada, text="We change the whole pump.")
    with pytest.raises(Refused, match="earlier text"):
        propose_amendment(amendment, by=ada)
    following = begin_amendment(Proposal.objects.get(pk=objection.proposal_id), by=bo)
    assert following.text() == "We change the whole pump."
    assert Document.objects.get(pk=amendment.document_id).is_closed


def test_nobody_writes_in_an_amendment_of_what_is_over(circle: Circle, ada: User, bo: User) -> None:
    objection = an_objection(circle, by=bo, against=ada)
    taken_back = begin_amendment(objection.proposal, by=bo)
    withdraw(objection.proposal, by=ada)
    other = an_objection(circle, by=bo, against=ada)
    adopted = begin_amendment(other.proposal, by=bo)
    lift(other, by=bo)  # all who were asked have spoken
    assert decision_of(other.proposal)
    assert all(Document.objects.get(pk=one.document_id).is_closed for one in (taken_back, adopted))


def test_an_amendment_goes_up_with_its_proposal(circle: Circle, ada: User, bo: User) -> None:
    objection = an_objection(circle, by=bo, against=ada)
    amendment = begin_amendment(objection.proposal, by=bo)
    objection.position.round.close(Round.Outcome.ESCALATED)
    escalate(objection.proposal)
    assert begin_amendment(Proposal.objects.get(pk=objection.proposal_id), by=ada) == amendment


def test_there_is_nothing_to_amend_where_no_objection_stands(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    with pytest.raises(Refused, match="nothing to integrate"):
        begin_amendment(round_.proposal, by=bo)
    assert not Document.objects.filter(genre=Document.Genre.AMENDMENT).exists()


def test_the_objector_changes_the_answers_while_they_block(circle: Circle, ada: User, bo: User) -> None:
    objection = an_objection(circle, by=bo, against=ada)
    change_objection_tests(objection, by=bo, harm="Two people get a shock.", fix_days=objection.fix_days)
    objection.refresh_from_db()
    assert objection.harm == "Two people get a shock."
    entry = Entry.objects.get(event="objection.changed")
    assert entry.facts["changed"] == ["harm"]
    change_objection_tests(objection, by=bo, harm="Two people get a shock.")
    assert Entry.objects.filter(event="objection.changed").count() == 1
    with pytest.raises(Refused, match="no longer blocks"):
        change_objection_tests(objection, by=bo, danger="already_there")
    with pytest.raises(Refused, match="Only the objector"):
        change_objection_tests(objection, by=ada, harm="")
    objection.refresh_from_db()
    assert objection.stands
    assert objection.danger == "from_proposal"


def test_an_objection_kept_as_a_concern_holds_nothing_up(circle: Circle, ada: User, bo: User, project: Project) -> None:
    objection = an_objection(circle, by=bo, against=ada)
    with pytest.raises(Refused, match="Only the objector"):
        keep_as_concern(objection, by=ada)
    keep_as_concern(objection, by=bo, words="I can live with it, but watch it.")
    objection.refresh_from_db()
    assert not objection.stands
    last = objection.position.round
    assert [(said.kind, said.words) for said in last.positions.order_by("pk")][-1] == (
        CONCERN,
        "I can live with it, but watch it.",
    )
    assert decision_of(objection.proposal)


@pytest.mark.django_db(transaction=True)
def test_two_who_click_at_the_same_instant_write_in_one_amendment(circle: Circle, ada: User, bo: User) -> None:
    objection = an_objection(circle, by=bo, against=ada)
    begun = together(*(lambda person=person: begin_amendment(objection.proposal, by=person) for person in (ada, bo)))
    assert begun[0] == begun[1]
    assert Document.objects.filter(genre=Document.Genre.AMENDMENT).count() == 1
    assert Entry.objects.filter(event="amendment.started").count() == 1
