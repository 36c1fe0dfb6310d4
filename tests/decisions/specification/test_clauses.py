"""Clauses: keys for good, states that follow from facts, and children that are suspect until a person looked."""

import pytest

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.restructuring.transfers import transfers
from decisions.decisions.models import ClauseTouch, Decision, Proposal, Ratification
from decisions.decisions.routing import RouteKind
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.clause_texts import take_texts_anew
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import create_proposal
from decisions.specification.models import Baseline, Clause, ClauseState
from decisions.specification.workflows.clauses import describe, drop, make_clause, note_look
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import a_deciding_sync
from tests.decisions.specification.blocks import a_clause, adopted, block, fresh, write
from tests.decisions.specification.conftest import TEXT
from tests.factories import a_circle, a_person, a_round, a_written

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(project: Project) -> tuple[Circle, User]:
    """A circle of one person, who decides alone."""
    kim = a_person("Kim Park")
    return a_circle(kim, inside=project.circles.general(), name="Shop"), kim


@pytest.mark.both_databases
def test_a_clause_has_the_key_of_its_chapter(document: Document, ada: User) -> None:
    clauses = [a_clause(document, words, by=ada) for words in ("Bus", "Battery", "Water")]
    assert [clause.key for clause in clauses] == ["SPEC-2.1", "SPEC-2.2", "SPEC-1.1"]
    assert clauses[0].text.words == "Bus\n48 V between controller and motor.\nIt never goes above 60 V."
    assert clauses[0].state is ClauseState.DRAFT


def test_a_key_stays_when_its_block_moves_and_is_never_given_again(document: Document, ada: User) -> None:
    bus, battery = a_clause(document, "Bus", by=ada), a_clause(document, "Battery", by=ada)
    write(document, TEXT.replace("## Battery\n\nFour blocks of 12 V.\n", ""), by=ada)
    assert not Clause.objects.standing().filter(pk=battery.pk).exists()
    drop(bus, by=ada)
    again = a_clause(document, "Bus", by=ada)
    assert again.key == "SPEC-2.3"
    write(document, TEXT.replace("# Purpose", "# Reading it\n\nAs it stands.\n\n# Purpose"), by=ada)
    assert fresh(again).key == "SPEC-2.3"


def test_a_paragraph_is_a_clause_by_itself_and_ends_the_one_above(document: Document, ada: User) -> None:
    bus, limit = a_clause(document, "Bus", by=ada), a_clause(document, "It never", by=ada)
    assert fresh(bus).text.words == "Bus\n48 V between controller and motor."
    assert limit.text.words == "It never goes above 60 V."


def test_nobody_makes_a_clause_twice_or_of_nothing(document: Document, ada: User) -> None:
    bus = a_clause(document, "Bus", by=ada)
    with pytest.raises(Refused, match="clause already"):
        make_clause(document, bus.bid, by=ada)
    with pytest.raises(Refused, match="nothing here"):
        make_clause(document, "nowhere", by=ada)


def test_an_edit_makes_it_changed_and_back_again_ratified(
    document: Document, ada: User, alone: tuple[Circle, User]
) -> None:
    circle, kim = alone
    bus = a_clause(document, "Bus", circle, by=ada)
    adopted(circle, bus, by=kim)
    assert fresh(bus).state is ClauseState.RATIFIED
    write(document, TEXT.replace("48 V", "24 V"), by=ada)
    assert fresh(bus).state is ClauseState.CHANGED
    assert list(Clause.objects.changed()) == [bus]
    write(document, TEXT, by=ada)
    assert fresh(bus).state is ClauseState.RATIFIED


def test_only_a_decision_moves_the_baseline_and_each_has_its_number(
    document: Document, ada: User, alone: tuple[Circle, User]
) -> None:
    circle, kim = alone
    bus, battery = a_clause(document, "Bus", circle, by=ada), a_clause(document, "Battery", circle, by=ada)
    first = adopted(circle, bus, battery, by=kim)
    write(document, TEXT.replace("48 V", "24 V"), by=ada)
    adopted(circle, bus, by=kim)
    adopted(circle, battery, by=kim, retires=True, begins_whole_number=True)
    assert [one.number for one in Baseline.objects.in_order()] == ["1.0", "1.1", "2.0"]
    assert [fresh(one).state for one in (bus, battery)] == [ClauseState.RATIFIED, ClauseState.RETIRED]
    assert Ratification.objects.filter(decision=first).count() == 2
    with pytest.raises(Refused, match="only a decision"):
        drop(bus, by=ada)


def test_what_was_consented_to_is_ratified_whatever_is_typed_meanwhile(
    document: Document, circle: Circle, ada: User, bo: User
) -> None:
    bus = a_clause(document, "Bus", circle, by=ada)
    proposal = create_proposal(circle, by=ada, ask=True, tension="No.", text="Yes.", clauses=[ClauseTouch(fresh(bus))])
    write(document, TEXT.replace("48 V", "24 V"), by=bo)
    round_ = proposal.rounds.get()
    take_position(round_, "no_objection", by=bo)
    decision = Decision.objects.filter(proposal=proposal).first() or adopt(proposal, by=ada)
    assert "48 V" in decision.ratifications.get().text.words
    assert fresh(bus).state is ClauseState.CHANGED


