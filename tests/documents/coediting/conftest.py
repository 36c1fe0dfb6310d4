"""A document that people have open, and an end in which everything is written."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from circles.circles.models import Circle
from documents.coediting.session_registry import close_registry
from documents.documents.models import Document
from foundation.accounts.models import Token, User
from tests.documents.coediting.clients import Client
from tests.factories import a_circle, a_person


class Scene:
    """Ada and bo in a circle, eve outside, and their document."""

    def __init__(self) -> None:
        self.ada, self.bo, self.eve = a_person("Ada Mercier"), a_person("Bo Nguyen", hue=7), a_person("Eve Martin")
        self.circle: Circle = a_circle(self.ada, self.bo)
        self.document = Document.create(self.circle, "Pump", by=self.ada)
        self.tokens = {person.pk: Token.issue(person, "tests") for person in (self.ada, self.bo, self.eve)}

    def opens(self, person: User, document: Document | None = None, **more: Any) -> Client:
        """Open the document with a personal token."""
        header = (b"authorization", b"Bearer " + self.tokens[person.pk].encode())
        return Client((document or self.document).pk, headers=[header], **more)


@pytest_asyncio.fixture
async def scene(transactional_db: None) -> AsyncIterator[Scene]:
    made = await sync_to_async(Scene)()
    yield made
    await close_registry()


@pytest.fixture
def stored() -> Callable[[Document], Any]:
    """Read a document from the database alone, as a server does that has just started."""

    async def read(document: Document) -> str:
        from pycrdt import Doc, Text

        from documents.coediting.log_access import load

        found = await sync_to_async(load)(document.pk)
        assert found is not None
        doc: Doc[Any] = Doc()
        for update in found[1].updates:
            doc.apply_update(update)
        return str(doc.get("text", type=Text))

    return read
