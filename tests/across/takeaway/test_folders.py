"""What a project keeps can be read in a copy without Ronde: its folders are made of every table, or say why not."""

import re
from collections import deque

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from circles.circles.takeaway_parts import TakeawayReader, takeaway_parts
from foundation.web.kept_data import kept_data
from tests.architecture.addresses import one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
IN_DATA_ALONE = {
    "one person's own: what they have read, follow, keep at hand": (
        "chat.ReadMarker", "inbox.Attention", "inbox.Notice", "documents.Favourite", "decisions.SavedFilter",
    ),
    "earlier words, for whoever looks into them; the record tells of each change": (
        "chat.Wording", "documents.CommentWording", "decisions.Editorial",
    ),
    "ways in, which lead nowhere once they are elsewhere": (
        "invitations.Invitation", "invitations.JoinLink", "invitations.Guest",
    ),
    "kept so that nobody is told twice": (
        "actions.DueReminder", "decisions.Reminder", "documents.Mention",
    ),
    "the folder of the record tells of each, in a sentence": (
        "circles.Sharing", "decisions.Absence", "decisions.Amendment", "decisions.Claim", "decisions.ClaimRelease",
        "decisions.ConcernLook", "decisions.FactCheck", "decisions.MissingElement", "decisions.ObjectionReopening",
        "decisions.Ratification", "decisions.Review", "decisions.SmallAct", "decisions.UrgentAct",
        "documents.Restriction", "specification.ClauseLook", "syncs.LedStep", "tracks.GateAnswer",
        "tracks.ExplorationPeriod", "tracks.UnansweredSync",
    ),
    "minutes are made of them, and are what is read": (
        "syncs.AgendaItem", "syncs.Outcome", "syncs.Presence",
    ),
    "how things hang together and are laid out, for programs": (
        "projects.Link", "documents.DocumentFolder", "documents.DocumentTag", "decisions.RoundClauses",
        "decisions.TouchedClause", "specification.BaselineLayout",
        "specification.Chapter", "specification.ReqifOrigin", "tracks.TrackExpense",
    ),
    "a picture of a file that is there": ("files.Rendition",),
    "a click, shown beside the comment and nowhere else": ("documents.CommentReaction",),
}  # fmt: skip
"""Models whose rows `data/` of a copy has, for programs, and no folder for people; history is among these always."""


def test_every_model_that_goes_along_is_read_for_a_folder_or_says_why_not() -> None:
    reader = TakeawayReader(one_of_each().cast.project)
    with CaptureQueriesContext(connection) as asked:
        for part in takeaway_parts():
            for file in part.files(reader):
                deque(file.pieces, maxlen=0)  # written, to nowhere
    read = {table for one in asked.captured_queries for table in TABLE.findall(one["sql"])}
    kept = {model._meta.label: model._meta.db_table for one in kept_data() for model in one.tables}
    unread = {label for label, table in kept.items() if table not in read}
    said = [label for labels in IN_DATA_ALONE.values() for label in labels]
    assert unread - set(said) == set(), "show it in its app's takeaway.py, or say here why it is in data/ alone"
    assert set(said) - unread == set(), "these are read now"
    assert len(said) == len(set(said))
    assert [label for label in said if apps.get_model(label) is None] == []
