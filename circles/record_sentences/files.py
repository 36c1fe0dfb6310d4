"""Files added to things of the project, and taken off."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import sentences
from files.event_types import FileEvent

SENTENCES = {
    FileEvent.ATTACHED: sentences(_("{who} added a file to {thing}: {file}."), _("{who} added a file to {thing}.")),
    FileEvent.REMOVED: sentences(
        _("{who} removed a file from {thing}: {file}."), _("{who} removed a file from {thing}.")
    ),
    FileEvent.RESTORED: sentences(
        _("{who} brought a file of {thing} back: {file}."), _("{who} brought a file of {thing} back.")
    ),
}
"""In circles, as files stand below what speaks of the record."""
