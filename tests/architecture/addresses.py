"""One of each thing that an address can name, and every address of a project, by page and by API."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.urls import get_resolver

from across.search.models import SavedSearch
from across.takeaway.models import Takeaway
from across.webhooks.models import Webhook
from chat.chat.models import Room
from chat.chat.workflows.conversation import open_topic, post_message
from chat.chat.workflows.direct import direct_topic
from chat.chat.workflows.scheduled_messages import schedule_message
from circles.circles.models import Domain, Equipment
from circles.invitations.models import Invitation, JoinLink, Level
from circles.invitations.workflows.bots import make_bot
from circles.invitations.workflows.guests import invite_guest
from circles.money.expenses import record_expense
from circles.money.models import Purse
from config.api import api
from daily.syncs.models import AgendaItem
from daily.syncs.workflows.opening import open_sync
from decisions.actions.workflows.checklist import add_step
from decisions.actions.workflows.labels import label_named
from decisions.decisions.models import Absence, Claim, Printout, SavedFilter
from decisions.decisions.workflows.editorials import reword
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.questions import ask_question
from decisions.elections.workflows import begin_election
from documents.document_files.models import DocumentExport, DocumentImport
from documents.documents.models import Document, DocumentTemplate
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.folders import make_folder
from documents.documents.workflows.suggestions import suggest_text
from documents.documents.workflows.tags import tag_named
from documents.documents.workflows.versions import make_version
from documents.richtext.markdown_reader import nodes_of
from foundation.accounts.checks import views
from foundation.accounts.models import Token
from foundation.audit import clock
from foundation.files.workflows.attaching import remove_file
from foundation.inbox.models import PersonalReminder
from tests.architecture.bodies import BODIES, fields_of
from tests.architecture.made_things import a_leaflet, a_ratified_clause, a_track_at_its_gate
from tests.decisions.decisions.people import Cast, a_cast, adopted
from tests.factories import a_file, a_round, a_written, an_action, an_element, valid_objection_tests
from tests.support.replayed_factories import replayed


@dataclass
class Examples:
    """One of each thing in Hydraulics, and what names it in addresses; `apart`: in those with this part."""

    cast: Cast
    names: dict[str, str]
    apart: dict[str, dict[str, str]]

    def fill(self, pattern: str) -> str:
        """Put names into an address."""
        names = dict(self.names)
        for part, others in self.apart.items():
            names |= others if part in pattern else {}
        return re.sub(r"[<{](?:\w+:)?(\w+)[>}]", lambda found: names[found.group(1)], pattern)

    def sent(self, method: str, pattern: str) -> dict[str, Any]:
        """Return what to send to an operation, which refuses what it has no field for."""
        taken = fields_of(method, pattern)
        return {name: it for name, it in self.body(pattern).items() if taken is None or name in taken}

    def body(self, pattern: str) -> dict[str, Any]:
        """Return what to send there, by a page or by an operation."""
        said = next((part for part in reversed(pattern.strip("/").split("/")) if part in BODIES), "")
        person = self.names["person"]
        told = {"<bo>": person, ("<bo>",): [person], ("<message>",): [self.names["message"]]}
        told |= {"<topic>": self.names["topic"], "<project>": str(self.cast.project.pk)}
        return {
            name: told.get(tuple(it) if isinstance(it, list) else it, it) for name, it in BODIES.get(said, {}).items()
        }


@replayed
def one_of_each() -> Examples:
    """Make one of each in a project of its own: what is numbered is number 1 of its kind."""
    cast = a_cast()
    a_round(circle=cast.circle, by=cast.ada)
    element = an_element(cast.project)
    position = take_position(
        cast.circle.project.proposal_set.get().rounds.get(),
        "objection",
        by=cast.bo,
        objection_tests=valid_objection_tests(element),
    )
    general = cast.project.circles.general()
    proposal = cast.project.proposal_set.get()
    claim = Claim.objects.create(proposal=proposal, circle=general, by=cast.fay, what="It changes the drawings of all.")
    asked_about = ask_question(proposal, by=cast.bo, text="How long does it last?")
    election = begin_election(cast.circle, "secretary", by=cast.ada)
    editorial = reword(cast.circle.project.proposal_set.get(), by=cast.ada, text="We change the seal for a tested one.")
    (kept,) = adopted(cast).concerns()
    action = an_action(cast.circle, by=cast.ada, owner=cast.bo)
    file, removed = (a_file("action", action.pk, by=cast.ada) for _ in range(2))
    remove_file(removed, by=cast.ada)
    topic = open_topic(Room.of(cast.circle), "Seals", by=cast.bo)
    message = post_message(topic, "It leaks.", by=cast.bo)
    direct = direct_topic(cast.project, [cast.fay], by=cast.bo)
    Domain.give(cast.circle, "SEALS", "The seals", by=cast.fay)
    seals = cast.circle.open_circle("Seals", by=cast.ada)
    Purse(circle=cast.circle).allot(seals, Decimal(10), by=cast.fay)
    day = cast.project.day_of(datetime.now(UTC))
    saved = SavedFilter.save_as(cast.project, "Mine", "", by=cast.bo)
    printout = Printout.request(cast.project, "", number=1, language="en", by=cast.bo)
    arrival = DocumentImport.request(cast.circle, ContentFile(b"", "a.zip"), by=cast.bo, name="a.zip")
    export = DocumentExport.request(
        Document.objects.in_project(cast.project), cast.project, by=cast.bo, format="md", language="en"
    )
    copy = Takeaway.request(cast.project, circle=None, is_whole=False, language="en", by=cast.bo)
    absence = Absence.declare(cast.project, by=cast.bo, from_on=day, until_on=day, deputy=cast.fay)
    expense = record_expense(cast.circle, Decimal(1), "Tape", by=cast.bo)
    AgendaItem.add(cast.circle, "Photos", by=cast.bo)
    sync = open_sync(cast.circle, by=cast.fay)
    make_version(a_written(cast.project.document_set.get(number=1), "Water.", by=cast.ada), by=cast.ada)
    point = sync.points.first()
    assert point is not None
    recurring_sync = cast.project.recurring_syncs.first()
    assert recurring_sync is not None
    role = cast.circle.memberships.get(user=cast.bo).take_role("gardener", by=cast.fay)
    specification = cast.project.document_set.get(genre="specification")
    comment = begin_thread(specification, Anchor(quote="It", start="AAA=", end="AAA="), "Why?", by=cast.bo)
    suggestion = suggest_text(specification, nodes_of("It leaks."), by=cast.bo)
    clause = a_ratified_clause(cast)
    ticked = add_step(action, "Buy a seal", by=cast.bo)
    template = DocumentTemplate.save_from(cast.project.document_set.all()[0], "Test report", by=cast.bo)
    track, entry, note, criterion = a_track_at_its_gate(cast)
    names = {
        "thread": str(comment.thread_id),
        "comment": str(comment.pk),
        "suggestion": str(suggestion.pk),
        "role": str(role.pk),
        "thing": str(Equipment.put_on_list(cast.circle, "A vice", by=cast.bo).pk),
        "slug": cast.project.slug,
        "project": cast.project.slug,
        "circle": "hydraulics",
        "key": "hydraulics",
        "number": "1",
        "round_number": "1",
        "objection": str(position.objection.pk),
        "concern": str(kept.position.pk),
        "membership": str(cast.circle.memberships.get(user=cast.bo).pk),
        "question": str(asked_about.pk),
        "person": str(cast.bo.pk),
        "topic": str(topic.pk),
        "message": str(message.pk),
        "document": str(cast.project.document_set.values_list("pk", flat=True)[0]),
        "uuidstr": "",
        "pk": str(point.pk),
        "name": "P-1",
        "kind": "proposal",
        "reference": "P-1",
        "form": "md",
        "secret": "none",
        "of": f"person-{cast.bo.pk}",
        "template": str(template.pk),
        "step": "1",
        "at": "2037-01-05T08:00:00Z",
        "version": "1",
        "token": "none",
        "other": "1",
    }
    plans = make_folder(cast.circle, "Plans", by=cast.ada)
    leaflet = a_leaflet(cast, plans)
    names["folder"] = str(plans.pk)
    names["tag"] = str(tag_named(cast.project, "seals", by=cast.ada).pk)
    waiting = AgendaItem.add(cast.project.circles.general(), "More photos", by=cast.fay)
    invite_guest(cast.circle, "lab@ronde.example", level="read", reason="Why", ends_on=None, by=cast.fay)
    guest = cast.project.guests.get()
    bot = make_bot(cast.circle, "Relay", Level.COMMENT, by=cast.fay)
    Invitation.send(cast.circle, "zoe@ronde.example", by=cast.fay)
    invited = str(cast.project.invitations.get().pk)
    link = JoinLink.make(cast.circle, by=cast.fay, ends_on=day + timedelta(9))
    Token.issue(cast.bo, "mine")
    own = Token.objects.get(user=cast.bo)
    hook = Webhook.add(cast.project, by=cast.bo, name="bot", url="https://93.184.215.14/hook")
    said_later = schedule_message(direct, "Not yet.", by=cast.bo, at=clock.now() + timedelta(days=1))
    asked = SavedSearch.keep(cast.project, "Seals", "q=seal", by=cast.bo)
    place: dict[str, Any] = {"title": "A seal", "address": "/p/a/", "at": clock.now() + timedelta(days=1)}
    reminder = PersonalReminder.put(cast.bo, project=cast.project.pk, **place)
    apart = {
        "catch-up/": {"section": "named"},
        "later/": {"key": str(said_later.pk)},
        "scheduled-messages": {"key": str(said_later.pk)},
        "search/saved/": {"key": str(asked.pk)},
        "searches": {"key": str(asked.pk)},
        "reminders/": {"key": str(reminder.pk), "pk": str(reminder.pk)},
        "public-link": {"number": str(leaflet.number), "document": str(leaflet.pk)},
        "me/tokens/": {"pk": str(own.pk)},
        "webhooks/": {"pk": str(hook.pk), "delivery": str(hook.outgoing.all()[0].pk)},
        "clauses/": {"key": clause.key},
        "baselines/": {"number": "1.0"},
        "labels/": {"pk": str(label_named(cast.project, "tests", by=cast.bo).pk)},
        "steps/<int": {"pk": str(ticked.pk)},
        "steps/{pk": {"pk": str(ticked.pk)},
        "bots/": {"pk": str(bot.pk)},
        "guests/": {"pk": str(guest.pk), "kind": "circle", "key": "hydraulics"},
        "invitations/<int": {"pk": invited},
        "invitations/{pk": {"pk": invited},
        "joining/": {"secret": link.address.rstrip("/").rpartition("/")[2]},
        "ritual": {"pk": str(recurring_sync.pk)},
        "sync/points": {"pk": str(waiting.pk)},
        "{slug}/points": {"pk": str(waiting.pk)},
        "expenses": {"number": str(expense.pk)},
        "evidence/": {"pk": str(entry.pk)},
        "notes/": {"pk": str(note.pk)},
        "criteria/": {"pk": str(criterion.pk)},
        "tracks/{number}": {"number": str(track.number)},
        "tracks/<int:number>": {"number": str(track.number)},
        "absences": {"pk": str(absence.pk), "absence": str(absence.pk)},
        "filters": {"pk": str(saved.pk), "key": str(saved.pk)},
        "printouts": {"key": str(printout.pk)},
        "takeaways": {"key": str(copy.pk)},
        "files/": {"key": str(file.pk), "name": file.name},
        "restoration": {"key": str(removed.pk)},
        "uploads/": {"key": str(a_file("action", action.pk, by=cast.fay, whole=False).pk)},
        "documents/imports": {"key": str(arrival.pk)},
        "document-imports": {"key": str(arrival.pk)},
        "documents/exports": {"key": str(export.pk)},
        "document-exports": {"key": str(export.pk)},
        "direct/": {"topic": str(direct.pk)},
        "elections/": {"pk": str(election.pk), "election": str(election.pk)},
        "editorials": {"pk": str(editorial.pk), "editorial": str(editorial.pk)},
        "claims/": {"pk": str(claim.pk), "claim": str(claim.pk)},
    }
    return Examples(cast, names, apart)


def pages() -> Iterator[str]:
    """Yield every address below a project, as its pattern."""
    for name, _view in views(get_resolver()):
        if name.startswith("^/p/<slug:project>/"):
            yield name.removeprefix("^/p/<slug:project>/")


def operations(*, reading: bool = False) -> Iterator[tuple[str, str]]:
    """Yield method and pattern of every operation that writes, or of all."""
    for _prefix, router in api._routers:
        for pattern, view in router.path_operations.items():
            for operation in view.operations:
                yield from ((method, pattern) for method in operation.methods if reading or method != "GET")


def beside_projects() -> Iterator[str]:
    """Yield every address that stands below no project, as its pattern; the API's are `operations`."""
    for name, _view in views(get_resolver()):
        plain = name.replace("^/", "/", 1).replace("^", "").replace("$", "").replace("\\", "")
        if not plain.startswith(("/p/", "/api/")):
            yield plain
