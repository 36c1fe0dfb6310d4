"""The sample's talk: the same conversations in both languages, by people who are there, read as far as it is told."""

import re
from datetime import datetime
from typing import Any

import pytest

from across.sample.chat import ENDED, ChatLine, chat_lines
from across.sample.texts import FOLDER, read_table
from chat.chat.models import Message, Topic
from chat.chat.models.read_marker import unread_by
from circles.circles.models import Circle, Membership
from circles.projects.models import Link, Project
from decisions.decisions.models import Proposal
from foundation.accounts.models import User
from foundation.audit import clock

REFERENCE = re.compile(r"\b[PD]-\d+\b")
BUSIEST = ("general", "hydraulique", "electronique", "certification", "terrain", "achats")


@pytest.fixture
def project(in_english: None, db: None) -> Project:
    return Project.objects.get(slug="heliopompe")


def said_in(project: Project) -> list[Message]:
    """Return what people said, besides the minutes that syncs post."""
    return list(
        Message.objects.in_project(project)
        .exclude(topic__thing_kind__in=("sync", "ritual"))
        .select_related("topic", "author")
    )


def written(language: str) -> dict[str, dict[str, Any]]:
    """Return the topics of a language by key, with their room and what each message is but for its words."""
    topics: dict[str, dict[str, Any]] = {}
    for room, inside in read_table(FOLDER / language / "talk").items():
        for key, topic in inside.items():
            assert key not in topics, f"{key} is there twice"
            words = chat_lines(topic["said"])
            voices = [(word.day, word.clock, word.by, word.answers) for word in words]
            named = [sorted(re.findall(r"@\w+|\{[^}]+\}", word.words)) for word in words]
            facts = {name: topic.get(name) for name in ("about", "closed")}
            texts = {name for name in ("name", "line") if topic.get(name)}
            topics[key] = {"room": room, "voices": voices, "named": named, "texts": texts, **facts}
    return topics


def test_both_languages_have_the_same_conversations() -> None:
    french, english = written("fr"), written("en")
    assert french.keys() == english.keys()
    for key in french:
        assert french[key] == english[key], key


def test_every_conversation_goes_forward_and_replies_to_earlier_messages() -> None:
    for key, topic in written("fr").items():
        times = [(day, time) for day, time, _by, _answers in topic["voices"]]
        assert times == sorted(set(times)), key
        assert all(answers < number for number, (_d, _t, _by, answers) in enumerate(topic["voices"], 1)), key
        if topic["closed"]:
            ended = ENDED.fullmatch(topic["closed"])
            assert ended, key
            assert (int(ended["day"]), ended["clock"]) > times[-1], key
            assert ended["outcome"] in Topic.Outcome.values
            assert "line" in topic["texts"], key
        assert ("name" in topic["texts"]) != bool(topic["about"]), f"{key}: a free topic has a name, others a thing"


def test_people_chat_in_working_hours_and_some_evenings() -> None:
    clocks = [time for topic in written("fr").values() for _day, time, _by, _answers in topic["voices"]]
    assert all("07:00" <= time <= "21:30" for time in clocks)
    assert 2 <= sum(time > "19:00" for time in clocks) <= 10


def test_a_line_without_an_author_is_refused() -> None:
    assert chat_lines(["-3 17:30 nora: Wet.", "17:38 bo >1: Well done:\n\n- a"])[1] == ChatLine(
        -3, "17:38", "bo", 1, "Well done:\n\n- a"
    )
    with pytest.raises(ValueError, match="not said by anyone"):
        chat_lines(["Nora, in the evening: wet."])


@pytest.mark.both_databases
def test_every_room_is_used_and_six_are_busy(project: Project) -> None:
    said = said_in(project)
    topics = {message.topic_id for message in said}
    assert 30 <= len(topics) <= 40
    assert 380 <= len(said) <= 440
    by_room = {circle.key: 0 for circle in Circle.objects.in_project(project)}
    for message in said:
        by_room[message.topic.scope] += 1
    assert by_room.pop("service") >= 5  # split off later
    assert min(by_room.values()) >= 15
    assert sum(by_room[key] for key in BUSIEST) > len(said) / 2
    assert {message.author_id for message in said} == set(project.people().values_list("pk", flat=True))


def test_nobody_writes_in_the_future_or_before_joining(project: Project) -> None:
    came: dict[Any, datetime] = {}
    for user, started in Membership.objects.filter(project=project).values_list("user", "started_at"):
        came[user] = min(started, came.get(user, started))
    now = clock.now()
    for message in said_in(project):
        assert came[message.author_id] <= message.said_at <= now, message.text


def test_every_reference_in_the_chat_becomes_a_link(project: Project) -> None:
    found = [(message, reference) for message in said_in(project) for reference in REFERENCE.findall(message.text)]
    assert len(found) >= 10
    for message, reference in found:
        assert f">{reference}</a>" in message.html, message.text
    assert "{" not in "".join(message.text for message in said_in(project))


def test_every_mention_finds_its_person(project: Project) -> None:
    mentions = [(message, name) for message in said_in(project) for name in re.findall(r"@\w+", message.text)]
    assert len(mentions) >= 5
    for message, name in mentions:
        assert f"<mark>{name}</mark>" in message.html, message.text


def test_replies_quote_what_they_reply_to(project: Project) -> None:
    answers = [message for message in said_in(project) if message.reply_to_id]
    assert len(answers) > 60
    for message in answers:
        assert message.reply_to is not None
        assert message.quote
        assert message.reply_to.plain.startswith(message.quote)


def test_the_battery_proposal_came_out_of_a_message_by_bo(project: Project) -> None:
    battery = Proposal.objects.in_project(project).get(number=24)
    (link,) = Link.objects.filter(project=project, source_kind="message", target_kind="proposal", target=battery.pk)
    message = Message.objects.get(pk=link.source)
    assert message.author is not None
    assert (message.author.first_name, message.topic.name) == ("Bo", "Watering before sunrise")
    assert "LFP 20 Ah" in message.plain


def test_topics_belong_to_things_and_closed_ones_say_their_outcome(project: Project) -> None:
    topics = list(Topic.objects.in_project(project))
    kinds = [topic.thing_kind for topic in topics]
    assert kinds.count("proposal") >= 5
    assert kinds.count("document") >= 3
    assert kinds.count("decision") >= 2
    closed = [topic for topic in topics if topic.is_closed]
    assert len(closed) >= 12
    assert all(topic.outcome_line for topic in closed)
    assert {topic.outcome for topic in closed} >= {"decided", "action", "answered"}


def test_people_have_read_up_to_different_points(project: Project) -> None:
    def unread(handle: str) -> int:
        user = User.objects.get(email=f"{handle}@heliopompe.example")
        return unread_by(user, Topic.objects.in_project(project)).count()

    assert unread("fay") == 0
    assert 2 <= unread("ada") <= 6
    assert unread("thea") > unread("ada")


def test_no_message_is_later_than_the_last_sync() -> None:
    latest = max((day, time) for topic in written("en").values() for day, time, _by, _answers in topic["voices"])
    assert latest <= (0, "09:45")
