"""What the sample adds: of its two languages, one speaks to a person."""

from across.sample.one_language import silence_in_other_language
from circles.projects.domain_events import EventRecorded
from foundation.web.extension_registry import Subscribers

EXTENSION = (Subscribers({EventRecorded: [silence_in_other_language]}),)
