"""The text of a block as the page compares it, word by word (`frontend/editor/suggesting/block_texts.ts`)."""

from documents.richtext.nodes import ATOMS, INLINE, Node, Run, words_of

ATOM_BEGINS, ATOM_ENDS, FORMULA_BEGINS = "\ue0f0", "\ue0f1", "\ue0f2"
"""Around what a formula or mention is read as: another one is another as a whole, though some of its letters stay. The
page sets what begins as a formula.
"""
FORMULAS = ("mathInline", "mathBlock")


def compared_lines(block: Node) -> str:
    """Return the text of a block, each cell, item or paragraph in it on a line, with signs around its atoms."""
    if block.kind in ATOMS:
        return f"{FORMULA_BEGINS if block.kind in FORMULAS else ATOM_BEGINS}{words_of(block)}{ATOM_ENDS}"
    blocks = [child for child in block.nodes() if child.kind not in INLINE]
    if blocks:
        return "\n".join(compared_lines(child) for child in blocks)
    return "".join(child.text if isinstance(child, Run) else compared_lines(child) for child in block.children)
