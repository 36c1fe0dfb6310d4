"""What the description of the API (openapi.json) says of an operation is what the operation takes and gives."""

from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

from pydantic import BaseModel, WithJsonSchema

from config.api import api
from foundation.web.api_bodies import Body


def named_in(kind: Any) -> Iterator[type]:
    """Yield the schemas and the lists of choices in a type, however deep; each is described under its name."""
    if isinstance(kind, type) and issubclass(kind, BaseModel | Enum):
        yield kind
    fields: dict[str, Any] = getattr(kind, "model_fields", {})
    inside = [
        one.annotation for one in fields.values() if not any(isinstance(it, WithJsonSchema) for it in one.metadata)
    ]
    for one in (*inside, *get_args(kind)):
        yield from named_in(one)


def test_no_two_schemas_of_the_api_share_a_name() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                sent = [field.annotation for model in operation.models for field in model.model_fields.values()]
                given = [
                    field.annotation
                    for model in operation.response_models.values()
                    for field in getattr(model, "model_fields", {}).values()
                ]
                for kind in (*sent, *given):
                    for one in named_in(kind):
                        found[one.__name__].add(f"{one.__module__}.{one.__qualname__}")
    assert len(found) > 50
    assert {name: sorted(kinds) for name, kinds in found.items() if len(kinds) > 1} == {}


def test_every_operation_refuses_fields_that_it_does_not_have() -> None:
    sent = {
        (pattern, one.annotation)
        for _prefix, router in api._routers
        for pattern, view in router.path_operations.items()
        for operation in view.operations
        for one in operation.signature.signature.parameters.values()
        if isinstance(one.annotation, type) and issubclass(one.annotation, BaseModel)
    }
    assert len(sent) > 50
    assert [(pattern, kind) for pattern, kind in sent if not issubclass(kind, Body)] == []
