"""Event types of questions and tracks, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType


class QuestionEvent(EventType):
    """What the record keeps of questions."""

    OPENED = "question.opened", _("opened a question")
    CHANGED = "question.changed", _("changed a question")
    ANSWERED = "question.answered", _("answered a question")
    DROPPED = "question.dropped", _("closed a question without an answer")
    REOPENED = "question.reopened", _("reopened a question")
    CRITERION_ADDED = "question.criterion_added", _("added a criterion")
    CRITERION_REMOVED = "question.criterion_removed", _("removed a criterion")


class TrackEvent(EventType):
    """What the record keeps of tracks."""

    PROPOSED = "track.proposed", _("proposed a track")
    CHANGED = "track.changed", _("changed a track")
    STARTED = "track.started", _("started exploring a track")
    EVIDENCE_ADDED = "track.evidence_added", _("added evidence to a track")
    VALUE_RECORDED = "track.value_recorded", _("recorded a measured value")
    EVIDENCE_WITHDRAWN = "track.evidence_withdrawn", _("withdrew evidence")
    SPENT = "track.spent", _("spent on a track")
    JOINED = "track.joined", _("joined a track")
    LEFT = "track.left", _("left a track")
    ANSWER_READIED = "track.answer_readied", _("prepared an answer for a gate")
    GATE_ANSWERED = "track.gate_answered", _("answered a gate")
    GATE_REACHED = "track.gate_reached", _("came to the gate of a track")
    SYNC_PASSED = "track.sync_passed", _("left a gate without an answer")
    STOPPED = "track.stopped", _("stopped a track")
    PARKED = "track.parked", _("parked a track")
    RESUMED = "track.resumed", _("resumed a track")
    MERGED = "track.merged", _("merged a track into another")
    CHOICE_PROPOSED = "track.choice_proposed", _("proposed to choose a track")
    CHOSEN = "track.chosen", _("chose a track")
    COULD_REOPEN = "track.could_reopen", _("met what would reopen a track")
    LEFT_STOPPED = "track.left_stopped", _("left a track stopped")
