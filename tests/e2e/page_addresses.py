"""Every page of the sample project, with examples: to be asked for by `Deployment.call`.

What is made here beside the sample: the reader pilots all and may open every page; a sync that runs, an objection of
their own, an invitation, imported decisions, minutes and messages.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from across.takeaway.models import ProjectImport
from chat.chat.models import Message, Topic
from chat.chat.workflows.direct import direct_topic
from circles.projects.forms.autocomplete import autocomplete
from circles.projects.models import Project
from circles.restructuring.forms.changes import FORMS
from daily.syncs.models import ImportedMinutes, RecurringSync, Sync
from daily.syncs.workflows.opening import open_sync
from decisions.actions.models import Action
from decisions.decisions.contexts.mailed_round import secret_of
from decisions.decisions.models import Absence, Decision, ImportedProcess, Objection, Proposal, Round
from decisions.decisions.workflows.amendments import begin_amendment
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.urgent_acts import report_urgent_act
from decisions.elections.workflows import begin_election
from decisions.specification.models import Clause
from decisions.tracks.models import Track
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.folders import make_folder
from documents.documents.workflows.tags import set_tags
from foundation.accounts.models import User
from foundation.accounts.new_address import confirmation_address
from foundation.inbox.links import unsubscribe_address
from tests.e2e.page_examples import (
    a_circle_of,
    a_claim,
    a_document_with_versions,
    a_leaflet,
    a_takeaway,
    a_webhook,
    guest_invitation,
    import_past,
    invitation,
    join_link,
    picture_of,
    secret_in,
)
from tests.e2e.story.exploration import a_question
from tests.factories import a_proposal, a_round, valid_objection_tests

# A page for those who are not signed in sends others away.
SIGNED_OUT = (
    "account_login", "account_signup", "account_reset_password", "circles:invitation", "circles:guest_invitation",
    "circles:join", "shared:shared", "unsubscribe", "offline", "decisions:mail_answer",
)  # fmt: skip
# For programs, and the frame in which a public page draws.
FOR_PROGRAMS = (
    "documents:sync", "documents:path", "documents:mentions", "documents:mention_names", "documents:cards",
    "meetings:feed", "today:calendar", "service_worker", "manifest", "shared:diagrams",
)  # fmt: skip
# Not there before one has a two-step sign-in.
AFTER_A_SECOND_STEP = ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes")
NOT_OURS = ("admin", "api")
ANYTHING = {
    **dict.fromkeys(("number", "pk", "membership", "round_number", "objection", "thread", "comment"), 1),
    **dict.fromkeys(("template", "person", "topic", "message"), "00000000-0000-4000-8000-000000000000"),
    "circle": "general",
    "secret": "x",
    "key": "1",
    "kind": "P",
    "form": "md",
    "reference": "P-1",
    "token": "x",
    "other": 1,
    "folder": 1,
    "tag": 1,
}
"""Enough for a pattern that takes no GET: it answers 405 whatever it names."""
QUERIES = {
    **{f"documents:{act}_together": ["?document=2"] for act in ("place", "tag", "archive", "restore", "restrict")},
    "documents:documents": ["", "?circle=general", "?flat=1", "?tag=pump", "?favourites=1", "?archived=1"],
    "attend": ["?project={project.pk}&thing=proposal%3A1&title=Screws&address=%2Fp%2Fheliopompe%2F"],
    "today:catch_up": ["", "?days=30"],
    "today:remind_from": ["?from=P-1"],
    "decisions:positions": ["?kind=concern"],
    "search:search": ["", "?q=rotor", "?q=Bo+Nguyen&state=open&since=365d", "?q=rotor+zinnober", "?q=in%3Anowhere"],
}
"""What an address asks for beside its path, each for a page of its own."""


def addresses(email: str) -> dict[str, list[str]]:
    """Return the paths that a reader may open, by URL name."""
    reader = User.objects.get(email=email)
    project = Project.objects.visible_to(reader).get()
    examples = examples_for(project, reader)
    found: dict[str, list[str]] = {}
    for name, converters in named_patterns(get_resolver()):
        kwargs = {key: ANYTHING[key] for key in converters if key in ANYTHING}
        kwargs |= {"project": project.slug} if "project" in converters else {}
        try:
            paths = [reverse(name, kwargs=kwargs | one) for one in examples.get(name, [{}])]
        except NoReverseMatch:
            continue  # allauth's links with a key, sent by mail
        queries = [query.format(project=project) for query in QUERIES.get(name, [""])]
        found[name] = [f"{path}{query}" for path in paths for query in queries]
    return found


def named_patterns(
    resolver: URLResolver, space: str = "", above: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield all URL names with what their patterns take."""
    for one in resolver.url_patterns:
        takes = (*above, *one.pattern.converters)
        if isinstance(one, URLPattern):
            if one.name:
                yield (f"{space}:{one.name}" if space else one.name), takes
        elif not (one.namespace or "").startswith(NOT_OURS):
            yield from named_patterns(one, one.namespace or space, takes)


