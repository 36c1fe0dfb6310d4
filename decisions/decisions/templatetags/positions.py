"""The positions for templates: their buttons, and the keys that give them."""

from django import template

from decisions.decisions.models.rounds.position_kind import PositionKind

register = template.Library()


@register.simple_tag
def position_kinds() -> list[PositionKind]:
    """Return what can be said in a round, in the order of the buttons."""
    return list(PositionKind)


@register.simple_tag
def position_keys() -> tuple[str, str]:
    """Return the first and the last of the keys that give a position."""
    keys = sorted(kind.facts.key for kind in PositionKind)
    return keys[0], keys[-1]
