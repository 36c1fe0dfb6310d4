"""A pilot's morning, whole: from the pulses asked before the sync to the minutes in everyone's mail."""

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from playwright.sync_api import expect

from tests.e2e.conftest import TOLD_IN_FRENCH
from tests.e2e.story.morning import (
    AT_BROWSERS,
    BLOCKED,
    BY_API,
    DRY,
    FLOAT,
    FOIL,
    LATE,
    PAINT,
    PHOTOS,
    SEAL,
    SPARE,
    Morning,
    object_to,
)
from tests.support.browsers import OpenBrowser
from tests.support.deployments import BuildDeployment, Deployment
from tests.support.embedded_often import often
from tests.support.mail_server import MailServer

SYNC = timedelta(minutes=15)
MINUTES_S = 60
HARM = "The mast falls on a person."
OFTEN = often("syncs.tasks.ask_for_pulses", "inbox.tasks.deliver_emails")


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailServer]:
    server = MailServer(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def deployment(build_deployment: BuildDeployment, mail: MailServer) -> Deployment:
    """A server that sends its e-mails to this one, and looks often for what is due."""
    deployment = build_deployment("embedded")
    node = deployment.nodes[0]
    node.environment |= {"RONDE_EMAIL_URL": f"smtp://127.0.0.1:{mail.port}"}
    node.command = [*OFTEN, "--port", str(node.port)]
    return deployment.start()


@TOLD_IN_FRENCH
def test_a_pilots_morning_from_the_pulse_to_the_minutes_in_the_mail(
    language: str, deployment: Deployment, mail: MailServer, open_browser: OpenBrowser
) -> None:
    morning = Morning(language, deployment, open_browser)
    everybody_gives_their_pulse(morning)
    what_waits_is_looked_at_before(morning)
    the_sync_is_opened(morning)
    a_late_action_and_two_quick_agreements(morning)
    an_objection_that_is_to_be_integrated(morning)
    an_objection_that_is_lifted_while_the_server_is_away(morning)
    ada_facilitates_the_rest(morning)
    closed_at = the_sync_is_closed_in_time(morning)
    the_minutes_are_in_every_mailbox(morning, mail, closed_at)
    the_record_has_what_came_out(morning)


def everybody_gives_their_pulse(morning: Morning) -> None:
    """All are asked an hour before the sync; ten give it, two of them with a tension."""
    expect(morning.bo.goto("/inbox/?kind=pulse").page.locator(".inbox-item")).to_have_count(1)
    page = morning.bo.goto(f"{morning.home}sync/").page
    for name, words in (("next", "Wear test, 200 h"), ("tension", BLOCKED)):
        page.locator(f"#pulse [name={name}]").fill(words)
    morning.press(_("Give my pulse"), page=page)
    expect(page.locator("#pulse")).to_contain_text(_("given"))
    for name, program in morning.programs.items():
        if name not in ("Jun", "Lea"):
            program.send("pulses", {"next": f"What {name} does", "tension": DRY if name == "Hana" else ""})


def what_waits_is_looked_at_before(morning: Morning) -> None:
    """Two proposals have everyone's word, Ada objects to the third, two points are added by hand."""
    for name, program in morning.programs.items():
        for number, owner in ((1, "Cleo"), (2, "Dan"), (3, "Emil")):
            if name != owner:
                program.send(f"proposals/{number}/positions", {"kind": "no_objection"})
    for person in (morning.fay, morning.ada, morning.bo):
        for number in (1, 2):
            page = person.goto(f"{morning.home}proposals/{number}/").page
            page.locator("#position [value=no_objection]").click()
            expect(page.locator("#position [value=no_objection][aria-pressed=true]")).to_be_visible()
    page = morning.ada.goto(f"{morning.home}proposals/3/").page
    page.locator("#position").get_by_role("button", name=_("Objection…")).click()
    object_to(morning.ada, "The foil comes off in the sun.")
    expect(page.locator("article.objection")).to_be_visible()
    page = morning.fay.goto(f"{morning.home}sync/").page
    page.get_by_label(_("A point for the agenda")).fill(PHOTOS)
    morning.press(_("Add a point"))
    expect(page.locator("#points")).to_contain_text(PHOTOS)
    morning.programs["Ivo"].send("circles/general/points", {"text": SPARE})


def the_sync_is_opened(morning: Morning) -> None:
    page = morning.fay.goto(f"{morning.home}sync/").page
    page.get_by_role("link", name=_("Hold a sync now")).click()
    page.get_by_role("dialog").get_by_role("button", name=_("Open the sync")).click()
    page.wait_for_url("**/sync/1/")
    morning.ada.goto(f"{morning.home}sync/1/")
    morning.bo.goto(f"{morning.home}sync/1/hand/")
    for name, program in morning.programs.items():
        if name != "Kit":
            program.send("syncs/1/presences", {})
    expect(page.locator("#opening-people")).to_have_text(re.compile(r"^\s*11 "))
    assert len(morning.points()) == 9
    for words in (BLOCKED, FOIL, PAINT):
        expect(page.locator(".opening").get_by_text(words).first).to_be_in_viewport(ratio=1)


def a_late_action_and_two_quick_agreements(morning: Morning) -> None:
    fay = morning.fay.page
    morning.press(_("First point"))
    morning.all_see(LATE)
    morning.programs["Gil"].send("actions/1/completion", {"words": "0.4 ml an hour"})
    fay.get_by_role("button", name=_("Done: next point")).click()
    for number, title in ((1, SEAL), (2, FLOAT)):
        morning.all_see(title)
        fay.keyboard.press("y")
        expect(fay.locator(".sync__item", has_text=title)).to_contain_text(f"D-{number}")


def an_objection_that_is_to_be_integrated(morning: Morning) -> None:
    """Kit comes late; Ada's network goes, and comes again when the others are a point further."""
    fay = morning.fay.page
    morning.all_see(FOIL)
    expect(fay.locator(".sync__objection")).to_contain_text("The foil comes off in the sun.")
    expect(morning.bo.page.locator(".said--objection", has_text="The foil")).to_be_visible()
    morning.programs["Kit"].send("syncs/1/presences", {})
    expect(fay.locator(".sync__people .sync__part")).to_contain_text("12")
    morning.ada.page.evaluate("() => { globalThis.stayed = true }")
    morning.ada.page.context.set_offline(True)
    morning.press(_("End the round: objections to integrate"))
    expect(morning.bo.page.get_by_role("heading", level=1)).to_have_text(PAINT)
    morning.ada.page.context.set_offline(False)
    morning.all_see(PAINT)
    assert morning.ada.page.evaluate("() => globalThis.stayed === true"), "the page was loaded anew"


def an_objection_that_is_lifted_while_the_server_is_away(morning: Morning) -> None:
    """Bo objects by phone. The server dies and comes again: what a person says meanwhile is there once, every page goes
    on, and Bo lifts what he put.
    """
    fay, bo = morning.fay.page, morning.bo.page
    bo.get_by_role("button", name=_("Objection…")).click()
    object_to(morning.bo, HARM)
    expect(bo).to_have_url(re.compile(r"/sync/1/hand/$"))
    expect(fay.locator(".sync__objection")).to_contain_text(HARM)

    said = {"kind": "no_objection"}
    node, key = morning.deployment.nodes[0], {"Idempotency-Key": "morning-lea"}
    morning.deployment.kill()
    with pytest.raises(OSError, match="refused"):
        morning.programs["Lea"].send("proposals/4/positions", said, **key)
    node.start()
    node.wait()
    for _time in range(2):
        morning.programs["Lea"].send("proposals/4/positions", said, **key)
    for name in set(BY_API) - {"Lea", "Kit"}:
        morning.programs[name].send("proposals/4/positions", said)
    expect(fay.locator(".sync__point .tally__group", has=fay.locator(".sign--silent"))).to_contain_text("2")

    bo.get_by_role("link", name=_("Lift it")).click()
    bo.locator("[name=because]").fill("Two hold the rope.")
    morning.press(_("Lift it"), page=bo)
    expect(fay.locator(".sync__objection")).to_have_count(0)
    expect(bo).to_have_url(re.compile(r"/sync/1/hand/$"))  # lifted, it is his “no objection”
    expect(bo.get_by_role("button", name=_("No objection"), exact=True)).to_have_attribute("aria-pressed", "true")


def ada_facilitates_the_rest(morning: Morning) -> None:
    """Fay hands over: Ada records what Fay says aloud, adopts, and goes on."""
    fay, ada = morning.fay.page, morning.ada.page
    morning.press(_("I facilitate"), page=ada)
    expect(fay.locator(".sync__top")).to_contain_text(_("%(name)s facilitates") % {"name": "Ada"})
    for name in ("Fay", "Ada"):
        words = _("Record what %(name)s says") % {"name": name}
        ada.get_by_role("button", name=words).click()
        ada.get_by_role("group", name=words).get_by_role("button", name=_("No objection")).click()
        expect(ada.locator(".menu:popover-open")).to_have_count(0)
    morning.press(_("Adopt it"), page=ada)
    morning.all_see(BLOCKED)
    morning.press(_("Turn into an action"), page=ada)
    morning.all_see(DRY)
    morning.press(_("Info"), page=fay)
    fay.get_by_label(_("What everyone should know")).fill("The workshop is closed on Monday.")
    morning.press(_("Add"), page=fay)
    came = (ngettext("%(n)d decision", "%(n)d decisions", 3), ngettext("%(n)d info", "%(n)d infos", 1))
    for words, number in zip(came, (3, 1), strict=True):
        expect(ada.locator(".sync__foot")).to_contain_text(words % {"n": number})


def the_sync_is_closed_in_time(morning: Morning) -> float:
    """Ada comes to the closing with two points not reached; return when she closed, as the tests count time."""
    morning.press(_("To the closing"), page=morning.ada.page)
    morning.all_see(_("What came out"))
    left = ngettext("One point goes to the next sync.", "%(points)s points go to the next sync.", 2) % {"points": 2}
    expect(morning.fay.page.locator(".sync__point")).to_contain_text(left)
    morning.press(_("Close, and write the minutes"), page=morning.ada.page)
    closed_at = time.monotonic()
    for page in morning.at_browsers:
        expect(page).to_have_url(re.compile(r"/sync/1/minutes/$"))
    sync = morning.programs["Cleo"].send("syncs/1")
    assert sync["facilitator"] == "Ada"
    assert datetime.fromisoformat(sync["closed_at"]) - datetime.fromisoformat(sync["opened_at"]) < SYNC
    return closed_at


def the_minutes_are_in_every_mailbox(morning: Morning, mail: MailServer, closed_at: float) -> None:
    expected = {f"{name.lower()}@example.org" for name in (*AT_BROWSERS, *BY_API)}
    found: dict[str, str] = {}
    while set(found) < expected:
        assert time.monotonic() < closed_at + MINUTES_S, f"no minutes for {expected - set(found)}"
        for line in mail.lines():
            body = message_from_string(line["words"], policy=default).get_body(("plain",))
            if body is not None and "D-3" in body.get_content():
                found[line["to"]] = body.get_content()
        morning.fay.page.wait_for_timeout(50)
    for text in found.values():
        for words in ("D-1", "D-2", "D-3", "A-2", BLOCKED, "The workshop is closed", FOIL, PHOTOS, SPARE, "Kit"):
            assert words in text, (words, text)


def the_record_has_what_came_out(morning: Morning) -> None:
    log = morning.fay.goto(f"{morning.home}record/").page.locator("#log")
    for words in ("D-1", "D-2", "D-3", "A-2"):
        expect(log).to_contain_text(words)
    points = morning.fay.goto(f"{morning.home}sync/").page.locator("#points li")
    for words in (PHOTOS, SPARE):
        expect(points.filter(has_text=words)).to_contain_text(_("carried over once"))
    assert "1 chains hold" in morning.deployment.verify_record()
