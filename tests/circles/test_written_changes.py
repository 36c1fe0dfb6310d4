"""Limits, domains, elements and the budget are changes as well; each can be written down and read again."""

from decimal import Decimal

import pytest

from accounts.models import User
from audit.models import Entry
from circles.models import Circle, Domain, Project
from circles.restructuring import (
    MAX_CHANGES,
    Budget,
    Change,
    Closing,
    Element,
    Grant,
    Handover,
    Limits,
    Merger,
    Move,
    Reopening,
    Split,
    clean_json,
    from_json,
    to_json,
)
from tests.factories import a_project, a_round
from web.exceptions import Refused

pytestmark = pytest.mark.django_db


def test_a_domain_is_given_once_and_handed_on(design: Circle, hydraulics: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=design, by=ada, domains=[Domain.objects.get(key="HYD-IN")])
    assert hydraulics.pk in round_.affected
    with pytest.raises(Refused, match="Hydraulics holds HYD-IN already"):
        Grant(design, "HYD-IN", "The inlet").apply(by=ada)

    Handover(hydraulics, Domain.objects.get(key="HYD-IN"), design).apply(by=bo, decision="D-3")

    round_.refresh_from_db()
    assert (Domain.objects.get(key="HYD-IN").circle, round_.affected) == (design, [design.pk])
    assert Entry.objects.get(event="domain.transferred").facts["decision"] == "D-3"
    with pytest.raises(Refused, match="no more"):
        Handover(hydraulics, Domain.objects.get(key="HYD-IN"), design).apply(by=bo)


def test_limits_elements_and_budget_change_as_said(project: Project, hydraulics: Circle, ada: User) -> None:
    limits = Limits(hydraulics, Decimal(900), "easy")
    assert next(limits.preview()) == "Hydraulics commits up to €900 at once; now it is €200."
    limits.apply(by=ada)
    Element(project.general, "Water stays clean", "safety", 5, Decimal(100)).apply(by=ada)
    Element(project.general, "Water stays drinkable", "safety", 5, None, number=1).apply(by=ada, decision="D-3")

    hydraulics.refresh_from_db()
    assert (str(hydraulics.unit_limit), hydraulics.max_reversibility) == ("900.00", "easy")
    assert project.fundamentals.get().statement == "Water stays drinkable"
    with pytest.raises(Refused, match="no FE-7"):
        Element(project.general, "Water", "safety", 5, None, number=7).apply(by=ada)
    with pytest.raises(Refused, match="a decision of the general circle"):
        Budget(project.general, Decimal(20_000)).apply(by=ada)


def test_every_change_can_be_written_down_and_read_again(
    project: Project, design: Circle, hydraulics: Circle, bo: User
) -> None:
    domain = Domain.objects.select_related("project").get(key="HYD-IN")
    changes: list[Change] = [
        Closing(hydraulics, "done"),
        Move(hydraulics, project.general),
        Merger(hydraulics, project.general),
        Split(hydraulics, "Inlet", "", [bo], ["HYD-IN"], ["P-1"], Decimal("10.50")),
        Reopening(hydraulics),
        Limits(hydraulics, None, "easy"),
        Grant(hydraulics, "SEALS", "Seals", "interface"),
        Handover(hydraulics, domain, design),
        Element(project.general, "Water stays clean", "safety", 5, None, 2),
        Budget(project.general, Decimal("9.99")),
    ]
    for change in changes:
        assert from_json(project, to_json(change)) == change
        assert change.summary()
        assert change.affects()
        assert list(change.preview())
    elsewhere = a_project()
    with pytest.raises(Refused, match="not there"):
        from_json(elsewhere, to_json(Closing(hydraulics)))


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"kind": "nothing", "facts": {}},
        {"kind": "closing", "facts": {}},
        {"kind": "closing", "facts": {"circle": "x", "why": ""}},
        {"kind": "budget", "facts": {"budget": "much"}},
        {"kind": "move", "facts": None},
        {"kind": "budget", "facts": {"budget": "NaN"}},
        {"kind": "budget", "facts": {"budget": "-1"}},
        {"kind": "closing", "facts": {"circle": True, "why": ""}},
        {"kind": "limits", "facts": {"circle": 1, "unit_limit": None, "max_reversibility": "anything"}},
        {"kind": "element", "facts": {"statement": ["x"], "sort": "safety", "days": 1, "cost": None, "number": None}},
        {"kind": "element", "facts": {"statement": "x", "sort": "mine", "days": 1, "cost": None, "number": None}},
    ],
)
def test_what_is_no_change_is_refused(project: Project, row: dict[str, object]) -> None:
    with pytest.raises(Refused):
        from_json(project, row)


def test_whoever_is_named_twice_leaves_the_circle_once(hydraulics: Circle, bo: User) -> None:
    fay = hydraulics.people().get(name="Fay Lemoine")
    new = Split(hydraulics, "Inlet", "", [fay, fay]).apply(by=bo)
    assert list(new.people()) == [fay]
    assert fay not in hydraulics.people()


def test_a_proposal_holds_no_more_changes_than_can_be_weighed(project: Project, hydraulics: Circle) -> None:
    row = to_json(Closing(hydraulics, "done"))
    assert clean_json(project, [row]) == [row]
    for rows in ([row] * (MAX_CHANGES + 1), row, 5):
        with pytest.raises(Refused):
            clean_json(project, rows)
