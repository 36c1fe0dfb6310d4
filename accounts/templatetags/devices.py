"""Small words for the devices one is signed in on."""

import re

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that fits: a browser names those it resembles after its own.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
MORE_SYSTEMS = (("Macintosh", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))


@register.filter
def device(agent: str) -> str:
    """Say what a browser calls itself as people do: Firefox, Linux; what cannot be read stays as it is, cut."""
    browser = next((name for mark, name in BROWSERS if re.search(rf"\b{mark}\w*/", agent)), "")
    system = next((name for mark, name in (*SYSTEMS, *MORE_SYSTEMS) if mark in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or agent[:60] or _("unknown browser")
