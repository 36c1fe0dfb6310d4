"""Webhooks by page and by API: one's own, and all for the project's pilot."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from across.webhooks.models import OutgoingWebhook, Webhook, known_types
from across.webhooks.models.webhook import MESSAGE_TYPES
from across.webhooks.tasks import deliver_webhooks
from foundation.accounts.models import Token
from foundation.audit.models import Entry
from tests.decisions.decisions.people import Cast, a_cast, operation, page
from tests.markup import main_of
from tests.support.entry_points import at_browser, by_token
from tests.support.program import Program, a_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """ada, bo and fay in Hydraulics; fay pilots all; eve outside."""
    return a_cast()


@pytest.fixture
def program(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """A program on this machine."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    monkeypatch.setattr("foundation.web.task_queue.current_app.send_task", lambda *_task: None)
    with a_program() as running:
        yield running


def sent(client: Client, cast: Cast, rest: str, body: dict[str, Any] | None = None) -> Any:
    return client.post(operation(cast, rest), body or {}, content_type="application/json")


@pytest.mark.both_databases
def test_a_secret_is_shown_once(cast: Cast, program: Program) -> None:
    browser = at_browser(cast.ada)
    said = {"name": "bot", "url": program.at(200), "types": ["action.*"]}
    made = browser.post(page(cast, "webhooks/"), said, follow=True).content.decode()
    hook = Webhook.objects.get()
    assert hook.secret in made
    address = page(cast, f"webhooks/{hook.pk}/")
    assert hook.secret not in browser.get(address).content.decode()
    renewed = browser.post(f"{address}secrets/", follow=True).content.decode()
    hook.refresh_from_db()
    assert hook.secret in renewed
    browser.post(f"{address}trials/")
    deliver_webhooks()
    assert "arrived" in main_of(browser.get(address).text)
    browser.post(f"{address}deliveries/{OutgoingWebhook.objects.get().pk}/replays/")
    assert deliver_webhooks() == 1
    browser.post(f"{address}ending/")
    assert "No webhooks yet" in browser.get(page(cast, "webhooks/")).content.decode()
    events = Entry.objects.filter(subject_kind="webhook").order_by("seq").values_list("event", flat=True)
    assert list(events) == ["webhook.added", "webhook.secret_renewed", "webhook.removed"]


def test_an_address_that_cannot_be_is_said_on_the_page(cast: Cast) -> None:
    said = {"name": "bot", "url": "https://127.0.0.1/", "types": []}
    answer = at_browser(cast.ada).post(page(cast, "webhooks/"), said)
    assert answer.status_code == 409
    assert "public addresses" in answer.content.decode()


def test_others_see_none_of_it_and_the_pilot_removes_it(cast: Cast, program: Program) -> None:
    hook = Webhook.add(cast.project, by=cast.ada, name="bot", url=program.at(200))
    address = page(cast, f"webhooks/{hook.pk}/")
    assert at_browser(cast.bo).get(address).status_code == 404
    pilot = at_browser(cast.fay)
    assert pilot.get(address).status_code == 200
    assert pilot.post(f"{address}trials/").status_code == 403
    assert pilot.post(address, {"name": "x", "url": program.at(200)}).status_code == 403
    assert pilot.post(f"{address}ending/").status_code == 302
    assert Webhook.objects.living().count() == 0


def test_a_program_does_the_same_by_the_api(cast: Cast, program: Program) -> None:
    client = Client(headers=by_token(cast.ada))
    made = sent(client, cast, "webhooks", {"name": "bot", "url": program.at(200), "types": ["webhook.changed"]})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    rest = f"webhooks/{made.json()['id']}"
    assert "secret" not in client.get(operation(cast, rest)).json()
    changed = client.patch(operation(cast, rest), {"name": "robot"}, content_type="application/json")
    assert changed.json()["name"] == "robot"
    assert [one["name"] for one in client.get(operation(cast, "webhooks")).json()] == ["robot"]
    assert deliver_webhooks() == 1
    (delivered,) = client.get(operation(cast, f"{rest}/deliveries")).json()
    assert (delivered["event"], delivered["tries"][0]["status"]) == ("webhook.changed", 200)
    assert sent(client, cast, f"{rest}/deliveries/{delivered['id']}/replays").json()["sent_at"] is None
    assert sent(client, cast, f"{rest}/replays", {"since": delivered["written_at"]}).json() == {"number": 1}
    assert sent(client, cast, f"{rest}/secrets").status_code == 201
    assert sent(client, cast, f"{rest}/resumption").status_code == 409
    assert sent(client, cast, f"{rest}/ending").status_code == 204
    assert client.get(operation(cast, rest)).status_code == 404


def test_a_token_that_may_not_read_is_sent_nothing_either(cast: Cast, program: Program) -> None:
    secret = Token.issue(cast.ada, "bot", scopes=["webhooks:write"])
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert sent(client, cast, "webhooks", {"name": "bot", "url": program.at(200)}).status_code == 403
    assert Webhook.objects.count() == 0


def test_the_page_offers_each_event_in_plain_words_and_by_default_all(cast: Cast, program: Program) -> None:
    browser, address = at_browser(cast.ada), page(cast, "webhooks/")
    form = browser.get(address).context["form"]
    assert [value for group in form.events for value in group.choices if value.is_chosen] == []
    assert {one.value for group in form.events for one in group.choices if one.label} == {
        *known_types(),
        *MESSAGE_TYPES,
    }
    labels = {one.value: (group.label, one.label) for group in form.events for one in group.choices}
    assert labels["action.created"] == ("Actions", "created an action")
    assert labels["action.*"] == ("Actions", "")
    browser.post(address, {"name": "all", "url": program.at(200)})
    assert Webhook.objects.get().types == []


def test_single_events_are_chosen_on_the_page_and_stay_chosen(cast: Cast, program: Program) -> None:
    browser = at_browser(cast.ada)
    said = {"name": "bot", "url": program.at(200), "types": ["action.created", "proposal.*"]}
    browser.post(page(cast, "webhooks/"), said)
    hook = Webhook.objects.get()
    assert hook.types == ["action.created", "proposal.*"]
    shown = browser.get(hook.get_absolute_url())
    assert {group.label: group.number for group in shown.context["form"].events if group.number} == {
        "Actions": 1,
        "Decisions": 1,
    }
    assert 'value="action.created" checked' in shown.content.decode()
    browser.post(hook.get_absolute_url(), {"name": "bot", "url": program.at(200), "types": []})
    hook.refresh_from_db()
    assert hook.types == []


def test_an_event_that_there_is_not_is_refused(cast: Cast, program: Program) -> None:
    said = {"name": "bot", "url": program.at(200), "types": ["action.imagined"]}
    assert at_browser(cast.ada).post(page(cast, "webhooks/"), said).status_code == 422
    assert Webhook.objects.count() == 0
