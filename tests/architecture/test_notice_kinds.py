"""Of what kind a notice is, is said of each event of which people are notified: none is sorted by its reason unseen."""

import ast
import inspect
from collections.abc import Iterator

from django.apps import apps

from across.takeaway.event_types import TakeawayEvent
from across.webhooks.event_types import WebhookEvent
from chat.chat.event_types import ChatNotice
from circles.circles.event_types import CircleEvent
from circles.invitations.event_types import InvitationEvent
from circles.projects.models import Subject
from daily.syncs.event_types import SyncEvent
from decisions.decisions.event_types import DecisionEvent
from decisions.elections.event_types import ElectionEvent
from decisions.specification.event_types import ClauseNotice, SpecificationEvent
from documents.document_files.event_types import DocumentFileEvent
from documents.documents.event_types import CommentNotice, DocumentEvent, DocumentNotice, SuggestionNotice
from foundation.audit.event_types import EventType
from foundation.inbox.event_types import InboxNotice
from foundation.inbox.kinds import NoticeKind, notice_kinds
from tests.architecture.sources import APPS, app_of, calls, functions, modules, parsed, read
from tests.architecture.test_event_types import NOTICES_ONLY, TYPES

GIVEN_FROM_ELSEWHERE: dict[str, tuple[EventType, ...]] = {
    "chat/chat/workflows/topic_notices.py": (ChatNotice.NOT_SENT, ChatNotice.OUTCOME_ASKED),
    "circles/circles/models/circle.py": (InvitationEvent.MEMBER_JOINED_BY_LINK, InvitationEvent.INVITATION_ACCEPTED),
    "documents/conversation/workflows/notices.py": (*CommentNotice, *SuggestionNotice),
    "circles/projects/models/prepared_file.py": (TakeawayEvent.READY, TakeawayEvent.FAILED),
}
"""Where a module notifies of an event that callers in other modules give: which these are."""
POSTS_WHAT_IS_RECORDED = "circles/projects/models/subject.py"
BY_REASON: dict[str, tuple[EventType, ...]] = {
    "Who is asked for a position is told so; others hear what became of it.": (
        DecisionEvent.REROUTED,
        DecisionEvent.ROUND_OPENED,
        DecisionEvent.WORDING_CHANGED,
        DecisionEvent.QUESTION_ASKED,
    ),
    "Who is meant, answered or follows hears of words as such.": (
        *ChatNotice,
        *CommentNotice,
        *DocumentNotice,
        *SuggestionNotice,
    ),
    "One hears what others did to what is one's own, and those around it that it was done.": (
        *InboxNotice,
        *ClauseNotice,
        ElectionEvent.BEGUN,
        ElectionEvent.CHANGE_ROUND_OPENED,
        ElectionEvent.CANDIDATE_PROPOSED,
        ElectionEvent.FILLED,
        ElectionEvent.ENDED,
        CircleEvent.DOMAIN_GIVEN_UP,
        CircleEvent.DOMAIN_SHARED,
        CircleEvent.DOMAIN_SHARING_ENDED,
        CircleEvent.DOMAIN_TRANSFERRED,
        DecisionEvent.BUDGET_EXCEEDED,
        DecisionEvent.CHANGES_IMPOSSIBLE,
        DecisionEvent.CITATIONS_REVIEWED,
        DecisionEvent.CLAIMED,
        DecisionEvent.CLAIM_RELEASED,
        DecisionEvent.PULLED,
        DecisionEvent.TOLD_AROUND,
        DecisionEvent.DECISION_CONTESTED,
        DecisionEvent.DECISION_SUSPENDED,
        DecisionEvent.DETAILS_CHANGED,
        DecisionEvent.EDITORIAL_LABEL_REFUSED,
        DecisionEvent.ELEMENT_REQUESTED,
        DecisionEvent.ESCALATED,
        DecisionEvent.FACT_DISPUTED,
        DecisionEvent.OBJECTION_BECAME_CONCERN,
        DecisionEvent.OBJECTION_LIFTED,
        DecisionEvent.OBJECTION_LIFTED_UNANSWERED,
        DecisionEvent.OFFERED_AS_QUESTION,
        DecisionEvent.POSITION_RECORDED,
        DecisionEvent.POSITION_TAKEN,
        DecisionEvent.POSITION_TAKEN_BY_DEPUTY,
        DecisionEvent.ROUND_FAILED,
        DecisionEvent.URGENT_ACT_UNDONE,
        DocumentFileEvent.EXPORT_FAILED,
        DocumentFileEvent.EXPORT_READY,
        DocumentFileEvent.IMPORT_FAILED,
        DocumentFileEvent.IMPORT_READY,
        InvitationEvent.BOT_EXPIRED,
        InvitationEvent.BOT_EXPIRY_ANNOUNCED,
        DocumentEvent.READ_BY_ADMINISTRATOR,
        DocumentEvent.RESTRICTION_EXPIRED,
        DocumentEvent.RESTRICTION_LIFTED,
        SpecificationEvent.BASELINE_RATIFIED,
        SpecificationEvent.CLAUSE_DESCRIBED,
        TakeawayEvent.FAILED,
        TakeawayEvent.READY,
        WebhookEvent.PAUSED,
    ),
    "Who comes in or is let in hears of access, and the others of who came.": (
        CircleEvent.MEMBER_ADDED,
        InvitationEvent.BOT_HANDED_OVER,
        DocumentEvent.DOCUMENT_RESTRICTED,
        DocumentEvent.RESTRICTION_RENEWED,
        InvitationEvent.GUEST_ADMITTED,
        InvitationEvent.GUEST_ENDED,
        InvitationEvent.GUEST_EXPIRED,
        InvitationEvent.GUEST_EXPIRY_ANNOUNCED,
        InvitationEvent.INVITATION_ACCEPTED,
        InvitationEvent.MEMBER_JOINED_BY_LINK,
    ),
    "It is news of the circle, and asks for nothing.": (
        CircleEvent.CIRCLE_CLOSED,
        CircleEvent.CIRCLE_MERGED,
        CircleEvent.CIRCLE_MOVED,
        CircleEvent.CIRCLE_SPLIT,
        CircleEvent.LIMITS_CHANGED,
        CircleEvent.MEMBERSHIP_ENDED,
        CircleEvent.ROLE_DESCRIBED,
        CircleEvent.ROLE_GIVEN,
        CircleEvent.ROLE_TERM_SET,
        CircleEvent.TIME_SHARE_SET,
        DecisionEvent.ABSENCE_DECLARED,
        DecisionEvent.ABSENCE_ENDED,
        SyncEvent.SYNC_CANCELLED,
        SyncEvent.SYNC_CLOSED,
        SyncEvent.SYNC_OPENED,
    ),
}
"""Why these stand in no `NoticeKinds`: the reason for which each person hears of it says the kind."""


