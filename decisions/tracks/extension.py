"""What tracks add to other apps: references, the sidebar's number, a part of a circle's page, signs of the map."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.circle_map.signs import MapCard, MapSign
from circles.circles.models import Circle, Item
from circles.circles.panels import Panel
from circles.navigation.entries import NavGroup, NavLink, NavTallies, NavTally
from circles.projects.domain_events import EventRecorded, ThingAdopted
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from circles.projects.references import References
from circles.projects.thing_parts import ThingPanel, ThingTexts
from circles.record.labels import FactChoices, FactLabels
from circles.record.templates import Sentences
from circles.restructuring.item_transfer import transfer_of
from decisions.tracks.contexts.circle import map_card_of, panel_of
from decisions.tracks.contexts.clause import tracks_of_clause
from decisions.tracks.contexts.thing_cards import of_question, of_track
from decisions.tracks.fact_labels import FACT_LABELS
from decisions.tracks.file_rights import FILE_RIGHTS
from decisions.tracks.kept_data import KEPT_DATA
from decisions.tracks.models import Criterion, GateCauses, GateVerdict, Question, Track
from decisions.tracks.record_sentences import SENTENCES
from decisions.tracks.search_texts import QUESTIONS, TRACKS
from decisions.tracks.takeaway import PART
from decisions.tracks.workflows.choosing import choose_adopted, follow_proposal
from decisions.tracks.workflows.spending import follow_expense
from documents.documents.thing_cards import ThingCard, ThingCards
from foundation.accounts.models import User
from foundation.files.rights import FileRightsBy
from foundation.web.extension_registry import Subscribers


def find_question(project: Project, number: int) -> Item | None:
    """Return the question that `Q-1` means, or None."""
    return Question.objects.in_project(project).with_place().filter(number=number).first()


def find_track(project: Project, number: int) -> Item | None:
    """Return the track that `T-4` means, or None."""
    return Track.objects.in_project(project).with_people().filter(number=number).first()


def how_many(project: Project, user: User) -> NavTally:
    """Count the tracks at their gate that a person explores, or whose circle they are in."""
    return NavTally([waiting_for(project, user)], is_new=True)


def waiting_for(project: Project, user: User) -> QuerySet[Track]:
    """Return the tracks at their gate that a person explores, or whose circle they are in."""
    own = project.memberships.current().filter(user=user).values("circle")
    found = at_gate(project)
    return found.filter(circle__in=own) | found.filter(owner=user)


def at_gate(project: Project) -> QuerySet[Track]:
    """Return the tracks at their gate."""
    return Track.objects.in_project(project).at_gate(on=project.day_of(now_in(project)))


def open_questions(circle: Circle) -> QuerySet[Question]:
    """Return a circle's open questions: they go along where it ends or is cut in two."""
    return Question.objects.in_circle(circle).open().order_by("number")


def alive_tracks(circle: Circle) -> QuerySet[Track]:
    """Return a circle's tracks that may go on: they go along where it ends or is cut in two."""
    return Track.objects.in_circle(circle).alive().order_by("number")


def questions_go(number: int, to: Circle) -> str:
    """Say that so many questions go to a circle."""
    sentence = ngettext(
        "%(number)s open question goes to %(circle)s.", "%(number)s open questions go to %(circle)s.", number
    )
    return sentence % {"number": number, "circle": to.name}


def tracks_go(number: int, to: Circle) -> str:
    """Say that so many tracks go to a circle."""
    sentence = ngettext(
        "%(number)s track goes on in %(circle)s and keeps its owner.",
        "%(number)s tracks go on in %(circle)s and keep their owners.",
        number,
    )
    return sentence % {"number": number, "circle": to.name}


FACT_CHOICES: dict[str, Any] = {"answer": GateVerdict, "cause": GateCauses, "sort": Criterion.Kind}

EXTENSION = (
    ThingCards(
        {
            "question": ThingCard("tracks:question", "Q-{number}", of_question),
            "track": ThingCard("tracks:track", "T-{number}", of_track),
        }
    ),
    NavLink("tracks", 50, _("Tracks"), "git-fork", "tracks:tracks", NavGroup.MAKE),
    References({"Q": find_question, "T": find_track}),
    Panel("tracks", 30, panel_of),
    MapCard("tracks", 30, map_card_of),
    NavTallies({"tracks": how_many}),
    MapSign("late", at_gate),
    transfer_of("questions", open_questions, questions_go),
    transfer_of("tracks", alive_tracks, tracks_go),
    ThingTexts({"question": QUESTIONS, "track": TRACKS}),
    ThingPanel("clause", 20, tracks_of_clause),
    Sentences("tracks", SENTENCES),
    FactLabels(FACT_LABELS),
    PART,
    KEPT_DATA,
    FileRightsBy(FILE_RIGHTS),
    FactChoices(FACT_CHOICES),
    Subscribers({EventRecorded: [follow_expense, follow_proposal], ThingAdopted: [choose_adopted]}),
)
