"""Small parts of which a long list has hundreds: each is written out by its template once, and kept."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

if TYPE_CHECKING:
    from circles.circles.contexts.member_menu import Menu
    from circles.circles.models import Circle
    from foundation.accounts.models import User

register = template.Library()
MOST = 4096


@dataclass(frozen=True)
class CircleLook:
    """What a disc, and the name beside it, show of a circle."""

    hue: int
    parent_hue: int | None
    is_general: bool
    name: str = ""


@dataclass(frozen=True)
class PersonLook:
    """What a face shows of a person."""

    name: str
    initials: str
    hue: int | None
    picture_url: str


@dataclass(frozen=True)
class Shares:
    """What a bar shows of money, in percent."""

    spent_share: Any
    reserved_share: Any


@register.simple_tag
def attention_address(thing: Any) -> str:
    """Return where one says to follow or to mute a thing."""
    what = {"project": thing.record_id, "thing": thing.change_key}
    where = {"title": str(thing.headline)[:300], "address": thing.get_absolute_url()}
    return f"{reverse('attend')}?{urlencode(what | where)}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon, as `<c-icon name="plus" />` does."""
    return _written("cotton/icon.html", None, name=name)


@register.simple_tag
def disc(circle: "Circle") -> SafeString:
    """Draw a circle's sign, as `<c-disc :circle="circle" />` does."""
    return _written("cotton/disc.html", None, circle=CircleLook(circle.hue, circle.parent_hue, circle.is_general))


@register.simple_tag
def circle_name(circle: "Circle") -> SafeString:
    """Draw a circle's sign and write its name, as `<c-circle-name :circle="circle" />` does."""
    look = CircleLook(circle.hue, circle.parent_hue, circle.is_general, circle.name)
    return _written("cotton/circle-name.html", None, circle=look)


@register.simple_tag
def face(person: "User", alone: str = "yes") -> SafeString:
    """Draw a person, as `<c-face :person="person" />` does; `no` where the name stands beside it."""
    look = PersonLook(person.name, person.initials, person.hue, person.picture_url)
    return _written("cotton/face.html", None, person=look, alone=alone)


@register.simple_tag
def money_bar(figures: Any, kind: str) -> SafeString:
    """Draw what of a budget is spent and reserved."""
    shares = Shares(figures.spent_share, figures.reserved_share)
    return _written("money/bar.html", get_language(), figures=shares, kind=kind)


@register.simple_tag
def member_menu(menu: "Menu") -> SafeString:
    """Write the menu beside a person's name."""
    return _menu(menu, get_language())


@lru_cache(maxsize=MOST // 8)
def _menu(menu: "Menu", language: str | None) -> SafeString:
    return _written.__wrapped__("circles/member_menu.html", language, menu=menu)


@lru_cache(maxsize=MOST)
def _written(template: str, _language: str | None, **values: Any) -> SafeString:
    """Write a part out; it depends on nothing but these values."""
    return SafeString(render_to_string(template, values).strip())
