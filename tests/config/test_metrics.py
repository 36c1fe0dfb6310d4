"""Figures are for the operator: from this machine, or with the token, and never through a proxy."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
TOKEN = "t" * 32


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 404),
        ("", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 404),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}, 404),
        ("192.0.2.7", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("192.0.2.7", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("192.0.2.7", {"Authorization": "Bearer wrong"}, 404),
        ("192.0.2.7", {"Authorization": f"Basic {TOKEN}"}, 404),
    ],
)
def test_metrics_are_for_this_machine_or_the_token(
    settings: Any, address: str, headers: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert Client().get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


@pytest.mark.both_databases
def test_without_a_token_in_the_settings_no_token_opens_the_metrics(settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    for shown in ("Bearer ", "Bearer", "Bearer  "):
        assert Client().get("/metrics", headers={"Authorization": shown}, REMOTE_ADDR="192.0.2.7").status_code == 404


def test_a_stranger_may_ask_whether_the_process_is_alive() -> None:
    assert Client().get("/healthz", REMOTE_ADDR="192.0.2.7").status_code == 200
