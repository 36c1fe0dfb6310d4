"""Circles are closed, opened again, moved, merged and split: nothing in them is lost, and what will happen is said."""

from decimal import Decimal

import pytest

from accounts.models import User
from audit.models import Entry
from circles.forms.changes import SplitForm
from circles.models import Circle, Domain, Fundamental, Project, Purse
from circles.restructuring import Closing, Merger, Move, Reopening, Split
from decisions.models import Decision, Proposal
from decisions.workflows.amendments import begin_amendment
from decisions.workflows.positions import take_position
from documents.models import Document
from inbox.models import Notice
from tests.factories import a_circle, a_person, a_proposal, a_round, an_action, valid_answers
from web.exceptions import Refused

pytestmark = pytest.mark.django_db


def adopted(circle: Circle, by: User, cost: int) -> Decision:
    """Have something adopted in the circle by all who are asked."""
    for one in circle.ancestors(include_self=True).exclude(parent=None):
        one.allow(Decimal(cost), "costly", by=by)  # a limit binds the circles inside as well
    round_ = a_round(circle=circle, by=by, cost=Decimal(cost))
    for asked in round_.asked.select_related("user"):
        take_position(round_, "no_objection", by=asked.user)
    return Decision.objects.get(proposal=round_.proposal)


def money_adds_up(project: Project) -> None:
    """What a circle has handed on is what those inside it were allotted, wherever they have been moved."""
    for circle in project.circles.select_related("project"):
        inside = [Purse.of(child).allotted or Decimal(0) for child in circle.children.select_related("project")]
        assert Purse.of(circle).handed_on == sum(inside), circle.name


def names(circle: Circle) -> list[str]:
    return [user.name for user in circle.people()]


