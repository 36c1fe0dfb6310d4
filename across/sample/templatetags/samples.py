"""Whether there is a sample project to look something up in."""

from django import template
from django.conf import settings

from across.sample.languages import sample_in
from across.sample.texts import LANGUAGES

register = template.Library()


@register.simple_tag
def has_sample() -> bool:
    """Return whether this server has a sample project that its people may look around in."""
    return settings.EMBEDDED and any(sample_in(language) for language in LANGUAGES)
