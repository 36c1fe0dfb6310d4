"""Whatever a program sends within what the description of the API says, it is answered as the description says."""

import os
from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.failures import FailureGroup

from config.api import api
from tests.architecture.addresses import Examples, one_of_each
from tests.support.entry_points import by_token
from tests.support.rotation import one_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
EXAMPLES = int(os.environ.get("RONDE_TEST_API_EXAMPLES", "2"))
"""For each operation; more are for looking for faults by hand."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
PARTS = 12
"""Each makes one of each thing anew, and asks a part of the operations."""
SCHEMA: Any = schemathesis.openapi.from_dict(dict(api.get_openapi_schema()))
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]


@pytest.fixture
def examples() -> Examples:
    """One of each thing in a project."""
    return one_of_each()


@schemathesis.serializer("application/offset+octet-stream")
def pieces(_context: Any, value: Any) -> bytes:
    """Send a piece of a file."""
    return str(value).encode(errors="replace")


def at_a_thing(case: Any, examples: Examples) -> None:
    """Let a request name things that there are."""
    path = case.operation.path.removeprefix("/api/v1/")
    names = dict(examples.names)
    for part, others in examples.apart.items():
        names |= others if part in path else {}
    case.path_parameters = {name: names.get(name, value) for name, value in (case.path_parameters or {}).items()}


def answered(case: Any, headers: dict[str, str]) -> schemathesis.Response:
    """Send a request in this process, as it would go over the network, and return the answer as it would come back."""
    wanted = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    said: dict[str, str] = {name: str(value) for name, value in wanted.headers.items()}
    kind, _length = said.pop("Content-Type", ""), said.pop("Content-Length", "")
    client = Client(raise_request_exception=False, headers=said | headers)
    got: Any = client.generic(str(wanted.method), wanted.path_url, wanted.body or b"", content_type=kind)
    content = b"".join(got.streaming_content) if got.streaming else got.content
    shown = {name.lower(): [value] for name, value in got.headers.items()}
    return schemathesis.Response(got.status_code, shown, content, wanted, 0.0, verify=False)


def ask(operation: Any, examples: Examples, headers: dict[str, str]) -> None:
    """Send some requests to an operation, and look at each answer; what was done is undone."""

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def send(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy())
        if data.draw(st.integers(0, 2)):
            at_a_thing(case, examples)
        with transaction.atomic():
            answer = answered(case, headers)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    send()


@pytest.mark.parametrize("part", one_in(PARTS, "operations", range(PARTS)))
def test_every_operation_answers_as_it_is_described(part: int, examples: Examples) -> None:
    headers, wrong = by_token(examples.cast.fay), {}
    for operation in OPERATIONS[part::PARTS]:
        try:
            ask(operation, examples, headers)
        except (Exception, FailureGroup) as error:  # noqa: BLE001 all that is wrong is said at once
            wrong[operation.label] = f"{type(error).__name__}: {error}"[:1500]
    assert wrong == {}
