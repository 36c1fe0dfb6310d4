"""Boxes that stand out in a text: their tones, as GitHub has them, and what people call them."""

from django.utils.translation import pgettext

from documents.richtext.nodes import Node

TONES = ("note", "tip", "important", "warning", "caution")


def tone_of(callout: Node) -> str:
    """Return what a callout is: one of `TONES`."""
    tone = callout.attrs.get("tone")
    return tone if tone in TONES else TONES[0]


def tone_names() -> dict[str, str]:
    """Name the tones of callouts in the reader's language."""
    return {
        "note": pgettext("a callout", "Note"),
        "tip": pgettext("a callout", "Tip"),
        "important": pgettext("a callout", "Important"),
        "warning": pgettext("a callout", "Warning"),
        "caution": pgettext("a callout", "Danger"),
    }