def test_every_event_that_people_are_notified_of_has_a_kind_or_is_sorted_by_reason_on_purpose() -> None:
    told = {event for path in modules() for event in events_told_in(path)}
    told |= {event for types in NOTICES_ONLY for event in types}
    assert len(told) > 80, "it finds the events"
    by_reason = {event for events in BY_REASON.values() for event in events}
    kinds = set(notice_kinds())
    assert sorted(told - kinds - by_reason) == [], "say of what kind its notices are: NoticeKinds, else BY_REASON above"
    assert sorted(by_reason & kinds) == [], "it has a kind: out of BY_REASON"
    assert sorted(by_reason - told) == [], "nobody is notified of it"


def test_each_event_of_a_kind_is_one_that_is_recorded() -> None:
    assert set(notice_kinds()) <= {event for types in TYPES for event in types}
    assert set(notice_kinds().values()) <= set(NoticeKind)


TOLD_OF_A_SYNC: dict[EventType, str] = {}
"""Of what tasks tell of syncs: what asks for nothing, each with why its mail may come after the sync has begun."""
LATE = """%s: what is told before a sync has a kind that `asks` (foundation/inbox/kinds.py), else it is mailed too late.
PULSE is for pulses alone: it is pushed, and mailed to nobody who does not choose so. Where a mail is wanted, or
something else is asked for, make a kind of its own there.
"""


