"""A round opens while its people are elsewhere: they hear of it by e-mail and on their devices, and one answers from
the e-mail without signing in.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_string
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import Page, expect

from circles.circles.workflows.project_setup import create_project
from decisions.actions.models import Action
from decisions.actions.workflows.reminders import remind
from decisions.decisions.models import Position
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import NotificationSettings, PushSubscription
from tests.e2e.conftest import TOLD_IN_ENGLISH, TOLD_IN_FRENCH
from tests.factories import a_proposal
from tests.support.browsers import PHONE, OpenBrowser, Person
from tests.support.deployments import PASSWORD, BuildDeployment, Deployment
from tests.support.embedded_often import often
from tests.support.mail_server import MailServer
from tests.support.push_service import Device, Receiver, receiving

OFTEN = often("inbox.tasks.send_notices", "inbox.tasks.push_notices", "inbox.tasks.deliver_emails")
SUBSCRIBE = """async ([address, said]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ ...said, csrfmiddlewaretoken: token });
  return (await fetch(address, { method: "POST", body })).status;
}"""
ANSWER = re.compile(r"http://\S+/answer/\S+\?position=no_objection")


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailServer]:
    server = MailServer(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def push() -> Iterator[str]:
    with receiving() as host:
        yield host


@pytest.fixture
def deployment(build_deployment: BuildDeployment, mail: MailServer, push: str) -> Deployment:
    """A server that sends e-mails and pushes to these two, and looks for them often."""
    deployment = build_deployment("embedded")
    node = deployment.nodes[0]
    node.environment |= {"RONDE_EMAIL_URL": f"smtp://127.0.0.1:{mail.port}", "RONDE_PUSH_HOSTS": push}
    node.command = [*OFTEN, "--port", str(node.port)]
    return deployment.start()


def make_project(language: str) -> str:
    """Let ada, bo and fay work together, awake at any hour; return the project's slug."""
    people = []
    for name in ("Ada", "Bo", "Fay"):
        user = User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name, language=language)
        EmailAddress.objects.create(user=user, email=str(user.email), verified=True, primary=True)
        NotificationSettings.objects.create(
            user=user, quiet_from="00:00", quiet_until="00:00", days_off="", digest="never"
        )
        people.append(user)
    project = create_project("Solar pump", by=people[0], purpose="Water at noon.")
    for user in people[1:]:
        project.circles.general().admit(user, by=people[0])
    return project.slug


def open_a_round(slug: str) -> str:
    """Let ada have opened a round some minutes ago, so that its notice leaves at once, for devices that people have had
    for longer; return its reference.
    """
    ada, then = User.objects.get(name="Ada"), clock.now() - timedelta(minutes=3)
    PushSubscription.objects.update(since=then - timedelta(hours=1))
    general = ada.memberships.get(project__slug=slug).circle
    proposal = a_proposal(circle=general, by=ada, title="Another seal", at=then)
    open_round(proposal, by=ada, at=then + timedelta(seconds=1))
    return proposal.reference


def positions() -> list[tuple[str, str]]:
    return list(Position.objects.values_list("user__name", "kind"))


def subscribed(person: Person, device: Device) -> Page:
    """Let a browser be reached by push: its address at the push service is a device of the test."""
    page = person.goto("/inbox/notifications/").page
    assert page.evaluate(SUBSCRIBE, ["/inbox/devices/", device.said]) == 201
    return page


def mail_to(mail: MailServer, address: str) -> str:
    """Return the text of the e-mails that a person was sent about the round."""
    words = []
    for line in mail.lines():
        if line["to"] == address:
            body = message_from_string(line["words"], policy=default).get_body(("plain",))
            assert body is not None
            words.append(body.get_content())
    return "\n".join(words)


