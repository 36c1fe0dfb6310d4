"""What surrounds the documents of the story: comments, versions, who may read one, what people keep at hand."""

import re
from datetime import datetime
from typing import Any

from across.sample.chat import ENDED, ChatLine, chat_lines
from across.sample.documents import reword, reworded
from across.sample.people import GUEST
from across.sample.story import Story
from circles.invitations.models import Guest, Level
from circles.invitations.workflows.guests import accept, invite_guest
from documents.documents.models import Document, DocumentTemplate, Favourite, Visit
from documents.documents.workflows.comments import Anchor, begin_thread, reply, resolve
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.documents.workflows.suggestions import suggest_text
from documents.documents.workflows.versions import make_version
from foundation.accounts.models import User

NAMED = (
    ("neuf", "essai-rotor", "bo", -43, "12:10"),
    ("use", "essai-rotor", "sami", -6, "16:45"),
    ("cause", "essai-rotor", "bo", -1, "08:45"),
    ("voisin", "notice", "thea", -2, "16:55"),
    ("relue", "notice", "thea", -1, "13:30"),
)
"""Which document gets a version with a name, by whom and when."""
REWORDED = (("seau", "notice", "thea", -2, "17:15"), ("purgeur", "notice", "thea", -1, "10:52"))
"""Whose words change in which document, and when."""
SUGGESTED = (("tirer", "notice", "sami", -1, "11:20"), ("couple", "notice", "ines", -1, "17:05"))
"""Who suggests other words in which document, and when; nobody has answered yet."""
RESTRICTED = ("die", "paula", -14, "15:10", ("ada", "nora"), ("marche", "industrialisation"), 15)
"""A document, who restricts it when, which people and circles read it, and the working day on which it opens."""
LET_IN = ("batteries", "ines", (-1, "16:50"), (-1, "17:35"), 8)
"""What the guest may comment on, who asks them when, when they come, and the working day on which they leave."""
ARCHIVED = ("essai-membrane", "bo", -25, "09:10")
TEMPLATE = ("ferme-3", "nora", -13, "18:50")
FAVOURITES = (
    ("ada", ("specification", "tresorerie", "die")),
    ("bo", ("essai-rotor", "essai-multicellulaire", "batteries")),
)
VISITED = (
    ("ada", (("risques", -2, "17:20"), ("die", -1, "08:40"), ("tresorerie", -1, "14:10"), ("batteries", 0, "09:12"))),
    ("bo", (("notice", -1, "14:00"), ("essai-multicellulaire", -1, "16:10"), ("batteries", 0, "09:28"))),
)


def plan(story: Story) -> None:
    """Plan every comment, version and right, and what people mark and open."""
    plan_comments(story)
    for key, document, by, day, time in REWORDED:
        story.on(day, time, reword, key, document, by)
    for key, document, by, day, time in NAMED:
        story.on(day, time, name_version, key, document, by)
    for key, document, by, day, time in SUGGESTED:
        story.on(day, time, suggest_words, key, document, by)
    plan_access(story)
    for handle, seen in VISITED:
        for document, day, time in seen:
            story.on(day, time, visit, document, handle)
    story.on(0, "09:40", mark)


def plan_comments(story: Story) -> None:
    """Plan every word in the margins, and what came of it."""
    for key, thread in story.texts["margins"]["comments"].items():
        for word in chat_lines(thread["said"]):
            story.on(word.day, word.clock, comment, key, thread, word)
        if ended := ENDED.fullmatch(thread.get("resolved", "")):
            story.on(int(ended["day"]), ended["clock"], end, key, thread, ended)


def plan_access(story: Story) -> None:
    """Plan who may read and comment, what is put away and what others begin with."""
    document, by, day, time, *readers = RESTRICTED
    story.on(day, time, close_to_others, document, by, *readers)
    document, by, asked, came, until = LET_IN
    if GUEST in story.people:
        story.on(*asked, invite, document, by, until)
        story.on(*came, come_in)
    document, by, day, time = ARCHIVED
    story.on(day, time, archive, document, by)
    document, by, day, time = TEMPLATE
    story.on(day, time, save_as_template, document, by)


