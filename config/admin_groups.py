"""What the administration's lists are about: every model stands in one group, the ones asked for most first."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TECHNICAL = "technical"


@dataclass(frozen=True)
class AdminGroup:
    """Models that are shown together, by label, in this order."""

    name: Any
    labels: tuple[str, ...]


GROUPS = {
    "people": AdminGroup(
        _("People"),
        (
            "accounts.User",
            "invitations.Invitation",
            "invitations.JoinLink",
            "circles.Membership",
            "circles.Role",
            "invitations.Guest",
            "account.EmailAddress",
            "usersessions.UserSession",
            "accounts.Token",
            "mfa.Authenticator",
            "socialaccount.SocialAccount",
            "decisions.Absence",
            "files.Portrait",
        ),
    ),
    "projects": AdminGroup(
        _("Projects"),
        (
            "projects.Project",
            "circles.Circle",
            "circles.Fundamental",
            "circles.Domain",
            "circles.Sharing",
            "circles.Equipment",
            "actions.Action",
            "actions.Step",
            "actions.Dependency",
            "actions.Label",
            "elections.Election",
            "elections.Nomination",
            "tracks.Question",
            "tracks.Track",
            "tracks.Criterion",
            "tracks.Evidence",
            "tracks.StopNote",
            "tracks.GateAnswer",
            "tracks.ExplorationPeriod",
            "tracks.UnansweredSync",
            "money.Purse",
            "money.Allotment",
            "money.Reservation",
            "money.Expense",
            "tracks.TrackExpense",
            "projects.Star",
            "takeaway.Takeaway",
            "takeaway.ProjectImport",
        ),
    ),
    "decisions": AdminGroup(
        _("Decisions"),
        (
            "decisions.Decision",
            "decisions.Proposal",
            "decisions.Round",
            "decisions.AskedPerson",
            "decisions.ExcusedPerson",
            "decisions.Position",
            "decisions.TakenBack",
            "decisions.Objection",
            "decisions.ObjectionReopening",
            "decisions.Amendment",
            "decisions.ConcernLook",
            "decisions.Review",
            "decisions.UrgentAct",
            "decisions.SmallAct",
            "decisions.Contest",
            "decisions.FactCheck",
            "decisions.MissingElement",
            "decisions.Claim",
            "decisions.ClaimRelease",
            "decisions.Pull",
            "decisions.Effect",
            "decisions.ClarifyingQuestion",
            "decisions.Editorial",
            "decisions.Citation",
            "decisions.Reminder",
            "decisions.SavedFilter",
            "decisions.Printout",
            "decisions.ImportedProcess",
        ),
    ),
    "documents": AdminGroup(
        _("Documents"),
        (
            "documents.Document",
            "documents.DocumentFolder",
            "documents.DocumentTag",
            "documents.PublicLink",
            "documents.Restriction",
            "documents.Version",
            "documents.CommentThread",
            "documents.Comment",
            "documents.CommentWording",
            "documents.CommentReaction",
            "documents.Suggestion",
            "documents.DocumentTemplate",
            "document_files.DocumentImport",
            "document_files.DocumentExport",
            "specification.Clause",
            "specification.Baseline",
            "specification.RatifiedText",
            "specification.ClauseLook",
            "specification.ClauseParent",
            "specification.ClauseLineage",
            "specification.ClauseCircle",
            "decisions.TouchedClause",
            "decisions.RoundClauses",
            "decisions.Ratification",
            "files.Attachment",
            "documents.Favourite",
            "documents.Visit",
            "documents.Mention",
        ),
    ),
    "talk": AdminGroup(
        pgettext_lazy("group of the administration", "Chat"),
        (
            "chat.Room",
            "chat.Topic",
            "chat.Message",
            "chat.Wording",
            "chat.MessageReaction",
            "chat.DirectMember",
        ),
    ),
    "syncs": AdminGroup(
        _("Syncs"),
        (
            "syncs.Sync",
            "syncs.AgendaItem",
            "syncs.Outcome",
            "syncs.Presence",
            "syncs.LedStep",
            "syncs.Pulse",
            "syncs.Minutes",
            "syncs.RecurringSync",
            "syncs.ImportedMinutes",
        ),
    ),
    "record": AdminGroup(
        _("Record"),
        ("audit.Entry", "audit.Head", "audit.PersonalValue", "audit.Seal"),
    ),
    TECHNICAL: AdminGroup(
        _("Technical"),
        (
            "inbox.OutgoingEmail",
            "inbox.OutgoingPush",
            "inbox.PushSubscription",
            "inbox.Notice",
            "inbox.NotificationSettings",
            "inbox.NotificationChoice",
            "inbox.Attention",
            "inbox.PersonalReminder",
            "actions.DueReminder",
            "webhooks.Webhook",
            "webhooks.OutgoingWebhook",
            "webhooks.WebhookAttempt",
            "accounts.CountedTries",
            "accounts.StoredResponse",
            "accounts.FormDraft",
            "auth.Group",
            "invitations.CircleGrant",
            "projects.Link",
            "projects.WrittenThing",
            "chat.TopicGrant",
            "chat.TopicHead",
            "chat.ReadMarker",
            "chat.MessageDraft",
            "chat.ScheduledMessage",
            "documents.DocumentGrant",
            "coediting.Quarantine",
            "coediting.Log",
            "coediting.Update",
            "coediting.Snapshot",
            "documents.SuggestionUpdate",
            "documents.SuggestionVerdict",
            "coediting.Ticket",
            "documents.DocumentCitation",
            "documents.DocumentText",
            "documents.DocumentNodes",
            "files.StoredFile",
            "files.Rendition",
            "files.Upload",
            "files.UploadPart",
            "specification.Chapter",
            "specification.ClauseText",
            "specification.BaselineLayout",
            "specification.ReqifOrigin",
            "search.Text",
            "search.Word",
            "search.Spelling",
            "search.WrittenIndex",
            "search.SavedSearch",
            "socialaccount.SocialApp",
            "socialaccount.SocialToken",
        ),
    ),
}


LIBRARY_NAMES = {"usersessions.UserSession": _("Devices"), "mfa.Authenticator": _("Passkeys and codes")}
"""What we call the models of libraries that name them in English only."""


@cache
def places() -> dict[str, tuple[str, int]]:
    """Return for each model's label its group, and its place there."""
    return {label: (key, at) for key, group in GROUPS.items() for at, label in enumerate(group.labels)}


def place_of(model: type[Model]) -> tuple[str, int]:
    """Return the group of a model, and its place there; one that nobody put into a group is technical, and last."""
    return places().get(model._meta.label, (TECHNICAL, len(GROUPS[TECHNICAL].labels)))
