"""Small words for the devices one is signed in on."""

import re
from ipaddress import ip_address, ip_network

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


PRIVATE = tuple(ip_network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10"))
SHARED = ip_network("100.64.0.0/10")


@register.filter
def network(address: str) -> str:
    """Say in words which network an address is of, as far as the address itself tells: nothing here knows places."""
    try:
        found = ip_address(address)
    except ValueError:
        return _("unknown network")
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback:
        return _("this server’s own computer")
    if any(found in one for one in PRIVATE if one.version == found.version):
        return _("a local network (%(address)s)") % {"address": found}
    if found.version == SHARED.version and found in SHARED:
        return _("a mobile or private network (%(address)s)") % {"address": found}
    return _("the internet (%(address)s)") % {"address": found}