def test_a_decision_does_not_move_what_another_has_moved_since(
    document: Document, circle: Circle, ada: User, bo: User, alone: tuple[Circle, User]
) -> None:
    shop, kim = alone
    bus = a_clause(document, "Bus", circle, by=ada)
    proposal = create_proposal(circle, by=ada, ask=True, tension="No.", text="Yes.", clauses=[ClauseTouch(fresh(bus))])
    describe(bus, by=ada, circles=[shop])
    adopted(shop, bus, by=kim)
    describe(bus, by=ada, circles=[circle])
    take_position(proposal.rounds.get(), "no_objection", by=bo)
    with pytest.raises(Refused, match="ratified anew"):
        adopt(proposal, by=ada)
    write(document, TEXT.replace("48 V", "24 V"), by=ada)
    again = take_texts_anew(Proposal.objects.get(pk=proposal.pk), by=ada)
    assert again
    take_position(again, "no_objection", by=bo)
    assert fresh(bus).state is ClauseState.RATIFIED


def test_both_circles_of_an_interface_have_a_say(document: Document, circle: Circle, power: Circle, ada: User) -> None:
    bus = a_clause(document, "Bus", circle, power, by=ada, kind_of=Clause.Kind.INTERFACE)
    proposal = create_proposal(circle, by=ada, ask=False, tension="No.", text="Yes.", clauses=[ClauseTouch(fresh(bus))])
    route = proposal.route()
    assert route.affected == {circle.pk, power.pk}
    assert (route.decides, route.kind) == (circle.pk, RouteKind.SYNCHRONISED)
    assert route.silence == "each_circle"
    with pytest.raises(Refused, match="two circles"):
        describe(bus, by=ada, circles=[circle])


def test_a_child_is_suspect_until_somebody_looked(document: Document, circle: Circle, ada: User, bo: User) -> None:
    bus, battery = a_clause(document, "Bus", by=ada), a_clause(document, "Battery", circle, by=ada, owner=bo)
    describe(battery, by=ada, parents=[bus])
    assert not fresh(battery).is_suspect
    write(document, TEXT.replace("48 V", "24 V"), by=ada)
    assert fresh(battery).is_suspect
    assert list(Clause.objects.in_circle(circle).suspect()) == [battery]
    assert [notice.title for notice in bo.notices.all()].count("Battery") >= 1
    note_look(battery, "right", by=bo)
    assert not fresh(battery).is_suspect
    with pytest.raises(Refused, match="already"):
        note_look(battery, "right", by=bo)


def test_no_clause_comes_from_itself(document: Document, ada: User) -> None:
    bus, battery = a_clause(document, "Bus", by=ada), a_clause(document, "Battery", by=ada)
    describe(battery, by=ada, parents=[bus])
    with pytest.raises(Refused, match="from itself"):
        describe(bus, by=ada, parents=[battery])


def test_a_key_in_another_document_says_which(project: Project, ada: User) -> None:
    plan = Document.create(project.circles.general(), "Test plan", by=ada)
    a_written(plan, "# Heat\n\nCable rise at 750 W.", by=ada)
    assert a_clause(plan, "Cable", by=ada).key == f"SPEC-{plan.number}.1.1"
    assert block(plan, "Cable")


def test_what_one_sync_ratifies_makes_one_baseline(
    document: Document, circle: Circle, power: Circle, ada: User, bo: User, fay: User, eve: User
) -> None:
    bus, battery = (a_clause(document, words, circle, power, by=ada) for words in ("Bus", "Battery"))
    sync = a_deciding_sync(circle.project.circles.general())
    for clause in (bus, battery):
        touches = [ClauseTouch(fresh(clause))]
        round_ = a_round(circle=circle, by=ada, clauses=touches, reversibility="irreversible")
        for person in round_.people_asked():
            take_position(round_, "no_objection", by=person)
        adopt(round_.proposal, by=fay, sync=sync, at=sync.starts_at)
    [baseline] = Baseline.objects.all()
    assert (baseline.number, baseline.texts.count()) == ("1.0", 2)
    assert baseline.sync == sync.address


def test_a_route_names_the_clause_and_the_circle_that_holds_it(
    document: Document, circle: Circle, power: Circle, ada: User
) -> None:
    bus = a_clause(document, "Bus", power, by=ada)
    proposal = create_proposal(circle, by=ada, ask=False, tension="No.", text="Yes.", clauses=[ClauseTouch(fresh(bus))])
    reasons = {(reason.code.value, reason.circle, reason.what) for reason in proposal.route().reasons}
    assert ("touches", power.pk, bus.key) in reasons


def test_clauses_go_with_their_circle_when_it_merges(
    document: Document, circle: Circle, power: Circle, ada: User
) -> None:
    bus = a_clause(document, "Bus", circle, by=ada)
    both = a_clause(document, "Battery", circle, power, by=ada)
    [transfer] = [one for one in transfers() if one.key == "clauses"]
    assert transfer.count(circle, None) == 2
    transfer.move(circle, power, None, ada, None)
    assert [list(fresh(one).holders) for one in (bus, both)] == [[power], [power]]
