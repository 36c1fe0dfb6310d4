"""The palette at a browser: from any page, by keys alone, to the thing that was looked for."""

import re

from playwright.sync_api import expect

from accounts.models import User
from actions.models import Action
from circles.workflows.project_setup import create_project
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment


def make_project(email: str) -> str:
    """Make a project with two actions; return its address."""
    ada = User.objects.get(email=email)
    general = create_project("Pump", by=ada).general
    for what in ("Préparer l'épreuve", "Noter l'épreuve"):
        Action.make(general, what, by=ada)
    return general.project.get_absolute_url()


@EMBEDDED_ONLY
def test_ada_finds_a_thing_by_keyboard_alone(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    here = deployment.call(make_project, ada.email)
    keys, found = ada.goto(f"{here}people/").page.keyboard, ada.page.locator("#palette-found")
    expect(ada.page.locator("#people .line")).to_have_count(1)
    keys.press("Control+k")
    keys.type("nothing like it")
    expect(found).to_contain_text("Nothing here has “nothing like it”")
    keys.press("Control+a")
    keys.press("Backspace")
    expect(found).to_be_hidden()

    keys.type("epreuve")
    expect(found.locator(".palette__item mark")).to_have_text(["épreuve", "épreuve"])
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(ada.page).to_have_url(re.compile(rf"{here}actions/1/$"))


@EMBEDDED_ONLY
def test_one_escape_closes_the_palette_whatever_was_typed(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    here = deployment.call(make_project, ada.email)
    keys, palette = ada.goto(f"{here}people/").page.keyboard, ada.page.locator("#palette")
    expect(ada.page.locator("#people .line")).to_have_count(1)
    keys.press("Control+k")
    keys.type("epreuve")
    expect(palette.locator(".palette__item mark")).to_have_count(2)
    keys.press("Escape")
    expect(palette).to_be_hidden()


@EMBEDDED_ONLY
def test_enter_opens_the_search_page_which_works_by_keyboard_too(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    here = deployment.call(make_project, ada.email)
    keys = ada.goto(f"{here}people/").page.keyboard
    expect(ada.page.locator("#people .line")).to_have_count(1)
    keys.press("Control+k")
    keys.type("A-1")
    keys.press("Enter")
    expect(ada.page.get_by_role("heading", name="Search")).to_be_attached()
    expect(ada.page.locator("#found .found")).to_have_count(1)
    ada.page.locator(".found__where").click()
    keys.press("j")
    keys.press("Enter")
    expect(ada.page).to_have_url(re.compile(rf"{here}actions/1/$"))
