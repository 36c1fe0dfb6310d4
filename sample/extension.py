"""What the sample adds: of its two languages, one speaks to a person."""

from projects.domain_events import EventRecorded
from sample.one_language import keep_what_comes_by_itself
from web.extension_registry import Subscribers

EXTENSION = (Subscribers({EventRecorded: [keep_what_comes_by_itself]}),)
