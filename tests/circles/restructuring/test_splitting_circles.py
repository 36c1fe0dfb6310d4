"""A split circle gives some of its people, domains, money and open work to a new one beside it."""

from decimal import Decimal

import pytest

from circles.circles.models import Circle, Fundamental
from circles.money.models import Purse
from circles.projects.models import Project
from circles.restructuring.changes import Split
from circles.restructuring.forms.changes import SplitForm
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.amendments import begin_amendment
from decisions.decisions.workflows.positions import take_position
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.circles.circles.checks import assert_money_adds_up, names_in
from tests.factories import a_proposal, a_round, valid_objection_tests

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_after_a_split_each_circle_has_what_it_was_given(
    project: Project, design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    fay = hydraulics.people().get(name="Fay Lemoine")
    stays, goes = a_proposal(circle=hydraulics, by=bo, title="Seal"), a_round(circle=hydraulics, by=bo, title="Inlet")
    split = Split(hydraulics, "Inlet", "Clean water", [fay], ["HYD-IN"], [goes.proposal.reference], Decimal(1_500))

    said = list(split.preview())
    new = split.apply(by=bo)

    assert said[:3] == ["Going on in Inlet: Fay Lemoine.", "HYD-IN goes to Inlet.", "€1,500 go to Inlet."]
    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (new.parent, new.split_from) == (design, hydraulics)
    assert (names_in(new), names_in(hydraulics)) == (["Fay Lemoine"], ["Bo Nguyen"])
    assert list(new.people_in("pilot")) == [fay]
    assert (stays.circle, goes.proposal.circle) == (hydraulics, new)
    assert [Purse.of(new).in_hand, Purse.of(hydraulics).in_hand] == [1_500, 2_500]
    assert not Proposal.objects.exclude(circle__in=[new, hydraulics]).exists()
    assert_money_adds_up(project)


def test_an_amendment_goes_with_its_proposal_and_is_not_chosen_alone(hydraulics: Circle, bo: User) -> None:
    fay, element = hydraulics.people().get(name="Fay Lemoine"), Fundamental.declare(hydraulics, "Safe", by=bo)
    round_ = a_round(circle=hydraulics, by=bo, title="Inlet")
    take_position(round_, "objection", by=fay, words="It shocks.", objection_tests=valid_objection_tests(element))
    page = begin_amendment(round_.proposal, by=bo).document
    note = Document.create(hydraulics, "Note", by=bo)

    offered = dict(SplitForm(circle=hydraulics).fields["things"].choices)  # type: ignore[attr-defined]
    new = Split(hydraulics, "Inlet", people=[fay], things=[round_.proposal.reference]).apply(by=bo)

    assert {note.reference, round_.proposal.reference} <= set(offered)
    assert page.reference not in offered
    page.refresh_from_db()
    note.refresh_from_db()
    assert (page.circle, note.circle) == (new, hydraulics)


def test_a_person_who_is_named_twice_leaves_the_circle_once(hydraulics: Circle, bo: User) -> None:
    fay = hydraulics.people().get(name="Fay Lemoine")
    new = Split(hydraulics, "Inlet", "", [fay, fay]).apply(by=bo)
    assert list(new.people()) == [fay]
    assert fay not in hydraulics.people()


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ({"people": []}, "Someone has to go along"),
        ({"domains": ["PWR-OUT"]}, "does not hold PWR-OUT"),
        ({"amount": Decimal(4_001)}, "has €4,000 in hand"),
    ],
)
def test_a_split_that_does_not_fit_changes_nothing(
    hydraulics: Circle, bo: User, part: dict[str, object], why: str
) -> None:
    whole: dict[str, object] = {"people": [bo], "domains": ["HYD-IN"], "amount": Decimal(10)}
    before = Circle.objects.count()

    with pytest.raises(Refused, match=why):
        Split(hydraulics, "Inlet", **{**whole, **part}).apply(by=bo)  # type: ignore[arg-type]
    assert Circle.objects.count() == before
