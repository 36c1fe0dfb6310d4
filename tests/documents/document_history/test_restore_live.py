"""A version is restored while others have the document open and type."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from pycrdt import XmlFragment

from documents.document_history.restore_version import restore_version
from documents.documents.models import Document
from documents.documents.workflows.versions import make_version
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import ROOT, tree_of
from documents.richtext.tree_edits import edit_document
from tests.documents.coediting.clients import Client
from tests.documents.coediting.conftest import Scene

pytestmark = pytest.mark.django_db(transaction=True)

PUMP = "# Pump\n\nThe battery is lead.\n"


def says(client: Client) -> str:
    return markdown_of(tree_of(client.doc))


async def writes(client: Client, markdown: str) -> None:
    name = client.send(edit_document(client.doc, nodes_of(markdown)))
    await client.until(lambda: name in client.acked)


async def types(client: Client, words: str) -> None:
    """Type at the end of the first paragraph."""
    text: Any = client.doc.get(ROOT, type=XmlFragment).children[1].children[0]
    before = client.doc.get_state()
    text.insert(len(str(text).encode()), words)
    name = client.send(client.doc.get_update(before))
    await client.until(lambda: name in client.acked)


async def test_what_bo_types_while_ada_restores_is_kept_by_everybody(scene: Scene) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    await writes(ada, PUMP)
    first = await sync_to_async(make_version)(scene.document, by=scene.ada)
    await writes(ada, PUMP.replace("lead", "lithium") + "\nOne more.\n")
    await bo.until(lambda: "One more" in says(bo))
    for word in (" Bo", " goes", " on"):
        await types(bo, word)
    await sync_to_async(restore_version)(first, by=scene.ada, seen=2)
    for word in (" and", " on."):
        await types(bo, word)
    whole = "# Pump\n\nThe battery is lead. Bo goes on and on.\n"
    await ada.until(lambda: says(ada) == whole)
    await bo.until(lambda: says(bo) == whole)
    document = await sync_to_async(Document.objects.get)(pk=scene.document.pk)
    assert markdown_of(await sync_to_async(document.nodes)()) == whole
