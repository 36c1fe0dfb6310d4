"""A proposal stores the changes that it applies; what is stored is checked when it is read."""

from dataclasses import fields
from decimal import Decimal

import pytest

from circles.circles.models import Circle, Domain
from circles.projects.models import Project
from circles.restructuring.changes import (
    MAX_CHANGES,
    Budget,
    Change,
    Closing,
    Element,
    ElementRemoval,
    Grant,
    Handover,
    Limits,
    Merger,
    Move,
    Reopening,
    Share,
    Split,
    Strike,
    Unshare,
    clean_json,
    from_json,
    to_json,
)
from circles.restructuring.serialization import KINDS
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.factories import a_project

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_every_change_can_be_stored_and_read_again(
    project: Project, design: Circle, hydraulics: Circle, bo: User
) -> None:
    domain = Domain.objects.select_related("project").get(key="HYD-IN")
    changes: list[Change] = [
        Closing(hydraulics, "done"),
        Move(hydraulics, project.circles.general()),
        Merger(hydraulics, project.circles.general()),
        Split(hydraulics, "Inlet", "", [bo], ["HYD-IN"], ["P-1"], Decimal("10.50")),
        Reopening(hydraulics),
        Limits.keeping(hydraulics, unit_limit=None, max_reversibility="easy"),
        Grant(hydraulics, "SEALS", "Seals", "interface"),
        Handover(hydraulics, domain, design),
        Share(hydraulics, domain, design),
        Unshare(hydraulics, domain, design),
        Strike(hydraulics, domain),
        Element(project.circles.general(), "Water stays clean", "safety", 5, None, 2),
        ElementRemoval(project.circles.general(), 4),
        Budget(project.circles.general(), Decimal("9.99")),
    ]
    assert {change.kind for change in changes} == set(KINDS)
    for change in changes:
        assert from_json(project, to_json(change)) == change
        assert change.summary()
        assert change.affects()
        assert list(change.preview())
    elsewhere = a_project()
    with pytest.raises(Refused, match="no longer exists"):
        from_json(elsewhere, to_json(Closing(hydraulics)))


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"kind": "nothing", "facts": {}},
        {"kind": "closing", "facts": {}},
        {"kind": "closing", "facts": {"circle": "x", "why": ""}},
        {"kind": "closing", "facts": {"circle": 1}},
        {"kind": "budget", "facts": {"budget": "much"}},
        {
            "kind": "element",
            "facts": {"statement": "\ud800", "sort": "safety", "days": 1, "cost": None, "number": None},
        },
        {"kind": "move", "facts": None},
        {"kind": "budget", "facts": {"budget": "NaN"}},
        {"kind": "budget", "facts": {"budget": "-1"}},
        {"kind": "closing", "facts": {"circle": True, "why": ""}},
        {"kind": "limits", "facts": {"circle": 1, "unit_limit": None, "max_reversibility": "anything"}},
        {"kind": "element", "facts": {"statement": ["x"], "sort": "safety", "days": 1, "cost": None, "number": None}},
        {"kind": "element", "facts": {"statement": "x", "sort": "mine", "days": 1, "cost": None, "number": None}},
    ],
)
def test_what_is_no_change_cannot_be_read(project: Project, row: dict[str, object]) -> None:
    with pytest.raises(Refused):
        from_json(project, row)


def test_a_proposal_stores_a_limited_number_of_changes(project: Project, hydraulics: Circle) -> None:
    row = to_json(Closing(hydraulics, "done"))
    assert clean_json(project, [row]) == [row]
    for rows in ([row] * (MAX_CHANGES + 1), row, 5):
        with pytest.raises(Refused):
            clean_json(project, rows)


SAID_SINCE_THE_BEGINNING = {
    "budget": {"budget"},
    "closing": {"why"},
    "element": {"statement", "sort", "days", "cost", "number"},
    "element_removal": {"number"},
    "grant": {"domain", "name", "sort"},
    "handover": {"domain", "to"},
    "limits": {"unit_limit", "max_reversibility"},
    "merger": {"into"},
    "move": {"to"},
    "reopening": set(),
    "share": {"domain", "to"},
    "split": {"name", "purpose", "people", "domains", "things", "amount"},
    "strike": {"domain"},
    "unshare": {"domain", "to"},
}
"""What proposals that wait have stored of each kind of change."""


def test_what_a_change_says_since_later_has_a_meaning_where_it_is_not_said() -> None:
    needed = {
        kind: {field.name for field in fields(change)} - {"circle"} - set(change.unsaid)
        for kind, change in KINDS.items()
    }
    assert needed == SAID_SINCE_THE_BEGINNING
