"""Files added to things of the project, and taken off."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import sentences
from foundation.files.event_types import FileEvent

SENTENCES = {
    FileEvent.ATTACHED: sentences(_("{who} added a file to {thing}: {file}."), _("{who} added a file to {thing}.")),
    FileEvent.REMOVED: sentences(
        _("{who} removed a file from {thing}: {file}."), _("{who} removed a file from {thing}.")
    ),
    FileEvent.RESTORED: sentences(
        _("{who} restored a file of {thing}: {file}."), _("{who} restored a file of {thing}.")
    ),
}
"""In circles, as files stand below what speaks of the record."""
