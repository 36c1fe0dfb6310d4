"""Event types of elections, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType


class ElectionEvent(EventType):
    """What the record keeps of elections."""

    BEGUN = "election.begun", _("began an election")
    NOMINATED = "election.nominated", _("nominated a person")
    CHANGE_ROUND_OPENED = "election.change_round_opened", _("opened the change round of an election")
    CANDIDATE_PROPOSED = "election.candidate_proposed", _("put a person to consent")
    FILLED = "election.filled", _("filled a role by an election")
    ENDED = "election.ended", _("ended an election")
