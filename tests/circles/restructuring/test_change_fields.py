"""What a change holds is what its form asks, and what the API takes."""

from dataclasses import fields

import pytest

from circles.restructuring.forms.changes import FORMS
from circles.restructuring.serialization import KINDS
from config.api import api

NAMES_IN_FORMS = {"element": "number"}
"""A form chooses the element itself where the change has its number."""


def fields_of(kind: str) -> set[str]:
    return {field.name for field in fields(KINDS[kind])} - {"circle"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_asks_for_each_field_of_its_change(kind: str) -> None:
    assert {NAMES_IN_FORMS.get(name, name) for name in FORMS[kind].base_fields} == fields_of(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_api_takes_each_field_of_a_change(kind: str) -> None:
    schema = api.get_openapi_schema()
    (operation,) = [path["post"] for address, path in schema["paths"].items() if address.endswith(f"/changes/{kind}")]
    body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert set(schema["components"]["schemas"][body]["properties"]) == {*fields_of(kind), "only_say"}
