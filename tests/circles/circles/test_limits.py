"""What a circle decides alone: little unless the circle around it says more, through page and API."""

from dataclasses import fields
from decimal import Decimal
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import circles.circles.api.circles
import circles.restructuring.api.changes
import circles.restructuring.api.circles
from circles.circles.admin import CircleAdmin
from circles.circles.default_limits import ANY_CIRCLE_MAY, is_usual, least_limit
from circles.circles.models import Circle
from circles.circles.queries.autonomy import autonomy_of
from circles.money.expenses import record_expense
from circles.projects.models import Project
from circles.restructuring.changes import Limits, Split
from circles.restructuring.forms.changes import LimitsChangeForm
from decisions.decisions.routing import Because
from decisions.decisions.workflows.adoption import adopt
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.circles.circles.narrowest_limits import NARROWEST, WIDE
from tests.circles.circles.organisation_files import a_file, a_team, run_import, seats
from tests.circles.circles.test_recorded_limits import LIMITS_TOLD
from tests.factories import a_circle, a_person, a_project, a_proposal, a_round
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

NO_LIMITS = {
    *("id", "project", "parent", "key", "name", "purpose", "needs", "hue", "parent_hue"),
    *("source", "created_at", "closed_at", "merged_into", "split_from"),
}
"""Every other field of a circle bounds what it does alone: another one stands here, or in `Circle.LIMITS`."""


@pytest.fixture
def project(fay: User) -> Project:
    """A project of 10,000, which fay pilots."""
    return a_project(fay, name="Pompe")


@pytest.fixture
def design(project: Project, ada: User, bo: User) -> Circle:
    """A circle right inside the general one, of ada, who pilots it, and bo."""
    design = a_circle(bo, inside=project.circles.general(), name="Design", money=9_000)
    design.admit(ada, by=bo, roles=["pilot"])
    return design


def opens(entry_point: str, by: User, project: Project, **limits: Any) -> int:
    """Open a circle inside Design; returns the status."""
    sent = {"name": "Seals", "max_reversibility": "costly", **limits}
    if entry_point == "page":
        return at_browser(by).post(f"/p/{project.slug}/circles/design/circles/", sent).status_code
    address = f"/api/v1/projects/{project.slug}/circles"
    sent["parent"] = "design"
    return Client().post(address, sent, content_type="application/json", headers=by_token(by)).status_code


@pytest.mark.parametrize(
    ("amount", "share", "in_hand", "limit"),
    [
        (None, None, 900, None),
        (None, None, None, None),
        (200, None, 900, 200),
        (None, 50, 900, 450),
        (300, 50, 900, 300),
        (500, 50, 900, 450),
        (None, 50, None, None),
        (None, 50, -5, 0),
        (0, None, 900, 0),
    ],
)
def test_a_limit_is_what_was_set_lower_than_what_is_in_hand(amount: Any, share: Any, in_hand: Any, limit: Any) -> None:
    has = None if in_hand is None else Decimal(in_hand)
    assert least_limit(None if amount is None else Decimal(amount), share, has) == limit


def test_what_is_irreversible_or_recorded_alone_is_more_than_usual() -> None:
    usual: dict[str, Any] = {
        "unit_limit": None,
        "limit_share": None,
        "small_limit": None,
        "max_reversibility": "costly",
    }
    assert is_usual(usual | {"unit_limit": Decimal(7), "limit_share": 50})
    assert not is_usual(usual | {"max_reversibility": "irreversible"})
    assert not is_usual(usual | {"small_limit": Decimal(1)})
    assert is_usual(NARROWEST)


def over_limit(circle: Circle, cost: int, by: User | None = None) -> bool:
    """Say whether a circle's limit sends a proposal of that cost up."""
    proposal = a_proposal(circle=circle, by=by, cost=cost)
    return any(reason.code is Because.OVER_LIMIT for reason in proposal.route().reasons)


@pytest.mark.both_databases
def test_a_circle_commits_what_it_has_in_hand_and_more_goes_to_the_general_sync(
    project: Project, design: Circle, ada: User
) -> None:
    assert a_round(circle=design, by=ada, cost=9_000).decides == design
    dear = a_round(circle=design, by=ada, cost=9_001)
    assert (dear.decides, dear.in_sync) == (project.circles.general(), True)
    with pytest.raises(Refused, match="the general sync"):
        adopt(dear.proposal, by=ada)


