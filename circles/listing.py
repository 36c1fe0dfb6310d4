"""Lists of the API in pages: the body is the rows, and where more follow a header says where.

`Link: <https://…?after=…>; rel="next"` (RFC 8288): who reads a short list needs to know nothing of it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from circles.paging import Page, page_of

AT_ONCE = 200


def listed[T](request: HttpRequest, response: HttpResponse, page: Page[T]) -> list[T]:
    """Give the rows of a page, and say in the answer's head where the next one is."""
    if page.next:
        asked = request.GET.copy()
        asked["after"] = page.next
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{asked.urlencode()}>; rel="next"'
    return page.rows


def found_after[T: Model](
    request: HttpRequest, response: HttpResponse, found: QuerySet[T], after: str, *, key: str
) -> list[T]:
    """Give the rows after a cursor, by `key` (see `page_of`)."""
    return listed(request, response, page_of(found, after, key=key, size=AT_ONCE))


def rows_after[T](
    request: HttpRequest, response: HttpResponse, rows: Sequence[T], after: str, *, name: Callable[[T], Any]
) -> list[T]:
    """Give the rows after the one of that name, of rows that are read as a whole; from the first for another name."""
    begins = next((place + 1 for place, row in enumerate(rows) if str(name(row)) == after), 0)
    page = list(rows[begins : begins + AT_ONCE])
    more = len(rows) > begins + AT_ONCE
    return listed(request, response, Page(page, str(name(page[-1])) if more else ""))