def examples_for(project: Project, reader: User) -> dict[str, list[dict[str, Any]]]:
    """Return arguments for each URL name: one thing in each of its states."""
    reader.is_superuser = True  # some pages are for administrators of the server
    reader.save()
    project.circles.general().admit(reader, by=project.circles.general().people_in("pilot")[0], roles=["pilot"])
    objection = an_objection_of(reader, project)
    round_ = objection.position.round
    asked = {"number": objection.proposal.number, "round_number": round_.number}
    import_past(project, reader)
    act = report_urgent_act(
        project.circles.general(), by=reader, text="We shut it.", tension="A leak.", acted_at=timezone.now()
    )
    claimed, taken = a_claim(project, reader), Decision.objects.filter(decided_by=project.circles.general())
    running = open_sync(project.circles.general(), by=reader)
    at_act = running.points.get(reference=act.reference)
    lifted, absent = an_objection_of(reader, project), an_absent_of(round_, reader)
    lifted.mark_lifted(because="The new text settles it.", by=lifted.proposal.owner)
    topic = Topic.objects.filter(project=project, closed_at=None).exclude(thing_reference="").first()
    message = Message.objects.filter(topic__project=project, author=reader).first()
    assert topic
    assert message
    document = Document.objects.in_project(project).listed()[0]
    shared = Document.objects.in_project(project).listed().filter(genre=Document.Genre.PLAIN)[0]
    leaflet, plans = a_leaflet(shared.circle, reader), make_folder(shared.circle, "Plans", by=reader)
    set_tags(shared, ["pump"], by=reader)
    comment = begin_thread(document, Anchor(quote="Aim", start="AAE=", end="AAE="), "Why?", by=reader)
    question = a_question(project, reader)
    exploring = {"number": question.tracks.exploring()[0].number}
    in_topic = {"circle": topic.scope, "topic": topic.pk}
    direct = direct_topic(project, project.people().exclude(pk=reader.pk)[:1], by=reader)
    return {
        "confirm_new_address": [{"secret": secret_in(confirmation_address(reader, "bo@elsewhere.example"))}],
        "unsubscribe": [{"secret": secret_in(unsubscribe_address(reader, ["position"]))}],
        "decisions:mail_answer": [{"secret": secret_of(round_, person)} for person in round_.people_asked()[:2]],
        "circles:choices": [{"kind": kind} for kind in autocomplete()],
        "circles:invitation": [{"secret": invitation(project, reader)}],
        "circles:join": [{"secret": join_link(project, reader)}],
        "circles:join_link": [{"circle": "general"}],
        "circles:time": [{"membership": project.circles.general().memberships.current().get(user=reader).pk}],
        "circles:person": [{"person": reader.pk}],
        "person_picture": [{"person": reader.pk, "key": picture_of(reader)}],
        "circles:guest_invitation": [{"secret": guest_invitation(shared, reader)}],
        "circles:thing_guests": [{"kind": "document", "key": shared.number}],
        "circles:limits": [{"circle": project.circles.general().children.open()[0].key}],
        "circles:change": [{"circle": a_circle_of(reader, project).key, "kind": kind} for kind in FORMS],
        "circles:circle": [{"circle": "general"}, {"circle": a_circle_of(reader, project).key}],
        "decisions:proposal": one_in_each_state(Proposal, project, "stage"),
        "decisions:revision": [{"number": a_proposal(circle=a_circle_of(reader, project), by=reader).number}],
        "decisions:decision": one_in_each_state(Decision, project, "is_in_force"),
        "decisions:review": [{"number": taken[0].number}],
        "decisions:release_claim": [claimed],
        "decisions:pull": [{"number": claimed["number"]}],
        "elections:election": [{"pk": begin_election(project.circles.general(), "secretary", by=reader).pk}],
        "decisions:past_process": one_in_each_state(ImportedProcess, project, "final_state"),
        "decisions:new_objection": [asked],
        "decisions:positions": [asked],
        "decisions:integration": objections_to_integrate(objection, project, reader),
        "decisions:checks": [{"number": objection.proposal.number, "objection": objection.pk}],
        "decisions:undoing": [{"number": act.number}],
        "decisions:voice": [asked | {"person": absent.pk}],
        "decisions:reopening": [{"number": lifted.proposal.number, "objection": lifted.pk}],
        "decisions:lifting": [{"number": objection.proposal.number, "objection": objection.pk}],
        "documents:document": [{"number": one.number} for one in Document.objects.in_project(project)[:2]],
        "documents:history": [{"number": a_document_with_versions(project, reader)}],
        "documents:restriction": [{"number": shared.number}],
        **{f"documents:{name}": [{"number": shared.number}] for name in ("place", "links", "pages", "document_tags")},
        "documents:public_link": [{"number": leaflet.number}],
        "shared:shared": [{"secret": leaflet.public_links.get().secret}],
        **{f"documents:{name}": [{"folder": plans.pk}] for name in ("folder_name", "folder_place")},
        "documents:thread": [{"thread": comment.thread_id}],
        "documents:comment": [{"comment": comment.pk}],
        "documents:mention_card": [{"of": of} for of in (f"person-{reader.pk}", "circle-general", "thing-DOC-1")],
        "actions:action": one_in_each_state(Action, project, "state"),
        **{f"chat:{name}": [in_topic] for name in ("topic", "messages", "pinned")},
        **{f"chat:{name}": [{"topic": topic.pk}] for name in ("guest_topic", "guest_messages")},
        **{f"chat:direct{name}": [{"topic": direct.pk}] for name in ("", "_messages", "_pinned", "_seen")},
        "chat:message": [{"message": message.pk}],
        "chat:wording": [{"message": message.pk}],
        "meetings:ritual": [{"pk": one.pk} for one in RecurringSync.objects.in_project(project).current()[:1]],
        "meetings:room": [{"number": running.number}],
        "meetings:hand": [{"number": running.number}],
        "meetings:undo": [{"number": running.number, "pk": at_act.pk}],
        "specification:clause": clauses_in_each_state(project),
        "specification:description": clauses_in_each_state(project)[:1],
        "specification:baseline_reqif": [{"number": "1.1"}],
        "decisions:baseline": [{"number": "1.0"}, {"number": "1.3"}],
        "decisions:baseline_file": [{"number": "1.1", "form": "md"}],
        "tracks:question": [{"number": question.number}],
        "tracks:change_question": [{"number": question.number}],
        "tracks:new_track": [{"number": question.number}],
        "tracks:add_criterion": [{"number": question.number}],
        "tracks:track": one_in_each_state(Track, project, "state"),
        "tracks:change": [exploring],
        "tracks:spend": [exploring],
        "tracks:gate": [exploring],
        "today:stop": [{"step": "map"}],
        "webhooks:webhook": [{"pk": a_webhook(project, reader)}],
        "takeaway:takeaway": [{"key": a_takeaway(project, reader)}],
        "project_import": [{"key": ProjectImport.objects.create(by=reader, name="copy.zip").pk}],
        "erasure": [{"person": absent.pk}],
        "meetings:past_minutes": one_in_each_state(ImportedMinutes, project, "group"),
        "meetings:minutes": [{"number": Sync.objects.in_project(project).exclude(closed_at=None)[0].number}],
    }


