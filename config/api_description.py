"""What openapi.json says of every operation alike: the scope it needs, its errors, the headers it knows."""

from typing import Any

from foundation.accounts.scopes import SAFE, needed

PROBLEM = {
    "title": "Problem",
    "description": "What is wrong (RFC 9457). `detail` is a sentence in the reader's language; `code` is for programs "
    "that can do something about it; `errors` says what is wrong in which field.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
FAILED = {
    "description": "It was refused, or could not be understood.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Sent again with the same key within a day, it is done once and answered as before.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "The ETag of the thing as it was read; 412 where it has changed since.",
    "schema": {"type": "string"},
}
TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"


def described(schema: Any) -> Any:
    """Add to a description what is the same of every operation; operations are tagged with their app."""
    schema["components"]["schemas"]["Problem"] = PROBLEM
    say_times(schema)
    for path in schema["paths"].values():
        for method, operation in path.items():
            scope = needed(operation["tags"][0], method.upper())
            operation["security"] = [{"Bearer": [scope.value]}, {"SessionAuth": []}]
            operation["responses"] |= {"4XX": FAILED}
            if method.upper() not in SAFE:
                operation["parameters"] = [*operation.get("parameters", []), KEY, IF_MATCH]
    return schema


def say_times(schema: Any) -> None:
    """Say of times of a day that they have no zone, which the format of that name would ask for."""
    waiting = [schema]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            if found.get("format") == "time":
                del found["format"]
                found["pattern"] = TIME_OF_DAY
            waiting += found.values()
        elif isinstance(found, list):
            waiting += found
