"""What the sample adds: of its two languages, one speaks to a person."""

from projects.domain_events import EventRecorded
from sample.one_language import silence_in_other_language
from web.extension_registry import Subscribers

EXTENSION = (Subscribers({EventRecorded: [silence_in_other_language]}),)
