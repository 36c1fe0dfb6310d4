"""HTML as a browser reads it, however a template lays it out."""

import re


def compact(html: str) -> str:
    """Write each tag on one line, and no whitespace beside it: `<p class="quiet">Nobody else</p>`."""
    return re.sub(r"\s*(<[^>]*>)\s*", lambda tag: re.sub(r"\s+", " ", tag[1]).replace(" >", ">"), html)


def main_of(page: str) -> str:
    """Return what a page is about. Around it stand, on every page, its title, people, circles, and `D-12` where one
    searches: that such a word is in the whole page says nothing.
    """
    return page[page.index("<main") : page.rindex("</main>")]
