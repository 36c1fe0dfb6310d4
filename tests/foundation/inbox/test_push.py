"""What reaches people's devices: encrypted for each, once, and only through push services that this server knows."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import NotificationSettings, OutgoingPush, PushSubscription
from foundation.inbox.tasks import clear_sessions, deliver_pushes
from foundation.inbox.vapid import is_push_service
from foundation.inbox.workflows.pushing import push_notices
from tests.factories import PASSWORD, a_circle, a_person, a_round
from tests.support.entry_points import at_browser
from tests.support.push_service import Device, Receiver, receiving

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings: Any) -> Iterator[str]:
    with receiving() as host:
        settings.PUSH_HOSTS = [host]
        yield host


@pytest.fixture
def bo() -> User:
    bo = a_person("Bo Nguyen")
    NotificationSettings.objects.create(user=bo, quiet_from="00:00", quiet_until="00:00", days_off="")
    return bo


@pytest.fixture
def page(bo: User) -> Client:
    page = at_browser(bo)
    UserSession.objects.create(user=bo, session_key=page.session.session_key, ip="127.0.0.1", user_agent="Firefox/140")
    return page


def news(bo: User, *, at: Any = None) -> str:
    ada = a_person("Ada Mercier")
    round_ = a_round(circle=a_circle(ada, bo), by=ada)
    push_notices(bo, at)
    deliver_pushes()
    return round_.proposal.reference


@pytest.mark.both_databases
def test_a_device_hears_once_of_what_its_person_chose(service: str, bo: User, page: Client) -> None:
    device = Device(service)
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    assert page.post(reverse("push_devices"), device.said, headers=agent).status_code == 201
    assert bo.push_subscriptions.get().device == "Firefox on Linux"
    page.post(reverse("push_devices"), device.said)  # the same device
    reference = news(bo)
    push_notices(bo)
    deliver_pushes()
    ((path, headers, body),) = Receiver.got
    assert path == "/201/phone"
    assert headers["authorization"].startswith("vapid t=")
    words = device.read(body)
    assert reference in words["title"]
    assert "opened a round" in words["body"]
    assert words["waiting"] == bo.notices.waiting(clock.now()).last_of_things().count()


def test_one_that_is_no_more_is_forgotten_and_one_that_is_busy_is_tried_again(
    service: str, bo: User, page: Client
) -> None:
    for status in (410, 503, 302):
        page.post(reverse("push_devices"), Device(service, status, f"of-{status}").said)
    news(bo)
    assert not PushSubscription.objects.filter(endpoint__contains="/410/").exists()
    busy, redirected = OutgoingPush.objects.order_by("subscription__endpoint")[::-1]
    assert (busy.attempts, busy.failed_at, bool(busy.next_try_at)) == (1, None, True)
    assert redirected.sent_at is None
    assert all("elsewhere" not in path for path, _headers, _body in Receiver.got)


def test_nothing_comes_in_quiet_hours_after_signing_out_or_from_ones_own_acts(
    service: str, bo: User, page: Client
) -> None:
    page.post(reverse("push_devices"), Device(service).said)
    NotificationSettings.objects.filter(user=bo).update(days_off="0123456")
    news(bo)
    NotificationSettings.objects.filter(user=bo).update(days_off="")
    page.post(reverse("account_logout"))
    assert not bo.push_subscriptions.exists()
    push_notices(bo, clock.now() + timedelta(minutes=1))
    deliver_pushes()
    assert Receiver.got == []


def test_what_still_waits_is_not_told_once_its_person_is_signed_out_there(service: str, bo: User, page: Client) -> None:
    page.post(reverse("push_devices"), Device(service, 503).said)
    news(bo)
    assert len(Receiver.got) == 1
    for session in UserSession.objects.filter(user=bo):
        session.end()
    OutgoingPush.objects.update(next_try_at=None)
    deliver_pushes()
    assert len(Receiver.got) == 1
    assert OutgoingPush.objects.get().failed_at is not None


def test_what_still_waits_is_not_told_to_who_has_left_the_project(service: str, bo: User, page: Client) -> None:
    page.post(reverse("push_devices"), Device(service, 503).said)
    news(bo)
    assert len(Receiver.got) == 1
    bo.memberships.get().end(by=bo)
    OutgoingPush.objects.update(next_try_at=None)
    deliver_pushes()
    assert len(Receiver.got) == 1


def test_who_signs_in_on_the_device_of_another_hears_nothing_of_theirs(service: str, bo: User, page: Client) -> None:
    device = Device(service, 503)
    page.post(reverse("push_devices"), device.said)
    news(bo)
    eve = a_person("Eve Roux")
    at_browser(eve).post(reverse("push_devices"), device.said)
    assert PushSubscription.objects.get().user == eve
    assert not OutgoingPush.objects.exists()


def signed_in_device(bo: User, service: str) -> Client:
    """Return a browser in which bo signed in with the password, and which takes push."""
    browser = Client()
    browser.post("/account/login/", {"login": bo.email, "password": PASSWORD})
    browser.post(reverse("push_devices"), Device(service).said)
    return browser


def test_a_device_goes_on_to_hear_after_its_person_has_changed_the_password_on_it(service: str, bo: User) -> None:
    browser = signed_in_device(bo, service)
    words = {"oldpassword": PASSWORD, "password1": "an-even-longer-one", "password2": "an-even-longer-one"}
    browser.post(reverse("account_change_password"), words)
    clear_sessions()
    news(bo)
    assert len(Receiver.got) == 1
    own = PushSubscription.objects.get(user=bo)
    assert reverse("remove_push_device", args=[own.pk]) in browser.get(reverse("notifications")).content.decode()


@pytest.mark.parametrize("how", ["here", "elsewhere", "signing out", "deactivated"])
def test_a_device_hears_nothing_once_it_is_signed_out(service: str, bo: User, how: str) -> None:
    browser = signed_in_device(bo, service)
    session = UserSession.objects.get(user=bo)
    if how == "deactivated":
        admin = User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root")
        names = ("name", "email", "handle", "language", "time_zone", "scheme", "about", "hue")
        said = {name: getattr(bo, name) for name in names}
        at_browser(admin).post(reverse("admin:accounts_user_change", args=[bo.pk]), said)
        assert not User.objects.get(pk=bo.pk).is_active
        User.objects.filter(pk=bo.pk).update(is_active=True)  # let back in, they sign in anew
    elif how == "signing out":
        browser.post(reverse("account_logout"))
    else:
        other = Client()
        other.post("/account/login/", {"login": bo.email, "password": PASSWORD})
        if how == "elsewhere":
            other.post(reverse("end_device", args=[session.pk]))
        else:
            words = {"oldpassword": PASSWORD, "password1": "an-even-longer-one", "password2": "an-even-longer-one"}
            other.post(reverse("account_change_password"), words)
    news(bo)
    assert Receiver.got == []
    clear_sessions()
    assert not bo.push_subscriptions.exists()


def test_nobody_has_devices_without_end(service: str, bo: User, page: Client) -> None:
    for number in range(22):
        page.post(reverse("push_devices"), Device(service, name=f"phone-{number}").said)
    assert bo.push_subscriptions.count() == 20
    assert bo.push_subscriptions.filter(endpoint__endswith="phone-21").exists()


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("https://web.push.apple.com/x", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://fcm.googleapis.com@127.0.0.1/x", False),
        ("https://evil-fcm.googleapis.com.example/x", False),
        ("http://169.254.169.254/latest", False),
    ],
)
def test_this_server_calls_only_push_services(address: str, *, known: bool, page: Client) -> None:
    assert is_push_service(address) == known
    said = {**Device("x").said, "endpoint": address}
    assert page.post(reverse("push_devices"), said).status_code == (201 if known else 400)


def test_a_device_that_is_turned_on_hears_nothing_old(service: str, bo: User, page: Client) -> None:
    ada = a_person("Ada Mercier")
    circle = a_circle(ada, bo)
    a_round(circle=circle, by=ada)
    page.post(reverse("push_devices"), Device(service).said)
    push_notices(bo)
    assert not OutgoingPush.objects.exists()
    a_round(circle=circle, by=ada, title="Screws")
    assert push_notices(bo) == 1


def test_a_push_that_fails_is_one_line_of_the_log(service: str, bo: User, page: Client, settings: Any) -> None:
    page.post(reverse("push_devices"), Device(service).said)
    PushSubscription.objects.update(endpoint="https://127.0.0.1:9/201/phone")
    settings.PUSH_HOSTS = ["127.0.0.1:9"]
    with capture_logs() as lines:
        news(bo)
    assert [(line["event"], "exc_info" in line) for line in lines] == [("a push could not be sent", False)]
    assert OutgoingPush.objects.get().error
