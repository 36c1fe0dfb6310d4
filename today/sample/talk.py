"""The talk of the story: who speaks when, in which room or about which thing; the words are in `texts/*/talk.toml`."""

from datetime import datetime
from typing import TYPE_CHECKING

from chat.models import Topic

if TYPE_CHECKING:
    from today.sample.story import Story

type Word = tuple[str, int, str]

TALK: dict[str, tuple[str, tuple[Word, ...]]] = {
    "acompte": ("marche", (("rose", -33, "11:05"), ("paula", -33, "11:20"), ("rose", -33, "14:02"))),
    "cem": (
        "certification",
        (("ines", -37, "15:10"), ("marc", -37, "15:32"), ("ines", -37, "16:20"), ("quentin", -36, "08:50"),
         ("ines", -36, "09:02")),
    ),
    "photos": ("prototype", (("sami", -26, "16:15"), ("bo", -26, "16:21"))),
    "passerelle": ("numerique", (("nora", -15, "17:30"), ("quentin", -14, "08:40"), ("marc", -14, "08:55"))),
    "salon": (
        "marche",
        (("paula", -13, "10:00"), ("nora", -13, "10:12"), ("ada", -13, "11:30"), ("paula", -13, "11:34")),
    ),
    "accueil": (
        "general",
        (("sami", -10, "09:40"), ("thea", -10, "11:50"), ("bo", -10, "12:05"), ("sami", -10, "12:06")),
    ),
    "matin": (
        "terrain",
        (("nora", -8, "17:50"), ("marc", -8, "18:02"), ("sami", -8, "18:10"), ("marc", -7, "08:25"),
         ("bo", -7, "08:40"), ("ines", -7, "08:52")),
    ),
    "sable": (
        "hydraulique",
        (("nora", -6, "12:10"), ("bo", -6, "12:30"), ("thea", -6, "13:40"), ("bo", -6, "13:48"),
         ("sami", -4, "18:20")),
    ),
    "die": (
        "general",
        (("paula", -5, "16:40"), ("nora", -5, "16:55"), ("olivier", -5, "17:10"), ("paula", -5, "17:25")),
    ),
    "cout": (
        "industrialisation",
        (("olivier", -4, "11:50"), ("paula", -4, "12:05"), ("bo", -4, "13:30"), ("paula", -4, "13:41"),
         ("olivier", -4, "13:52")),
    ),
    "bride": (
        "terrain",
        (("nora", -3, "17:30"), ("bo", -3, "17:38"), ("ines", -3, "18:15"), ("sami", -2, "08:35")),
    ),
}  # fmt: skip
ABOUT: dict[str, tuple[Word, ...]] = {
    "batterie": (
        ("ines", 0, "08:57"), ("bo", 0, "09:03"), ("karim", 0, "09:08"), ("ines", 0, "09:11"), ("bo", 0, "09:38"),
        ("marc", 0, "09:41"),
    ),
}  # fmt: skip
CLOSED = {
    "photos": ("answered", -25, "sami"),
    "cem": ("decided", -35, "ines"),
    "acompte": ("action", -33, "rose"),
}
UNREAD_SINCE = -1


def plan(story: "Story") -> None:
    """Plan every word, the topics' ends, and what people have read by now."""
    for key, (circle, words) in TALK.items():
        for number, (by, day, time) in enumerate(words):
            story.on(day, time, say, key, circle, by, number)
    for key, words in ABOUT.items():
        for number, (by, day, time) in enumerate(words):
            story.on(day, time, say_about, key, by, number)
    for key, (outcome, day, by) in CLOSED.items():
        story.on(day, "17:55", close, key, outcome, by)
    story.on(UNREAD_SINCE, "09:10", read)


def say(story: "Story", key: str, circle: str, by: str, number: int, at: datetime) -> None:
    """Say one message; the first one opens the topic."""
    words = story.texts["talk"][key]
    if number == 0:
        room = story.circles[circle].room
        story.topics[key] = room.open_topic(words["name"], by=story.people[by], at=at)
    story.topics[key].say(words["said"][number], by=story.people[by], at=at)


def say_about(story: "Story", key: str, by: str, number: int, at: datetime) -> None:
    """Say one message about a proposal."""
    text = story.texts["talk"][key]["said"][number]
    Topic.say_about(story.proposals[key], text, by=story.people[by], at=at)


def close(story: "Story", key: str, outcome: str, by: str, at: datetime) -> None:
    """Close a topic with what came of it."""
    line = story.texts["talk"][key].get("line", "")
    story.topics[key].close(outcome, by=story.people[by], line=line, at=at)


def read(story: "Story", at: datetime) -> None:
    """Let everybody have read by yesterday morning what was said in their circles."""
    for topic in Topic.objects.in_project(story.project).select_related("tail", "room__circle"):
        for user in topic.room.circle.people():
            topic.read(topic.tail.seq, by=user, at=at)
