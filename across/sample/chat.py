"""The talk of the story: who speaks when stands with the words, in `texts/*/talk/`, a file per room."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from across.sample.files import attach
from across.sample.story import Story
from chat.chat.models import Message, ReadMarker, Topic
from chat.chat.workflows.conversation import open_topic, post_message, topic_about
from chat.chat.workflows.direct import direct_topic
from chat.chat.workflows.marking import react
from chat.chat.workflows.reading import mark_read
from circles.circles.models import Membership
from circles.projects.models import Subject
from foundation.accounts.models import User

LINE = re.compile(
    r"(?:(?P<day>-?\d+) )?(?P<clock>\d\d:\d\d) (?P<by>[a-z]+)"
    r"(?: >(?P<answers>\d+))?(?: \[(?P<file>[a-z]+)\])?:\s(?P<words>.+)",
    re.DOTALL,
)
ENDED = re.compile(r"(?P<outcome>[a-z]+) (?P<day>-?\d+) (?P<clock>\d\d:\d\d) (?P<by>[a-z]+)")
YESTERDAY_EVENING = (-1, "18:30")
LATEST = (0, "09:44")
READ_UNTIL = {
    "fay": LATEST,
    "bo": (0, "09:42"),
    "marc": (0, "09:41"),
    "ines": (0, "09:12"),
    "karim": (0, "09:09"),
    "nora": (0, "08:30"),
    "ada": (-1, "17:30"),
    "rose": (-2, "17:00"),
    "paula": (-1, "12:00"),
    "thea": (-4, "12:00"),
}
"""Up to when people have read what others said, besides where they spoke; who is not here until yesterday evening."""


@dataclass(frozen=True)
class ChatLine:
    """One message: when, by whom, the number of the one it answers (0: none), and a file that comes with it."""

    day: int
    clock: str
    by: str
    answers: int
    words: str
    file: str = ""


def chat_lines(said: list[str]) -> list[ChatLine]:
    """Read a topic's lines (`-37 15:10 ines >2 [file]: words`); one without a day is of the day of the one before."""
    found: list[ChatLine] = []
    for line in said:
        match = LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"not said by anyone at any time: {line}")
        day = int(match["day"] or found[-1].day)
        answers, file = int(match["answers"] or 0), match["file"] or ""
        found.append(ChatLine(day, match["clock"], match["by"], answers, match["words"], file))
    return found


def plan(story: Story) -> None:
    """Plan every word, the topics' ends, and how far people have read by now."""
    for room, topics in story.texts["talk"].items():
        for key, topic in topics.items():
            for word in chat_lines(topic["said"]):
                story.on(word.day, word.clock, post_line, key, room, topic, word)
            if ended := ENDED.fullmatch(topic.get("closed", "")):
                story.on(int(ended["day"]), ended["clock"], close, key, topic, ended["outcome"], ended["by"])
    plan_direct(story)
    story.on(*LATEST, catch_up)


def plan_direct(story: Story) -> None:
    """Plan what few people write to each other, and every reaction."""
    for key, talk in story.texts["direct"].items():
        for word in chat_lines(talk["said"]):
            story.on(word.day, word.clock, write_directly, key, talk["people"], word)
    every = [topics.items() for topics in (*story.texts["talk"].values(), story.texts["direct"])]
    for key, talk in (one for some in every for one in some):
        for reaction in talk.get("reactions", []):
            story.on(*LATEST, give_reaction, key, reaction)


def write_directly(story: Story, key: str, people: list[str], word: ChatLine, at: datetime) -> None:
    """Say something between a few people."""
    if key not in story.topics:
        others = [story.people[handle] for handle in people if handle != word.by]
        story.topics[key] = direct_topic(story.project, others, by=story.people[word.by])
    post_message(story.topics[key], word.words, by=story.people[word.by], at=at)


def give_reaction(story: Story, key: str, reaction: str, _at: datetime) -> None:
    """Let someone react to a message: `3 heart rose` to the third."""
    number, kind, by = reaction.split()
    react(story.topics[key].messages.get(seq=int(number)), kind, by=story.people[by])


def post_line(story: Story, key: str, room: str, topic: dict[str, Any], word: ChatLine, at: datetime) -> None:
    """Say one message; the first one begins the topic."""
    by = story.people[word.by]
    if key not in story.topics:
        story.topics[key] = begin(story, room, topic, by, at)
    answered = story.topics[key].messages.get(seq=word.answers) if word.answers else None
    files = [attach(story, word.file, "topic", story.topics[key].pk, by=by, at=at)] if word.file else []
    post_message(story.topics[key], word.words, by=by, reply_to=answered, files=files, at=at)


def begin(story: Story, room: str, topic: dict[str, Any], by: User, at: datetime) -> Topic:
    """Begin to talk about something new, or about the thing that the topic names (`about = "proposal vis"`)."""
    if "about" in topic:
        return topic_about(thing_of(story, topic["about"]), by=by, at=at)
    return open_topic(story.circles[room].room, topic["name"], by=by, at=at)


def thing_of(story: Story, about: str) -> Subject:
    """Return the proposal, decision or document of this name."""
    kind, _, key = about.partition(" ")
    thing: Subject
    if kind == "document":
        thing = story.things[key]
    else:
        thing = story.proposals[key] if kind == "proposal" else story.proposals[key].decision
    return thing


def close(story: Story, key: str, topic: dict[str, Any], outcome: str, by: str, at: datetime) -> None:
    """Close a topic with what came of it."""
    story.topics[key].close(outcome, by=story.people[by], line=topic["line"], at=at)


def catch_up(story: Story, _at: datetime) -> None:
    """Let everyone have read in their circles' rooms, and where they spoke or were named, until their own moment."""
    here: dict[int, set[str]] = {}
    handles = {user.pk: handle for handle, user in story.people.items()}
    for circle, member in Membership.objects.current().filter(project=story.project).values_list("circle", "user"):
        here.setdefault(circle, set()).add(handles[member])
    followed = ReadMarker.objects.filter(topic__project=story.project).exclude(followed_at=None)
    following: dict[Any, set[str]] = {}
    for place, follower in followed.values_list("topic", "user"):
        following.setdefault(place, set()).add(handles[follower])
    for topic in Topic.objects.filter(project=story.project).select_related("room__circle"):
        said = list(Message.objects.filter(topic=topic).order_by("seq").values_list("seq", "author", "said_at"))
        for handle in sorted(
            here.get(topic.room.circle_id if topic.room else 0, set()) | following.get(topic.pk, set())
        ):
            until, user = story.days.at(*READ_UNTIL.get(handle, YESTERDAY_EVENING)), story.people[handle]
            seen = max((seq for seq, author, when in said if when <= until or author == user.pk), default=0)
            mark_read(topic, seen, by=user, at=until)