def one_in_each_state(model: Any, project: Project, state: str) -> list[dict[str, Any]]:
    """Return one number for each state that there is."""
    return list(
        {str(getattr(one, state)): {"number": one.number} for one in model.objects.in_project(project)}.values()
    )


def clauses_in_each_state(project: Project) -> list[dict[str, Any]]:
    """Return the key of a clause in each state that there is, one of them suspect."""
    found = Clause.objects.in_project(project).standing().for_lists()
    return list({(str(one.state), one.is_suspect): {"key": one.key} for one in found}.values())


def objections_to_integrate(own: Objection, project: Project, reader: User) -> list[dict[str, Any]]:
    """Return the reader's own objection with its amendment begun, and those of others."""
    begin_amendment(own.proposal, by=reader)
    standing = Objection.objects.standing().of_undecided().filter(proposal__project=project).exclude(pk=own.pk)
    return [{"number": one.proposal.number, "objection": one.pk} for one in (own, *standing[:2])]


def an_objection_of(reader: User, project: Project) -> Any:
    """Have the reader object to what another person proposes."""
    circle = a_circle_of(reader, project)
    round_ = a_round(circle=circle, by=circle.people().exclude(pk=reader.pk)[0])
    element = project.fundamentals.all()[0]
    take_position(
        round_, "objection", by=reader, words="A person gets a shock.", objection_tests=valid_objection_tests(element)
    )
    return round_.proposal.objections.get()


def an_absent_of(round_: Round, reader: User) -> User:
    """Have another person who is asked be away, with the reader as deputy."""
    project = round_.proposal.project
    away = Absence.objects.in_project(project).values("user")
    absent = User.objects.filter(asked_in__round=round_).exclude(pk=reader.pk).exclude(pk__in=away)[0]
    today = project.day_of(timezone.now())
    Absence.declare(project, by=absent, from_on=today, until_on=today + timedelta(1), deputy=reader)
    return absent


def is_page(client: Client, name: str, path: str) -> bool:
    """Say whether a GET of this address answers a page; others answer 405, a file, data or a redirect."""
    answer = client.get(path)
    wanted = (200, 302, 401 if name == "socialaccount_login_error" else 404 if name in AFTER_A_SECOND_STEP else 405)
    assert answer.status_code in wanted, f"{path} answers {answer.status_code}: give {name} an example here"
    whole = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
    return answer.status_code == 200 and whole and b"<html" in answer.content


def pages_among(found: dict[str, list[str]], email: str) -> tuple[list[str], list[str]]:
    """Return which of these addresses are pages: those for who is not signed in, and the reader's."""
    reader, stranger = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    reader.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    public, own = (
        [path for name in names for path in found[name] if is_page(client, name, path)]
        for client, names in (
            (stranger, [name for name in found if name in SIGNED_OUT]),
            (reader, [name for name in found if name not in (*SIGNED_OUT, *FOR_PROGRAMS)]),
        )
    )
    return public, own
