"""Callouts in Word and OpenDocument, which have none: paragraphs of a style for each tone, under the tone's name.

They are read as callouts again; the name, which the reader's language writes, is left out then. In a list's item they
have styles of their own, by which these paragraphs go on in it.
"""

from documents.richtext.callouts import TONES, tone_names
from documents.richtext.exchange.html_elements import HtmlElement

STYLE = "data-custom-style"
LISTS = ("ul", "ol")
NO_WORD = "\u200b"
"""Keeps a paragraph without a word."""
STYLE_OF = {tone: f"Callout{tone.title()}" for tone in TONES}
NAME_STYLE_OF = {tone: f"{style}Name" for tone, style in STYLE_OF.items()}
TONE_OF_STYLE = {style: tone for styles in (STYLE_OF, NAME_STYLE_OF) for tone, style in styles.items()}
STYLE_IN_ITEM = {tone: f"List{style}" for tone, style in STYLE_OF.items()}
TONE_IN_ITEM = {f"List{style}": tone for style, tone in TONE_OF_STYLE.items()}


def is_name(style: str) -> bool:
    """Return whether a style's paragraphs are the names of tones."""
    return (style in TONE_OF_STYLE or style in TONE_IN_ITEM) and style.endswith("Name")


def callout_tone(element: HtmlElement) -> str:
    """Return the tone of a callout as our HTML has it, or nothing."""
    if element.tag != "div" or "callout" not in element.classes:
        return ""
    tone = element.attrs.get("data-tone", "")
    return tone if tone in TONES else TONES[0]


def style_callouts(item: HtmlElement) -> None:
    """Write the callouts of a list's item, which hold paragraphs alone, as paragraphs with styles; any other is written
    as what is in it.
    """
    children: list[HtmlElement | str] = []
    for child in item.children:
        tone = callout_tone(child) if isinstance(child, HtmlElement) else ""
        if isinstance(child, HtmlElement) and tone and all(inner.tag == "p" for inner in child.elements()):
            children = children if any(map(_says_something, children)) else [_paragraph([NO_WORD])]
            name = _paragraph([tone_names()[tone]])
            children.append(HtmlElement("div", {STYLE: f"{STYLE_IN_ITEM[tone]}Name"}, [name]))
            children += [HtmlElement("div", {STYLE: STYLE_IN_ITEM[tone]}, [inner]) for inner in child.elements()]
            continue
        if isinstance(child, HtmlElement) and tone:
            child.attrs = {}
        children.append(child)
    item.children = children


def read_in_items(element: HtmlElement) -> None:
    """Make callouts again of the paragraphs with such styles."""
    out: list[HtmlElement | str] = []
    for child in element.children:
        if isinstance(child, HtmlElement):
            read_in_items(child)
        style = child.attrs.get(STYLE, "") if isinstance(child, HtmlElement) else ""
        tone = TONE_IN_ITEM.get(style, "")
        if not isinstance(child, HtmlElement) or not tone:
            out.append(child)
            continue
        last = out[-1] if out else None
        if not isinstance(last, HtmlElement) or callout_tone(last) != tone or is_name(style):
            last = HtmlElement("div", {"class": "callout", "data-tone": tone})
            out.append(last)
        if not is_name(style):
            last.children += child.children
    element.children = out


def _says_something(child: HtmlElement | str) -> bool:
    return bool(isinstance(child, HtmlElement) and (child.text().strip() or child.first("img") or child.tag != "p"))


def _paragraph(children: list[HtmlElement | str]) -> HtmlElement:
    return HtmlElement("p", {}, children)


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
