"""A document's blocks, changed as an editor changes them: one that moves keeps its id, one that goes may come back."""

from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from documents.coediting.models import Log
from documents.documents.models import Document
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.richtext.nodes import ROOT, load
from foundation.audit import clock


class TextBlocks:
    """The paragraphs of a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.gone: list[tuple[str, str]] = []

    def all(self) -> list[tuple[str, str]]:
        """Return the id and the words of each."""
        return [(str(node.attrs.get("bid")), node.text()) for node in self.document.nodes()]

    def insert(self, place: int, words: str, bid: str = "") -> None:
        """Write a new block, or one that was gone."""
        self._change(lambda fragment: fragment.children.insert(min(place, len(fragment.children)), a_block(words, bid)))

    def edit(self, place: int, words: str) -> None:
        """Write other words into a block; it keeps its id."""
        bid, _old = self.all()[place]

        def change(fragment: Any) -> None:
            del fragment.children[place]
            fragment.children.insert(place, a_block(words, bid))

        self._change(change)

    def remove(self, place: int) -> None:
        """Take a block out."""
        self.gone.append(self.all()[place])
        self._change(lambda fragment: fragment.children.__delitem__(place))

    def move(self, place: int, to: int) -> None:
        """Move a block: in Yjs it goes, and comes with the same id elsewhere."""
        bid, words = self.all()[place]

        def change(fragment: Any) -> None:
            del fragment.children[place]
            fragment.children.insert(min(to, len(fragment.children)), a_block(words, bid))

        self._change(change)

    def bring_back(self, which: int, place: int) -> None:
        """Undo that a block was taken out: it comes with its id."""
        bid, words = self.gone[which]
        self.insert(place, words, bid)

    def _change(self, change: Any) -> None:
        log = Log.objects.get(pk=self.document.pk)
        doc = load(log.past(log.seq))
        before = doc.get_state()
        with doc.transaction():
            change(doc.get(ROOT, type=XmlFragment))
        log.seq += 1
        log.edited_at = clock.now()
        log.save()
        log.updates.create(seq=log.seq, message_id=f"block {log.seq}", user=None, data=doc.get_update(before))
        process_quiet_text(self.document.pk)


def a_block(words: str, bid: str = "") -> XmlElement:
    return XmlElement("paragraph", {"bid": bid} if bid else {}, [XmlText(words)])