def document_of(story: Story, key: str) -> Document:
    """Read a document as it is now."""
    return Document.objects.select_related("project", "circle").get(pk=story.things[key].pk)


def comment(story: Story, key: str, thread: dict[str, Any], word: ChatLine, at: datetime) -> None:
    """Say something about words of a document; the first one begins the thread."""
    by: User | None = story.people.get(word.by)
    if by is None:  # the guest did not come
        return
    begun = story.things.get(f"thread {key}")
    if begun:
        reply(begun, word.words, by=by, at=at)
    else:
        document = document_of(story, thread["document"])
        first = begin_thread(document, Anchor(quote=thread["quote"]), word.words, by=by, at=at)
        story.things[f"thread {key}"] = first.thread


def end(story: Story, key: str, thread: dict[str, Any], ended: re.Match[str], at: datetime) -> None:
    """Resolve a thread with what came of it."""
    decision = thread.get("decision", "")
    by, line = story.people[ended["by"]], thread["line"]
    resolve(story.things[f"thread {key}"], ended["outcome"], by=by, line=line, decision=decision, at=at)


def suggest_words(story: Story, key: str, document: str, by: str, at: datetime) -> None:
    """Suggest other words."""
    words, found = story.texts["margins"]["suggested"][key], document_of(story, document)
    suggest_text(found, reworded(found, words), by=story.people[by], reason=words["reason"], at=at)


def name_version(story: Story, key: str, document: str, by: str, at: datetime) -> None:
    """Give what a document says a name."""
    words = story.texts["margins"]["versions"][key]
    make_version(document_of(story, document), by=story.people[by], name=words["name"], reason=words["reason"], at=at)


def close_to_others(
    story: Story, key: str, by: str, people: tuple[str, ...], circles: tuple[str, ...], until: int, at: datetime
) -> None:
    """Let some people and circles alone read a document."""
    terms = RestrictionTerms(
        story.texts["margins"]["access"]["restricted"],
        people=[story.people[one] for one in people],
        circles=[story.circles[one] for one in circles],
        ends_on=story.days.on(until),
    )
    restrict(document_of(story, key), terms, by=story.people[by], at=at)


def invite(story: Story, key: str, by: str, until: int, at: datetime) -> None:
    """Ask the guest to comment on a document."""
    reason, email = story.texts["margins"]["access"]["guest"], str(story.people[GUEST].email)
    document, day = document_of(story, key), story.days.on(until)
    invite_guest(document, email, level=Level.COMMENT, reason=reason, ends_on=day, by=story.people[by], at=at)


def come_in(story: Story, at: datetime) -> None:
    """Let the guest take the invitation."""
    guest = Guest.objects.waiting().get(project=story.project, email=story.people[GUEST].email)
    accept(guest, by=story.people[GUEST], at=at)


def archive(story: Story, key: str, by: str, at: datetime) -> None:
    """Put a document away."""
    document_of(story, key).archive(by=story.people[by], at=at)


def save_as_template(story: Story, key: str, by: str, at: datetime) -> None:
    """Let other documents begin as this one."""
    title = story.texts["margins"]["templates"][key]
    DocumentTemplate.save_from(document_of(story, key), title, by=story.people[by], at=at)


def visit(story: Story, key: str, by: str, at: datetime) -> None:
    """Let someone open a document."""
    Visit.note(story.things[key], by=story.people[by], at=at)


def mark(story: Story, _at: datetime) -> None:
    """Let people mark what they need often."""
    for handle, documents in FAVOURITES:
        for key in documents:
            Favourite.mark(story.things[key], by=story.people[handle], is_on=True)
