"""Three pumps are explored: what is measured stops one, silence parks one, a decision chooses one; all is counted."""

from datetime import timedelta
from decimal import Decimal

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from decisions.tracks.models import Question, Track
from decisions.tracks.workflows.criteria import add_criterion
from foundation.accounts.models import User
from foundation.audit import clock
from tests.e2e.conftest import EMBEDDED_ONLY, TOLD_IN_ENGLISH
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

LEAK, UNIT = "Leak at 3 bar", "ml/h"
WORDS = {
    "en": {
        "spent": "€114.05",
        "unspent": "€1,885.95",
        "silence": "parked by silence",
        "met": "A measured value meets what stops it.",
        "price": "The price of dead ends",
    },
    "fr": {
        "spent": "114,05",
        "unspent": "1 885,95",
        "silence": "en attente, faute de réponse",
        "met": "Une valeur mesurée remplit un critère d’arrêt.",
        "price": "Le prix des impasses",
    },
}


def make_project(email: str, language: str) -> str:
    ada = User.objects.get(email=email)
    ada.language = language
    ada.save()
    project = create_project("Pump", by=ada, budget=Decimal(5000), language=language)
    question = Question.ask(project.circles.general(), "Which pump?", by=ada)
    add_criterion(question, "kill", LEAK, ">", Decimal("0.2"), unit=UNIT, by=ada)
    day = project.day_of(clock.now()) + timedelta(30)
    for name in ("Rotor", "Multistage", "Diaphragm"):
        Track.propose(question, name, by=ada, learn_by=day, cap_money=Decimal(1000)).start(by=ada)
    return project.get_absolute_url()


def hold_two_syncs(email: str) -> None:
    ada = User.objects.get(email=email)
    circle = Question.objects.select_related("circle__project").get(created_by=ada).circle
    for _ in range(2):
        close_sync(open_sync(circle, by=ada), by=ada)


@EMBEDDED_ONLY
@TOLD_IN_ENGLISH
def test_three_pumps_are_stopped_parked_and_chosen(sign_in: SignIn, deployment: Deployment, language: str) -> None:
    ada, words = sign_in("ada"), WORDS[language]
    home, page = deployment.call(make_project, ada.email, language), ada.page

    def measure(number: int, value: str) -> None:
        ada.goto(f"{home}tracks/{number}/")
        page.locator("#fold-evidence summary").click()
        for name, typed in (("metric", LEAK), ("value", value), ("unit", UNIT)):
            page.locator(f"#evidence_{name}").fill(typed)
        page.locator("#fold-evidence button[type=submit]").click()
        expect(page.locator("#fold-evidence[open]")).to_have_count(0)

    ada.goto(f"{home}tracks/3/expenses/")
    page.locator("[name=amount]").fill("114.05")
    page.locator("[name=what]").fill("Mould")
    page.locator("main form .button--main").click()
    measure(3, "0.24")
    ada.goto(f"{home}tracks/3/gate/")
    expect(page.locator("#gate")).to_contain_text(words["met"])
    page.keyboard.press("2")
    stop = page.locator("#answer-stop")
    lines = {"learned": "The fold leaks.", "evidence": "0.24.", "reuse": "The damper.", "reopen_if": "It holds."}
    for name, typed in (lines | {"metric": LEAK, "value": "0.1", "unit": UNIT}).items():
        stop.locator(f"[name={name}]").fill(typed)
    stop.locator("[name=operator]").select_option("<")
    stop.locator(".button--main").click()
    expect(page.locator("main")).to_contain_text("The fold leaks.")

    measure(2, "0.3")
    deployment.call(hold_two_syncs, ada.email)
    ada.goto(f"{home}tracks/2/")
    expect(page.locator("main")).to_contain_text(words["silence"])

    ada.goto(f"{home}tracks/1/")
    page.locator("form[action$='/tracks/1/choices/'] button").click()
    expect(page.locator("main")).to_contain_text("T-2 Multistage")
    expect(page.locator("main")).to_contain_text("T-3 Diaphragm")
    page.locator("form[action$='/rounds/'] .button--main").click()
    expect(page.locator("main")).to_contain_text("D-1")
    ada.goto(f"{home}tracks/1/")
    expect(page.locator("main header a[href*='/decisions/']")).to_contain_text("D-1")

    measure(1, "0.05")
    ada.goto(f"{home}tracks/")
    expect(page.locator("main .line", has_text="T-3")).to_contain_text("0.05" if language == "en" else "0,05")
    ada.goto(f"{home}tracks/price/")
    expect(page.locator("h1")).to_have_text(words["price"])
    for amount in (words["spent"], words["unspent"]):
        expect(page.locator("main")).to_contain_text(amount)
