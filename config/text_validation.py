"""Refuse text that no database keeps as it was sent (NUL characters, halves of characters), and text without an end."""

import json
from codecs import lookup
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja.parser import Parser

from foundation.accounts.middleware import Answer
from foundation.web.unicode_safety import is_storable

LONGEST = 200_000
"""Characters of one text that a person sends: whoever opens the page that shows it waits for it."""
LONG = ("/documents", "/specifications")
"""Only a new document and a file of a specification are longer; what reads them has bounds of its own."""
AS_WRITTEN = {"markdown"}
"""Fields whose blanks say something."""
ENCODINGS = {"utf-8", "ascii"}
"""What else Python knows cannot always be read, and ends in an error page."""


class ReadableMiddleware:
    """Answers 400 where address, cookies or fields of a form hold such text; stands before any query."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at what every request has."""
        refuse([request.path, unquote(request.META.get("QUERY_STRING", "")), *request.COOKIES.values()])
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Look at a form's fields, as late as this so that the body is read only for an address that exists."""
        if request.content_type == "multipart/form-data" and lookup(request.encoding or "utf-8").name not in ENCODINGS:
            raise BadRequest("a form in another encoding than UTF-8")
        sent = [value for _name, values in request.POST.lists() for value in values]
        refuse(sent)
        refuse_endless(sent)
        return None


class ReadableParser(Parser):
    """Reads JSON; what it raises the API answers with 400."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read a body whose texts can be kept."""
        found = json.loads(request.body, object_pairs_hook=as_typed)
        refuse(texts_in(found))
        if not request.path.endswith(LONG):
            refuse_endless(texts_in(found))
        return found


def as_typed(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    """Take the blanks around a text off, as forms do: what is nothing but blanks says nothing, here as there."""
    return {
        name: value.strip() if isinstance(value, str) and name not in AS_WRITTEN else value for name, value in fields
    }


def refuse(texts: Any) -> None:
    """Raise `BadRequest` if one of the texts cannot be kept."""
    if not all(map(is_storable, texts)):
        raise BadRequest("text with a NUL character or half a character")


def refuse_endless(texts: Iterable[str]) -> None:
    """Raise `BadRequest` if one of the texts is longer than anything that people write into a field."""
    if any(len(text) > LONGEST for text in texts):
        raise BadRequest("text of more than 200,000 characters")


def texts_in(found: Any) -> Iterator[str]:
    """Return every text of a JSON value, keys too, however deep."""
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