def test_what_lives_in_a_closed_circle_goes_on_in_the_one_around_it(
    project: Project, design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    seals = a_circle(bo, inside=hydraulics, name="Seals", money=500)
    round_, action = a_round(circle=hydraulics, by=bo), an_action(hydraulics, by=bo)
    paper = Document.create(hydraulics, "Inlet tests", by=bo)

    Closing(hydraulics, "the pump is bought").carry_out(by=ada)

    round_.refresh_from_db()
    action.refresh_from_db()
    seals.refresh_from_db()
    paper.refresh_from_db()
    hydraulics.refresh_from_db()
    assert hydraulics.is_closed
    assert (seals.parent, action.circle, paper.circle) == (design, design, hydraulics)
    assert (round_.proposal.circle, round_.decides) == (design, design)
    assert Domain.objects.get(key="HYD-IN").circle == design
    assert names(design) == ["Ada Mercier", "Bo Nguyen", "Fay Lemoine"]
    assert names(hydraulics) == []
    assert Purse.of(design).in_hand == 5_500
    money_adds_up(project)


def test_it_is_said_before_what_a_closing_does_and_told_after(hydraulics: Circle, ada: User, bo: User) -> None:
    a_round(circle=hydraulics, by=bo)

    said = list(Closing(hydraulics).foretell())
    Closing(hydraulics, "the pump is bought").carry_out(by=ada)

    assert said == [
        "Everything in it stays readable. Nothing new can begin in it.",
        "1 person goes on in Design.",
        "HYD-IN goes to Design.",
        "€4,000 go back to Design; what decisions have reserved stays with them.",
        "1 open proposal goes on in Design; who is asked already still is.",
    ]
    told = Entry.objects.get(event="circle.closed")
    assert (told.scope, told.facts["why"], told.facts["proposals"]) == ("hydraulics", "the pump is bought", 1)
    assert Notice.objects.filter(event="circle.closed", user__name="Fay Lemoine").exists()
    assert not list(Entry.breaks_of(hydraulics.project_id))


def test_a_decision_of_a_closed_circle_keeps_its_money_and_can_still_be_paid(
    project: Project, hydraulics: Circle, ada: User, bo: User
) -> None:
    decision = adopted(hydraulics, bo, cost=1_000)

    Closing(hydraulics).carry_out(by=ada)

    assert Purse.of(hydraulics).reserved == 1_000
    money_adds_up(project)
    Purse.free(decision, by=ada)
    assert [Purse.of(hydraulics).in_hand, Purse.of(hydraulics.parent or hydraulics).in_hand] == [0, 6_000]
    money_adds_up(project)


def test_the_general_circle_stays_and_a_closed_one_is_not_closed_again(project: Project, hydraulics: Circle) -> None:
    with pytest.raises(Refused, match="stays as long as the project"):
        Closing(project.general).carry_out(by=None)
    Closing(hydraulics).carry_out(by=None)
    with pytest.raises(Refused, match="closed"):
        Closing(hydraulics).carry_out(by=None)


def test_a_circle_opens_again_with_its_people(hydraulics: Circle, design: Circle, ada: User) -> None:
    Closing(hydraulics).carry_out(by=ada)
    hydraulics.refresh_from_db()

    assert next(Reopening(hydraulics).foretell()) == "In it again: Bo Nguyen and Fay Lemoine."
    Reopening(hydraulics).carry_out(by=ada)

    hydraulics.refresh_from_db()
    assert not hydraulics.is_closed
    assert names(hydraulics) == ["Bo Nguyen", "Fay Lemoine"]
    with pytest.raises(Refused, match="is open"):
        Reopening(hydraulics).carry_out(by=ada)


def test_a_merged_circle_opens_again_once_the_one_around_it_is_open(
    design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    Merger(hydraulics, a_circle(bo, inside=design.project.general, name="Field")).carry_out(by=ada)
    Closing(design).carry_out(by=ada)
    with pytest.raises(Refused, match="open that one first"):
        Reopening(Circle.objects.get(pk=hydraulics.pk)).carry_out(by=ada)

    for circle in (design, hydraulics):
        Reopening(Circle.objects.get(pk=circle.pk)).carry_out(by=ada)
    hydraulics.refresh_from_db()
    assert (hydraulics.is_closed, hydraulics.merged_into) == (False, None)
    assert names(hydraulics) == ["Bo Nguyen", "Fay Lemoine"]


def test_a_moved_circle_takes_its_money_along_and_nobody_else_has_less(
    project: Project, design: Circle, hydraulics: Circle, ada: User
) -> None:
    test = a_circle(ada, inside=project.general, name="Prototype", money=1_000)
    before = {circle.pk: Purse.of(circle).in_hand for circle in project.circles.select_related("project")}

    Move(hydraulics, test).carry_out(by=ada)

    hydraulics.refresh_from_db()
    assert hydraulics.parent == test
    assert {circle.pk: Purse.of(circle).in_hand for circle in project.circles.select_related("project")} == before
    assert Purse.of(test).allotted == 5_000
    assert Purse.of(design).allotted == 2_000
    money_adds_up(project)


def test_a_move_across_branches_touches_the_circles_between(project: Project, hydraulics: Circle, ada: User) -> None:
    field = a_circle(ada, inside=project.general, name="Field")
    farm = a_circle(ada, inside=field, name="Farm")
    for change in (Move(hydraulics, farm), Merger(hydraulics, farm)):
        assert {one.name for one in change.affects()} == {"Hydraulics", "Design", "Farm", "Field"}


def test_an_open_round_follows_its_circle_to_the_limits_of_its_new_place(
    project: Project, design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    hydraulics.allow(Decimal(10), "costly", by=ada)
    round_ = a_round(circle=hydraulics, by=bo, cost=Decimal(100))
    design.allow(Decimal(1_000), "costly", by=ada)
    round_.refresh_from_db()
    assert round_.decides == design

    Move(hydraulics, project.general).carry_out(by=ada)

    round_.refresh_from_db()
    assert round_.decides == project.general


def test_no_circle_goes_into_itself_or_nowhere(design: Circle, hydraulics: Circle, ada: User) -> None:
    for to, why in ((hydraulics, "inside itself"), (design, "inside itself"), (design.parent, "already")):
        assert to is not None
        with pytest.raises(Refused, match=why):
            Move(design, to).carry_out(by=ada)
    with pytest.raises(Refused, match="into itself"):
        Merger(design, hydraulics).carry_out(by=ada)


def test_a_merged_circle_goes_on_in_the_other(
    project: Project, design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    field = a_circle(a_person("Nora Keller"), inside=project.general, name="Field", money=1_000)
    paper, proposal = Document.create(hydraulics, "Inlet tests", by=bo), a_proposal(circle=hydraulics, by=bo)

    Merger(hydraulics, field).carry_out(by=ada)

    paper.refresh_from_db()
    proposal.refresh_from_db()
    hydraulics.refresh_from_db()
    assert names(field) == ["Bo Nguyen", "Fay Lemoine", "Nora Keller"]
    assert (paper.circle, proposal.circle, Domain.objects.get().circle) == (field, field, field)
    assert hydraulics.is_closed
    assert hydraulics.merged_into == field
    assert [Purse.of(field).in_hand, Purse.of(design).in_hand] == [5_000, 2_000]
    money_adds_up(project)


def test_a_circle_is_split_and_each_part_has_what_it_was_given(
    project: Project, design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    fay = hydraulics.people().get(name="Fay Lemoine")
    stays, goes = a_proposal(circle=hydraulics, by=bo, title="Seal"), a_round(circle=hydraulics, by=bo, title="Inlet")
    split = Split(hydraulics, "Inlet", "Clean water", [fay], ["HYD-IN"], [goes.proposal.reference], Decimal(1_500))

    said = list(split.foretell())
    new = split.carry_out(by=bo)

    assert said[:3] == ["Going on in Inlet: Fay Lemoine.", "HYD-IN goes to Inlet.", "€1,500 go to Inlet."]
    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (new.parent, new.split_from) == (design, hydraulics)
    assert (names(new), names(hydraulics)) == (["Fay Lemoine"], ["Bo Nguyen"])
    assert list(new.people_in("pilot")) == [fay]
    assert (stays.circle, goes.proposal.circle) == (hydraulics, new)
    assert [Purse.of(new).in_hand, Purse.of(hydraulics).in_hand] == [1_500, 2_500]
    assert not Proposal.objects.exclude(circle__in=[new, hydraulics]).exists()
    money_adds_up(project)


def test_an_amendment_goes_with_its_proposal_and_is_not_chosen_alone(hydraulics: Circle, bo: User) -> None:
    fay, element = hydraulics.people().get(name="Fay Lemoine"), Fundamental.declare(hydraulics, "Safe", by=bo)
    round_ = a_round(circle=hydraulics, by=bo, title="Inlet")
    take_position(round_, "objection", by=fay, words="It shocks.", answers=valid_answers(element))
    page = begin_amendment(round_.proposal, by=bo).document
    note = Document.create(hydraulics, "Note", by=bo)

    offered = dict(SplitForm(circle=hydraulics).fields["things"].choices)  # type: ignore[attr-defined]
    new = Split(hydraulics, "Inlet", people=[fay], things=[round_.proposal.reference]).carry_out(by=bo)

    assert {note.reference, round_.proposal.reference} <= set(offered)
    assert page.reference not in offered
    page.refresh_from_db()
    note.refresh_from_db()
    assert (page.circle, note.circle) == (new, hydraulics)


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ({"people": []}, "Somebody has to go along"),
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
        Split(hydraulics, "Inlet", **{**whole, **part}).carry_out(by=bo)  # type: ignore[arg-type]
    assert Circle.objects.count() == before
