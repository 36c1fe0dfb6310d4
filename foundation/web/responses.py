"""A streaming response from a plain iterator, which Django under ASGI would otherwise read to its end first."""

from collections.abc import AsyncIterator
from typing import Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse


class Streamed(StreamingHttpResponse):
    """Takes plain iterators; Django itself would read such a one to its end before the first byte leaves."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Return piece after piece, each made in the thread that may ask the database."""
        pieces: Any = iter(self.streaming_content)  # type: ignore[arg-type]
        more: Any = sync_to_async(next)
        while (piece := await more(pieces, None)) is not None:
            yield piece
