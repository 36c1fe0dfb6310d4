"""A circle's money by page and by API: who may move it, what the pages show, and what is refused."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from circles.circles.models import Circle
from circles.money.expenses import record_expense
from circles.money.models import Allotment, Expense, Purse
from circles.projects.models import Project
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project, a_round
from tests.markup import main_of
from tests.support.entry_points import at_browser, by_token
from tests.support.queries import MOST

pytestmark = pytest.mark.django_db
ENTRY_POINTS = ("page", "api")


@pytest.fixture
def project(fay: User) -> Project:
    """A project of 10,000 that fay pilots."""
    return a_project(fay, name="Pompe")


@pytest.fixture
def circle(project: Project, ada: User, bo: User) -> Circle:
    """Hydraulics, of ada, who pilots it, and bo, with 4,000 of which Seals inside have 500."""
    circle = a_circle(bo, inside=project.circles.general(), name="Hydraulics", money=4_000, unit_limit=Decimal(2_000))
    circle.admit(ada, by=bo, roles=["pilot"])
    a_circle(inside=circle, name="Seals", key="seals", money=500)
    return circle


def address(entry_point: str, circle: Circle, rest: str) -> str:
    head = f"/p/{circle.project.slug}" if entry_point == "page" else f"/api/v1/projects/{circle.project.slug}"
    return f"{head}/circles/{circle.key}/{rest}{'/' if entry_point == 'page' else ''}"


def send(entry_point: str, by: User, circle: Circle, rest: str, sent: dict[str, Any]) -> int:
    """Post something about a circle's money; returns the status."""
    if entry_point == "page":
        return at_browser(by).post(address(entry_point, circle, rest), sent).status_code
    return (
        Client()
        .post(address(entry_point, circle, rest), sent, content_type="application/json", headers=by_token(by))
        .status_code
    )


def allots(entry_point: str, by: User, circle: Circle, amount: str) -> int:
    """Allot money to Seals, or below zero take it back."""
    seals = circle.children.get()
    if entry_point == "api":
        return send(entry_point, by, circle, "allotments", {"to": seals.key, "amount": amount, "why": "seals"})
    way = "up" if amount.startswith("-") else "down"
    sent = {"to": seals.pk, "way": way, "amount": amount.removeprefix("-"), "why": "seals"}
    return send(entry_point, by, circle, "allotments", sent)


def done(entry_point: str) -> int:
    return 302 if entry_point == "page" else 201


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
@pytest.mark.parametrize(("who", "may"), [("ada", True), ("fay", True), ("bo", False), ("eve", None)])
def test_the_pilot_hands_money_on(entry_point: str, who: str, may: bool | None, circle: Circle, request: Any) -> None:
    status = allots(entry_point, request.getfixturevalue(who), circle, "300.50")
    assert status == {True: done(entry_point), False: 403, None: 404}[may]
    assert Purse(circle=circle.children.get()).locked().in_hand == (Decimal("800.50") if may else 500)


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
@pytest.mark.parametrize(("who", "may"), [("bo", True), ("ada", True), ("fay", True), ("pia", False), ("eve", None)])
def test_whoever_is_in_the_circle_records_what_it_spent(
    entry_point: str, who: str, may: bool | None, circle: Circle, project: Project, request: Any
) -> None:
    pia = a_person("Pia Roy")
    a_circle(pia, inside=project.circles.general())
    by = pia if who == "pia" else request.getfixturevalue(who)
    status = send(entry_point, by, circle, "expenses", {"amount": "120.40", "what": "Grease", "receipt": "/p/pompe/"})
    assert status == {True: done(entry_point), False: 403, None: 404}[may]
    assert Expense.objects.filter(circle=circle, amount=Decimal("120.40"), paid_by=by).exists() == bool(may)


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
@pytest.mark.parametrize(("who", "may"), [("bo", True), ("ada", True), ("fay", True), ("theo", False)])
def test_whoever_recorded_an_expense_may_call_it_back(
    entry_point: str, who: str, may: bool, circle: Circle, bo: User, request: Any
) -> None:
    theo = a_person("Théo Morel")
    circle.admit(theo, by=bo)
    expense = record_expense(circle, Decimal(10), "Grease", by=bo)
    by = theo if who == "theo" else request.getfixturevalue(who)
    status = send(entry_point, by, circle, f"expenses/{expense.pk}/calling-back", {"why": "twice"})
    assert status == (403 if not may else 302 if entry_point == "page" else 204)
    assert Expense.objects.counted().exists() != may


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
@pytest.mark.parametrize(("who", "may"), [("ada", True), ("fay", True), ("bo", False)])
def test_the_pilot_gives_money_back(entry_point: str, who: str, may: bool, circle: Circle, request: Any) -> None:
    status = send(entry_point, request.getfixturevalue(who), circle, "returns", {"amount": "1000", "why": "left over"})
    assert status == (403 if not may else 302 if entry_point == "page" else 204)
    assert Purse(circle=circle).locked().in_hand == (2_500 if may else 3_500)


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
@pytest.mark.parametrize(("who", "may"), [("fay", True), ("ada", False), ("eve", None)])
def test_the_pilot_of_the_general_circle_declares_the_budget_once(
    entry_point: str, who: str, may: bool | None, circle: Circle, project: Project, request: Any
) -> None:
    by, budget_page = request.getfixturevalue(who), address("page", project.circles.general(), "budget")

    def says(budget: str) -> int:
        if entry_point == "page":
            return at_browser(by).post(budget_page, {"budget": budget}).status_code
        there, sent = f"/api/v1/projects/{project.slug}/budget", {"budget": budget}
        return Client().put(there, sent, content_type="application/json", headers=by_token(by)).status_code

    assert says("12000") == {True: 409, False: 403, None: 404}[may]
    Project.objects.filter(pk=project.pk).update(budget=None)
    assert says("12000") == {True: 302 if entry_point == "page" else 200, False: 403, None: 404}[may]
    assert Project.objects.get(pk=project.pk).budget == (12_000 if may else None)


