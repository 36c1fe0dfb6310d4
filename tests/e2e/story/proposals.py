"""Proposing, objecting, changing the text, lifting; and trying to adopt where it must be refused."""

import re

from playwright.sync_api import expect

from tests.support.browsers import Person


def propose(person: Person, circle: str, *, tension: str, text: str, touches: str) -> str:
    """Write a proposal whose text names another circle, say that it changes something there, and read who decides while
    typing; return its path.
    """
    page = person.goto(circle).page
    page.get_by_role("link", name="New proposal").click()
    route = page.locator("#route")
    home = route.locator(".route__verdict").inner_text()
    page.get_by_label("The problem").fill(tension)
    page.get_by_label("The proposal").fill(text)
    named = page.locator("fieldset.does", has_text=f"Your text names {touches}")
    named.get_by_text("Yes", exact=True).click()
    expect(route.locator(".route__verdict")).not_to_have_text(home)
    expect(route).to_contain_text(touches)
    page.get_by_role("button", name="Ask for consent").click()
    page.wait_for_url(re.compile(r"/proposals/\d+/$"))
    return page.url.removeprefix(person.url)


def pull(person: Person, proposal: str, why: str) -> None:
    """Take it to the sync of the circle around, where it is decided then."""
    page = person.goto(proposal).page
    page.get_by_role("link", name="Take it to the sync").click()
    page.locator("[name=what]").fill(why)
    page.get_by_role("button", name="This affects us").click()
    expect(page.locator("#route .route__verdict")).to_contain_text("sync")


def cannot_adopt(person: Person, proposal: str) -> None:
    """No button, no form by hand and no API adopts it here."""
    page = person.goto(proposal).page
    expect(page.get_by_role("button", name="Adopt")).to_have_count(0)
    _, _, slug, _, number, _ = proposal.split("/")
    api = f"{person.url}/api/v1/projects/{slug}"
    token = {"X-CSRFToken": page.locator("[name=csrfmiddlewaretoken]").first.input_value(), "Origin": person.url}
    by_page = page.request.post(f"{page.url}decision/", headers=token, max_redirects=0)
    by_api = page.request.post(f"{api}/proposals/{number}/decision", headers=token)
    assert (by_page.status, by_api.status) == (409, 409), (by_page.text()[:500], by_api.text())
    assert "sync" in by_api.text()
    assert page.request.get(f"{api}/decisions").json()["rows"] == []


def object_to(person: Person, proposal: str, *, element: str, harm: str, evidence: str) -> None:
    """Answer the five questions, reading the verdict grow with each; the last answer makes it valid."""
    page = person.goto(proposal).page
    page.get_by_role("button", name="Objection…").click()
    met = page.locator("#verdict .test--met")
    blocks = page.locator("#verdict .said--objection, #verdict .sign--objection")
    expect(met).to_have_count(0)
    page.locator("[name=element]").select_option(label=element)
    page.get_by_role("textbox", name="What would happen to it").fill(harm)
    expect(met).to_have_count(1)
    page.locator("[name=danger][value=from_proposal]").check()
    expect(met).to_have_count(2)
    page.locator("[name=fix_days]").fill("10")
    page.locator("[name=certainty][value=certain]").check()
    expect(met).to_have_count(3)  # ten days are what the element declares as acceptable
    page.locator("[name=evidence]").fill(evidence)
    expect(met).to_have_count(4)
    expect(blocks).to_have_count(0)
    page.locator("[name=fix_days]").fill("30")
    expect(met).to_have_count(5)
    expect(blocks).to_have_count(1)
    page.get_by_role("button", name="Raise the objection").click()
    page.wait_for_url(f"**{proposal}")
    expect(page.locator("article.objection")).to_contain_text(f"Only {person.name.title()} lifts it.")


def change_text(person: Person, proposal: str, text: str) -> None:
    """Change what we do, which asks for a second look."""
    page = person.goto(proposal).page
    page.locator("article.objection").get_by_role("link", name="Change the text").click()
    page.get_by_label("The proposal").fill(text)
    page.get_by_role("button", name="Change it").click()
    page.wait_for_url(f"**{proposal}")
    expect(page.get_by_role("navigation", name="Rounds").locator("[aria-current=page]")).to_contain_text("Round 2")


def lift(person: Person, proposal: str, because: str) -> None:
    """Lift one's own objection, with what lifts it."""
    page = person.page
    expect(page).to_have_url(f"{person.url}{proposal}")
    page.get_by_role("link", name="Lift it").click()
    page.get_by_label("What lifts it").fill(because)
    page.get_by_role("button", name="Lift it").click()
    page.wait_for_url(f"**{proposal}")
    expect(page.locator("article.objection--lifted")).to_contain_text(because)


def has_no_objection(person: Person, project: str, reference: str) -> None:
    """Take the position on Today, where the round waits."""
    page = person.goto(project).page
    line = page.get_by_role("listitem").filter(has_text=reference).filter(has=page.get_by_role("group"))
    line.get_by_role("button", name="No objection").click()
    answered = page.get_by_role("button", name=f"Undo your position on {reference}")
    expect(answered).to_be_visible()  # the row keeps its place, and can be taken back
    expect(page.locator("#today")).to_contain_text("You’re up to date")


def comment(person: Person, words: str) -> None:
    """Write a message in the chat beside the proposal that is open."""
    talk = person.page.locator("#talk")
    talk.get_by_role("textbox").fill(words)
    talk.get_by_role("button", name="Send", exact=True).click()
    sees_comment(person, words)


def sees_comment(person: Person, words: str) -> None:
    """Wait until a message is in the chat beside the proposal that is open."""
    expect(person.page.locator("#talk article.message:not(.message--unsent)", has_text=words)).to_be_visible()