def test_a_share_of_what_is_in_hand_shrinks_with_it(design: Circle, fay: User, ada: User) -> None:
    design.allow(None, "costly", by=fay, limit_share=50)
    assert [over_limit(design, cost, ada) for cost in (4_500, 4_501)] == [False, True]
    record_expense(Circle.objects.get(pk=design.pk), Decimal(1_000), "Seals", by=ada)
    assert [over_limit(design, cost, ada) for cost in (4_000, 4_001)] == [False, True]


def test_a_circle_without_limits_has_none_but_its_purse(design: Circle) -> None:
    assert (design.unit_limit, design.limit, design.in_hand) == (None, None, Decimal(9_000))
    assert (design.project.circles.general().limit, design.project.circles.general().in_hand) == (None, Decimal(1_000))


@pytest.mark.parametrize("limits", [{"unit_limit": Decimal(1_500)}, {"limit_share": 10}])
def test_an_expense_stays_within_the_limit_of_the_circles_around_as_well(
    design: Circle, fay: User, ada: User, limits: dict[str, Any]
) -> None:
    seals = a_circle(ada, inside=design, name="Seals", money=4_000)
    design.allow(max_reversibility="costly", by=fay, **({"unit_limit": None} | limits))
    most = autonomy_of(Circle.objects.get(pk=seals.pk))["limit"]
    assert most in (1_500, 500)
    with pytest.raises(Refused, match="commits"):
        record_expense(seals, Decimal(most) + 1, "Seals", by=ada)
    assert record_expense(seals, Decimal(most), "Seals", by=ada).amount == most


def test_circles_of_an_import_have_an_empty_purse(project: Project, fay: User, tmp_path: Path) -> None:
    fay.handle = "fay"
    fay.save()
    run_import(a_file(tmp_path, a_team("power", members=seats("ada", "bo"))), project="Pompe", by=fay.email)
    power = project.circles.get(key="power")
    assert [a_proposal(circle=power, cost=cost).route().decides for cost in (0, 1)] == [
        power.pk,
        project.circles.general().pk,
    ]


def test_a_project_without_a_budget_has_no_limit_in_money(ada: User, bo: User) -> None:
    project = a_project(ada, budget=None)
    circle = a_circle(ada, bo, inside=project.circles.general())
    assert a_round(circle=circle, by=bo, cost=9_000).decides == circle


@pytest.mark.parametrize("entry_point", ["page", "api"])
@pytest.mark.parametrize("limits", [{"small_limit": "1"}, {"max_reversibility": "irreversible"}])
def test_whoever_opens_a_circle_gives_it_no_more_than_usual(
    project: Project, design: Circle, bo: User, entry_point: str, limits: dict[str, str]
) -> None:
    assert opens(entry_point, bo, project, **limits) == {"page": 422, "api": 403}[entry_point]
    assert not project.circles.filter(name="Seals").exists()
    assert opens(entry_point, bo, project, unit_limit="150") == {"page": 302, "api": 201}[entry_point]


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_whoever_leads_the_circle_around_may_give_more_than_usual(
    project: Project, design: Circle, ada: User, entry_point: str
) -> None:
    design.allow(Decimal(700), "costly", by=ada)
    assert opens(entry_point, ada, project, unit_limit="900", small_limit="20") in (302, 201)
    seals = project.circles.get(name="Seals")
    assert [seals.limit, seals.small_limit] == [900, 20]
    assert Decimal(Entry.objects.get(event="circle.opened", subject=str(seals.pk)).facts["unit_limit"]) == 900
    assert over_limit(seals, 800, ada)  # Design's own binds
    page = at_browser(ada).get(seals.get_absolute_url()).content.decode()
    assert "700 at once" in page


# who sets limits afterwards: fay pilots all, ada pilots Design, bo is in it, pia is in a sister circle, eve is outside
RIGHTS = {"fay": (302, 200), "ada": (403, 403), "bo": (403, 403), "pia": (403, 403), "eve": (404, 404)}