@pytest.mark.both_databases
def test_the_page_leads_to_proposing_another_budget(project: Project, fay: User) -> None:
    there = address("page", project.circles.general(), "money")
    assert 'changes/budget/"' in at_browser(fay).get(there).content.decode()
    Project.objects.filter(pk=project.pk).update(budget=None)
    shown = at_browser(fay).get(there).content.decode()
    assert ("changes/budget/" in shown, 'id="set-budget"' in shown) == (False, True)


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
def test_more_than_there_is_is_refused_with_a_sentence(entry_point: str, circle: Circle, ada: User, bo: User) -> None:
    assert allots(entry_point, ada, circle, "3500.01") == 409
    assert allots(entry_point, ada, circle, "-500.01") == 409
    assert send(entry_point, bo, circle, "expenses", {"amount": "2000.01", "what": "Bench"}) == 409
    assert Allotment.objects.count() == 2


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "0"},
        {"amount": "-5"},
        {"amount": "0.001"},
        {"amount": "1e13"},
        {"amount": "five"},
        {"what": ""},
        {"what": "x" * 201},
        {"on": "2026-13-45"},
        {"receipt": "javascript:alert(1)"},
        {"receipt": "//elsewhere.example/x"},
    ],
)
def test_an_invalid_expense_is_not_recorded(entry_point: str, wrong: dict[str, str], circle: Circle, bo: User) -> None:
    assert send(entry_point, bo, circle, "expenses", {"amount": "10", "what": "Grease", **wrong}) == 422
    assert not Expense.objects.exists()


def test_an_invalid_form_keeps_what_was_typed(circle: Circle, bo: User) -> None:
    page = at_browser(bo).post(address("page", circle, "expenses"), {"amount": "0", "what": "Grease for all"})
    assert page.status_code == 422
    assert 'value="Grease for all"' in page.content.decode()


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
def test_everybody_in_the_project_and_nobody_else_sees_a_circles_money(
    entry_point: str, circle: Circle, project: Project, bo: User, eve: User
) -> None:
    round_ = a_round(circle=circle, by=bo, cost=900, title="New gaskets")
    take_position(round_, "no_objection", by=circle.people_in("pilot").get())
    record_expense(circle, Decimal(300), "Twelve seals", by=bo, decision="D-1")
    reader = a_person()
    a_circle(reader, inside=project.circles.general())
    answers = [
        Client().get(address(entry_point, circle, "money"), headers=by_token(by))
        if entry_point == "api"
        else at_browser(by).get(address(entry_point, circle, "money"))
        for by in (reader, eve)
    ]
    assert [answer.status_code for answer in answers] == [200, 404]
    if entry_point == "api":
        told = answers[0].json()
        assert told["figures"] == {"allotted": "4000.00", "reserved": "600.00", "spent": "300.00", "left": "3100.00"}
        assert (told["in_hand"], told["handed_on"]) == ("2600.00", "500.00")
        assert told["reservations"][0]["rest"] == "600.00"
        listed = Client().get(address("api", circle, "expenses"), headers=by_token(reader)).json()
        assert [(one["what"], one["decision"]) for one in listed["rows"]] == [("Twelve seals", "D-1")]
        return
    page = main_of(answers[0].text)
    for words in ("Twelve seals", "New gaskets", "€600 of €900", "€3,100", "Seals", "from General"):
        assert words in page
    assert 'id="record-expense"' not in page
    decision = at_browser(reader).get(f"/p/{project.slug}/decisions/1/").content.decode()
    assert "€300 drawn, €600 left" in decision


