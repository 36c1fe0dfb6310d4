"""Of what kind notices of decisions are, for who chooses how they reach them."""

from decisions.decisions.event_types import DecisionEvent
from foundation.inbox.kinds import NoticeKind

POSITION_KINDS = (NoticeKind.POSITION, NoticeKind.ENDING)
"""These ask for a position: one finds it beside them, and who has given it is done with them."""
NOTICE_KINDS = {
    DecisionEvent.REMINDER_SENT: NoticeKind.ENDING,
    DecisionEvent.OBJECTION_RAISED: NoticeKind.OBJECTION,
    DecisionEvent.LATE_OBJECTION_KEPT: NoticeKind.OBJECTION,
    DecisionEvent.OBJECTION_CHANGED: NoticeKind.OBJECTION,
    DecisionEvent.OBJECTION_REOPENED: NoticeKind.OBJECTION,
    DecisionEvent.AMENDMENT_STARTED: NoticeKind.OBJECTION,
    DecisionEvent.QUESTION_ANSWERED: NoticeKind.ANSWERED,
    DecisionEvent.ADOPTED: NoticeKind.DECIDED,
    DecisionEvent.SUPERSEDED: NoticeKind.DECIDED,
    DecisionEvent.REVOKED: NoticeKind.DECIDED,
    DecisionEvent.DECISION_PULLED: NoticeKind.DECIDED,
    DecisionEvent.LAPSED: NoticeKind.DECIDED,
    DecisionEvent.WITHDRAWN: NoticeKind.DECIDED,
    DecisionEvent.URGENT_ACT_REPORTED: NoticeKind.DECIDED,
    DecisionEvent.SMALL_ACT_RECORDED: NoticeKind.DECIDED,
    DecisionEvent.REVIEWED_KEPT: NoticeKind.REVIEW,
    DecisionEvent.REVIEWED_TO_AMEND: NoticeKind.REVIEW,
    DecisionEvent.REVIEWED_TO_REVOKE: NoticeKind.REVIEW,
    DecisionEvent.CONCERN_REVIEWED: NoticeKind.REVIEW,
}