@TOLD_IN_ENGLISH
def test_a_round_is_heard_of_by_mail_and_on_each_device_and_answered_from_the_mail(
    language: str, deployment: Deployment, mail: MailServer, push: str, open_browser: OpenBrowser
) -> None:
    slug = deployment.call(make_project, language)
    devices = {name: Device(push, name=name) for name in ("laptop", "phone", "fay")}
    options: dict[str, Any] = {"locale": language, "service_workers": "allow"}
    laptop = open_browser("bo", deployment.url, **options)
    phone = open_browser("bo", deployment.url, viewport=PHONE, **options)
    fay = open_browser("fay", deployment.url, **options)
    for person, name in ((laptop, "laptop"), (phone, "phone"), (fay, "fay")):
        subscribed(person.sign_in(), devices[name])
    reference = deployment.call(open_a_round, slug)

    stranger = open_browser("nobody", deployment.url, **options).page
    deadline = timezone.now() + timedelta(seconds=60)
    while len(Receiver.got) < 3 or not all(ANSWER.search(mail_to(mail, f"{who}@example.org")) for who in ("bo", "fay")):
        assert timezone.now() < deadline, (Receiver.got, mail.lines())
        stranger.wait_for_timeout(100)
    heard = {path.rpartition("/")[2]: devices[path.rpartition("/")[2]].read(body) for path, _head, body in Receiver.got}
    assert {name: reference in words["title"] for name, words in heard.items()} == dict.fromkeys(devices, True)
    assert reference in mail_to(mail, "fay@example.org")

    link = ANSWER.search(mail_to(mail, "bo@example.org"))
    assert link is not None
    stranger.goto(link[0])
    assert deployment.call(positions) == [], "opening gives none"
    stranger.locator("button[value=no_objection]").click()
    expect(stranger.get_by_role("main")).to_contain_text(reference)
    assert deployment.call(positions) == [("Bo", "no_objection")]
    for person in (laptop, phone):
        expect(person.goto("/inbox/").page.locator(".inbox-item .positions")).to_have_count(0)
    expect(fay.goto("/inbox/").page.locator(".inbox-item .positions")).to_have_count(1)


def remind_bo(slug: str) -> str:
    """Let bo have an action that is due tomorrow, and be reminded at noon; return its page."""
    ada, bo = (User.objects.get(name=name) for name in ("Ada", "Bo"))
    general = ada.memberships.get(project__slug=slug).circle
    noon = clock.now().astimezone(bo.zone).replace(hour=12)
    action = Action.make(general, "Measure the seal", by=ada, owner=bo, due_on=noon.date() + timedelta(days=1))
    assert remind(action, at=noon) == 1
    return action.get_absolute_url()


@TOLD_IN_FRENCH
def test_an_action_comes_the_day_before_and_done_on_one_device_closes_it_on_the_other(
    language: str, deployment: Deployment, open_browser: OpenBrowser
) -> None:
    slug = deployment.call(make_project, language)
    options: dict[str, Any] = {"locale": language, "service_workers": "allow"}
    laptop = open_browser("bo", deployment.url, **options).sign_in()
    phone = open_browser("bo", deployment.url, viewport=PHONE, **options).sign_in()
    action = deployment.call(remind_bo, slug)
    told = {"en": "due tomorrow", "fr": "demain"}[language]
    expect(laptop.goto("/inbox/").page.locator(".inbox-item", has_text="Measure the seal")).to_contain_text(told)
    page = phone.goto("/inbox/").page
    form = page.locator(f".inbox-item form[action='{action}completion/']")
    form.get_by_role("textbox").fill("42 V")
    form.get_by_role("button").click()
    expect(page.locator(f".inbox-item form[action='{action}completion/']")).to_have_count(0)
    expect(laptop.goto("/inbox/").page.locator(".inbox-item", has_text="Measure the seal")).to_have_count(0)
    expect(laptop.goto(f"/p/{slug}/").page.get_by_role("main")).not_to_contain_text("Measure the seal")
    expect(laptop.goto(action).page.get_by_role("main")).to_contain_text("42 V")