def test_the_circles_own_page_and_the_tree_show_the_bar(circle: Circle, project: Project, ada: User, bo: User) -> None:
    record_expense(circle, Decimal(1_000), "Bench", by=bo)
    page = at_browser(ada).get(f"/p/{project.slug}/circles/{circle.key}/").content.decode()
    assert "€4,000 from General" in page
    assert 'class="money__spent" width="25.0"' in page
    for there in ("map/", "circles/"):
        tree = at_browser(ada).get(f"/p/{project.slug}/{there}").content.decode()
        assert "25.0 % spent, 0.0 % reserved" in tree
        assert "€3,000" in tree


def test_the_page_shows_what_circles_inside_have_reserved_and_spent(
    circle: Circle, project: Project, ada: User, bo: User
) -> None:
    record_expense(circle, Decimal(300), "Steel", by=bo)
    take_position(a_round(circle=circle, by=ada, cost=Decimal(700)), "no_objection", by=bo)
    page = at_browser(ada).get(address("page", project.circles.general(), "money")).content.decode()
    assert "Nothing. A decision reserves" not in page
    lines = [" ".join(line.split()) for line in page.split("<li") if "in Hydraulics" in line]
    assert ["€700" in lines[0], "€300" in lines[1]] == [True, True]


def test_a_circle_without_money_says_what_that_means(project: Project, ada: User) -> None:
    poor = a_circle(ada, inside=project.circles.general())
    browser = at_browser(ada)
    assert "No money of its own yet" in browser.get(f"/p/{project.slug}/circles/{poor.key}/").content.decode()
    assert "Nothing yet. Whoever is in the circle records here" in browser.get(address("page", poor, "money")).text
    for around, hands_on in ((project.circles.general(), True), (a_project(ada, budget=None).circles.general(), False)):
        (circle := around.open_circle("Design", by=ada, pilot=ada)).open_circle("Inside", by=ada)
        page = browser.get(address("page", circle, "money")).text
        assert ("no budget yet" in page, 'id="hand-on"' in page) == (not hands_on, hands_on)


def test_the_page_of_money_makes_few_queries_whatever_it_shows(circle: Circle, ada: User, bo: User) -> None:
    def asked() -> int:
        browser = at_browser(ada)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address("page", circle, "money")).status_code == 200
        return len(queries)

    record_expense(circle, Decimal(1), "Tape", by=bo)  # of which the receipts are asked
    few = asked()
    for turn in range(12):
        record_expense(circle, Decimal(1), f"Stamp {turn}", by=bo)
        a_circle(inside=circle, money=1)
    assert asked() <= few
    assert few <= MOST


def test_older_expenses_are_on_a_second_page(circle: Circle, bo: User) -> None:
    for turn in range(52):
        record_expense(circle, Decimal(1), f"Stamp {turn:02}", by=bo)
    browser = at_browser(bo)
    first = browser.get(address("page", circle, "money"))
    assert "Stamp 51" in first.content.decode()
    assert "Stamp 00" not in first.content.decode()
    rest = browser.get(address("page", circle, "money"), {"before": first.context["expenses"].next})
    assert "Stamp 00" in rest.content.decode()


def test_the_admin_only_reads_money(circle: Circle, bo: User) -> None:
    record_expense(circle, Decimal(1), "Stamp", by=bo)
    root = a_person("Root", is_staff=True, is_superuser=True)
    browser = at_browser(root)
    for name in ("purse", "allotment", "reservation", "expense"):
        assert browser.get(f"/admin/money/{name}/").status_code == 200
        assert browser.get(f"/admin/money/{name}/add/").status_code == 403


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
@pytest.mark.parametrize(("who", "may"), [("ada", True), ("bo", False)])
def test_a_circle_is_opened_with_money_by_who_may_hand_it_on(
    entry_point: str, who: str, may: bool, circle: Circle, project: Project, request: Any
) -> None:
    by = request.getfixturevalue(who)
    sent = {"name": "Filters", "max_reversibility": "easy", "money": "250"}
    if entry_point == "page":
        status = at_browser(by).post(address("page", circle, "circles"), sent).status_code
    else:
        there = f"/api/v1/projects/{project.slug}/circles"
        sent["parent"] = circle.key
        status = Client().post(there, sent, content_type="application/json", headers=by_token(by)).status_code
    made = Circle.objects.filter(name="Filters").first()
    # A page does not offer the field to bo, and takes no notice of what he sends in it
    assert status == (done(entry_point) if may or entry_point == "page" else 403)
    assert (Purse(circle=made).locked().in_hand if made else 0) == (250 if may else 0)


def test_a_circle_opened_with_more_than_there_is_is_not_opened(circle: Circle, ada: User) -> None:
    sent = {"name": "Filters", "max_reversibility": "easy", "money": "3500.01"}
    assert at_browser(ada).post(address("page", circle, "circles"), sent).status_code == 409
    assert not Circle.objects.filter(name="Filters").exists()