def named_by_tasks(app: str) -> list[tuple[str, ast.AST]]:
    """Each function of an app, with its module, that a scheduled task of it names, itself or through others."""
    waiting: list[tuple[str, ast.AST]] = []
    by_name: dict[str, list[tuple[str, ast.AST]]] = {}
    for path in modules(of=(app,)):
        for name, function in functions(path):
            by_name.setdefault(name.rpartition(".")[2], []).append((path, function))
            decorators = ast.Tuple(getattr(function, "decorator_list", []))
            if "scheduled" in {called for called, _call in calls(decorators)}:
                waiting.append((path, function))
    found: list[tuple[str, ast.AST]] = []
    while waiting:
        found.append(waiting.pop())
        names = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(found[-1][1])}
        waiting += [one for name in names & by_name.keys() for one in by_name.pop(name)]
    return found


def told_of_syncs_by_tasks() -> set[EventType]:
    """The events that tasks tell people of: all of those of `syncs`, and what others tell of a sync."""
    knowing = {app_of(path) for path in modules(of=APPS) if "SyncEvent" in read(path)}
    told = {
        (app, event) for app in knowing for path, part in named_by_tasks(app) for event in events_told_in(path, part)
    }
    return {event for app, event in told if app == "syncs" or isinstance(event, SyncEvent)}


def test_a_reminder_before_a_sync_is_over_when_the_sync_begins() -> None:
    told = told_of_syncs_by_tasks()
    assert SyncEvent.PULSES_REQUESTED in told
    asking = {event for event, kind in notice_kinds().items() if kind.facts.asks}
    late = sorted(told - asking - set(TOLD_OF_A_SYNC))
    assert late == [], LATE % late
    assert set(TOLD_OF_A_SYNC) <= told - asking


TOLD_OF = {"round": "proposal"}
"""Which thing an event is recorded of that is named for another one."""


def test_what_asks_for_something_says_until_when() -> None:
    """Else it would be mailed and pushed for ever."""
    things = {model.kind_name(): model for model in apps.get_models() if issubclass(model, Subject)}
    silent = {
        event: thing.__name__
        for event, kind in notice_kinds().items()
        if kind.facts.asks and (thing := things[TOLD_OF.get(event.partition(".")[0], event.partition(".")[0])])
        if vars(Subject)["asks_until"] is inspect.getattr_static(thing, "asks_until")
        and not hasattr(thing, "open_round")
    }
    assert silent == {}, "give its thing an `asks_until`"


def events_told_in(path: str, part: ast.AST | None = None) -> Iterator[EventType]:
    """Yield the event types that a module, or a part of it, records with `people=` or posts as notices. Where it does
    so with a variable, that may be any event that the module names otherwise than as the event of a `record_event`.
    """
    source = read(path)
    if path == POSTS_WHAT_IS_RECORDED or not ("record_event(" in source or "Notice.post(" in source):
        return
    tree = parsed(path)
    named = {id(call.args[0]) for name, call in calls(tree) if name == "record_event" and call.args}
    others = [event for node in ast.walk(tree) if id(node) not in named and (event := event_at(node))]
    for node in told_of(part or tree):
        if event := event_at(node):
            yield event
        else:
            found = [*others, *GIVEN_FROM_ELSEWHERE.get(path, ())]
            assert found, f"{path}: say in GIVEN_FROM_ELSEWHERE which events {ast.unparse(node)!r} stands for"
            yield from found


def told_of(part: ast.AST) -> list[ast.expr]:
    """What stands for the event, wherever people are told of one."""
    recorded = [call for name, call in calls(part) if name == "record_event" and call.args]
    told = [call.args[0] for call in recorded if any(keyword.arg == "people" for keyword in call.keywords)]
    posted = [call for name, call in calls(part) if name == "post" and ast.unparse(call.func) == "Notice.post"]
    return told + [keyword.value for call in posted for keyword in call.keywords if keyword.arg == "event"]


def event_at(node: ast.AST) -> EventType | None:
    """The event type that is named here, as `SyncEvent.SYNC_OPENED`."""
    types = {one.__name__: one for one in TYPES}
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in types:
        return types[node.value.id].__members__.get(node.attr)
    return None
