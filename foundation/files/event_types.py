"""Event types of files, recorded about what they are attached to; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType


class FileEvent(EventType):
    """What the record keeps of files. What is said in chat is not in the record, nor are its files."""

    ATTACHED = "file.attached", _("added a file")
    REMOVED = "file.removed", _("removed a file")
    RESTORED = "file.restored", _("restored a file")
