"""Callouts in Word and OpenDocument, which have none: paragraphs of a style for each tone, under the tone's name.

Of Word they are read as callouts again; the name, which the reader's language writes, is left out then.
"""

from richtext.callouts import TONES, tone_names
from richtext.exchange.html_elements import HtmlElement

STYLE = "data-custom-style"
LISTS = ("ul", "ol")
STYLE_OF = {tone: f"Callout{tone.title()}" for tone in TONES}
NAME_STYLE_OF = {tone: f"{style}Name" for tone, style in STYLE_OF.items()}
TONE_OF_STYLE = {style: tone for styles in (STYLE_OF, NAME_STYLE_OF) for tone, style in styles.items()}


def is_name(style: str) -> bool:
    """Return whether a style's paragraphs are the names of tones."""
    return style in TONE_OF_STYLE and style.endswith("Name")


def callout_tone(element: HtmlElement) -> str:
    """Return the tone of a callout as our HTML has it, or nothing."""
    if element.tag != "div" or "callout" not in element.classes:
        return ""
    tone = element.attrs.get("data-tone", "")
    return tone if tone in TONES else TONES[0]


def without_callouts(item: HtmlElement) -> None:
    """Make what only groups of the callouts of a list's item, whose own style holds."""
    for child in item.elements():
        if callout_tone(child):
            child.attrs = {}


def styled(callout: HtmlElement, tone: str) -> HtmlElement:
    """Return a callout as paragraphs with styles."""
    name = HtmlElement("p", {}, [tone_names()[tone]])
    children: list[HtmlElement | str] = [HtmlElement("div", {STYLE: NAME_STYLE_OF[tone]}, [name])]
    for child in callout.children:
        is_text = isinstance(child, HtmlElement) and child.tag == "p"
        children.append(HtmlElement("div", {STYLE: STYLE_OF[tone]}, [child]) if is_text else child)
    return HtmlElement("div", {}, children)


def tone_in(element: HtmlElement) -> str:
    """Return the tone of the callout that a styled paragraph is of, or a list whose items are."""
    if element.tag not in LISTS:
        return TONE_OF_STYLE.get(element.attrs.get(STYLE, ""), "")
    firsts = [next(item.elements(), None) for item in element.elements()]
    tones = {TONE_OF_STYLE.get(first.attrs.get(STYLE, ""), "") if first else "" for first in firsts}
    return tones.pop() if len(tones) == 1 else ""
