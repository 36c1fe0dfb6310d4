"""Who reads an answer slowly holds no connection to the database meanwhile."""

from typing import Any

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse

from config.connection_release import ConnectionReleaseMiddleware
from foundation.accounts.models import User


def ask(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(User.objects.count())


@pytest.mark.both_databases
def test_a_pages_connection_is_released_before_its_answer_is_sent(transactional_db: None, settings: Any) -> None:
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"database_pool": 25})
    assert ConnectionReleaseMiddleware(ask)(HttpRequest()).status_code == 200
    assert connection.connection is None


@pytest.mark.both_databases
def test_within_a_transaction_it_is_not(db: None, settings: Any) -> None:
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"database_pool": 25})
    ConnectionReleaseMiddleware(ask)(HttpRequest())
    assert connection.connection is not None


def test_without_a_pool_it_is_left_out(settings: Any) -> None:
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"database_pool": 0})
    with pytest.raises(MiddlewareNotUsed):
        ConnectionReleaseMiddleware(ask)