@pytest.mark.parametrize("who", RIGHTS)
def test_the_circle_around_says_what_a_circle_decides_alone(
    request: pytest.FixtureRequest, project: Project, design: Circle, who: str
) -> None:
    person = a_person("Pia Roy") if who == "pia" else request.getfixturevalue(who)
    if who == "pia":
        a_circle(person, inside=project.circles.general(), name="Power")
    sent = {"unit_limit": "700", "max_reversibility": "easy"}
    address = f"/p/{project.slug}/circles/design/limits/"
    assert at_browser(person).get(address).status_code == (200 if who == "fay" else RIGHTS[who][0])
    assert at_browser(person).post(address, sent).status_code == RIGHTS[who][0]
    design.refresh_from_db()
    assert (design.limit == 700) == (who == "fay")
    operation, headers = f"/api/v1/projects/{project.slug}/circles/design/limits", by_token(person)
    answer = Client().put(operation, sent, content_type="application/json", headers=headers)
    assert answer.status_code == RIGHTS[who][1]


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_the_general_circle_has_no_limits_to_set(project: Project, fay: User, entry_point: str) -> None:
    if entry_point == "page":
        given = at_browser(fay).post(f"/p/{project.slug}/circles/general/limits/", {"max_reversibility": "easy"})
    else:
        address = f"/api/v1/projects/{project.slug}/circles/general/limits"
        given = Client().put(address, {}, content_type="application/json", headers=by_token(fay))
    assert given.status_code == 403
    with pytest.raises(Refused):
        project.circles.general().allow(None, "easy", by=fay)


def test_open_rounds_go_where_the_new_limit_sends_them_and_the_record_says_it(
    design: Circle, fay: User, ada: User, bo: User
) -> None:
    round_ = a_round(circle=design, by=ada, reversibility="costly")
    assert round_.decides == design
    design.allow(Decimal(100), "easy", by=fay)
    round_.refresh_from_db()
    assert round_.decides == design.project.circles.general()
    entry = Entry.objects.get(event="circle.limits_changed")
    assert (entry.facts["limit_before"], entry.facts["limit"]) == ("", "100")
    assert bo.notices.filter(event=entry.event).exists()


def test_the_form_says_what_an_empty_limit_means(project: Project, design: Circle, bo: User) -> None:
    form = at_browser(bo).get(f"/p/{project.slug}/circles/design/circles/").content.decode()
    assert "Empty: what is in hand" in form
    page = at_browser(bo).get(f"/p/{project.slug}/circles/design/").content.decode()
    assert "€9,000, all that is in hand" in page


def test_limits_change_as_the_preview_says(design: Circle, fay: User) -> None:
    limits = Limits.keeping(design, unit_limit=Decimal(900), max_reversibility="easy")
    assert next(limits.preview()) == "Design commits up to €900 at once; now it is what it has in hand."

    limits.apply(by=fay)

    design.refresh_from_db()
    assert (str(design.unit_limit), design.max_reversibility) == ("900.00", "easy")


@pytest.mark.parametrize("name", NARROWEST)
def test_what_a_circle_decides_alone_is_told_of_each_limit(design: Circle, fay: User, name: str) -> None:
    design.allow(**WIDE, by=fay)
    before = autonomy_of(Circle.objects.get(pk=design.pk))
    design.allow(**WIDE | {name: NARROWEST[name]}, by=fay)
    assert autonomy_of(Circle.objects.get(pk=design.pk)) != before


@pytest.mark.parametrize("name", NARROWEST)
def test_the_preview_says_each_limit_that_changes(design: Circle, name: str) -> None:
    same = list(Limits(design, **design.own_limits).preview())
    assert list(Limits(design, **design.own_limits | {name: NARROWEST[name]}).preview()) != same


def test_whatever_sets_or_passes_on_limits_has_all_of_them(project: Project, fay: User) -> None:
    """A limit that one of these forgot would be reset, or lost, in silence."""
    ours = set(Circle.LIMITS)
    assert {name for name, *_ in LIMITS_TOLD} == ours
    assert {one.name for one in Circle._meta.fields} - NO_LIMITS == ours
    for body in (
        circles.circles.api.circles.LimitsIn,
        circles.circles.api.circles.LimitsOut,
        circles.restructuring.api.circles.CircleIn,
        circles.restructuring.api.changes.LimitsChangeIn,
    ):
        assert set(body.model_fields) >= ours, body
    assert {one.name for one in fields(Limits)} - {"circle"} == ours
    assert set(signature(Circle.allow).parameters) >= ours
    assert set(LimitsChangeForm.base_fields) >= ours
    assert set(CircleAdmin.list_display) >= ours
    assert ANY_CIRCLE_MAY.keys() == NARROWEST.keys() == WIDE.keys() == ours
    design = project.circles.general().open_circle("Design", by=fay, unit_limit=Decimal(7), max_reversibility="easy")
    design.admit(fay, by=fay)
    made = Split(design, "Seals", "", [fay], [], [], Decimal(0)).apply(by=fay)
    assert made.own_limits == design.own_limits
    assert (made.unit_limit, made.max_reversibility) == (Decimal(7), "easy")
