"""Chat logs are imported as topics to be read: whole, once, with names and times as logged, or not at all."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.chat import permissions
from chat.chat.contexts.unread import unread_by_circle
from chat.chat.models import Message, ReadMarker, Room, Topic, TopicHead
from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_project, a_topic
from tests.markup import main_of
from tests.support.entry_points import at_browser, by_token
from tests.support.queries import MOST

pytestmark = pytest.mark.django_db
LOG = Path(__file__).parents[2] / "data" / "channel.json"
ASKED = "#ubuntu: can anyone recommend any app to create/open *.rar file?"


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada, name="Orchard")


def run_import(path: Path, project: str = "Orchard", **options: Any) -> str:
    output = StringIO()
    call_command("import_chat", path, project=project, stdout=output, **options)
    return output.getvalue().strip()


def a_log(folder: Path, *lines: dict[str, Any], channel: str = "trees", name: str = "log.json") -> Path:
    """Write a log of lines, each said by bo at noon unless it says otherwise."""
    usual = {"date": "2026-11-20", "time": "12:00", "nick": "bo", "kind": "message", "text": "hello"}
    path = folder / name
    messages = [{"id": at, **usual, **line} for at, line in enumerate(lines)]
    path.write_text(json.dumps({"channel": channel, "messages": messages}, indent=1))
    return path


def everything() -> list[list[Any]]:
    models: tuple[Any, ...] = (Topic, Topic.history.model, Message, TopicHead, ReadMarker, Room, Entry, Project, Circle)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.both_databases
def test_each_conversation_becomes_a_topic_and_the_rest_one_a_day(project: Project) -> None:
    assert run_import(LOG) == (
        "Orchard: 3 topics with 17 messages came in, 11 of them linked to what they answer; "
        "5 lines of who came, left or took another name were left out."
    )
    found = Topic.objects.exclude(source="").with_last()
    assert {topic.source: (topic.name, topic.head.seq) for topic in found} == {
        "ubuntu/2004-11-15_03.raw.txt#0": ("#ubuntu: night all :)", 1),
        "ubuntu/2004-11-15_03.raw.txt#2": (ASKED, 12),
        "ubuntu/2004-11-15_03.raw.txt#2004-11-15": ("#ubuntu, 2004-11-15", 4),
    }
    assert {topic.circle for topic in found} == {project.circles.general()}


def test_imported_messages_have_no_author_and_keep_name_time_and_reply(project: Project) -> None:
    run_import(LOG)
    first, second, *_ = Message.objects.filter(topic__name=ASKED).order_by("seq")
    assert (first.author, first.nick, first.logged) == (None, "yohannes", "2004-11-15 03:10")
    assert (second.reply_to, second.quote) == (first, first.text)
    scrolls = Message.objects.get(manner="action")
    assert (scrolls.logged, scrolls.html) == ("2004-11-15", "<p><em>Matt| scrolls up</em></p>")


def test_a_page_shows_the_logged_name_and_time_and_says_when_there_was_none(project: Project, ada: User) -> None:
    run_import(LOG)
    browser = at_browser(ada)
    asked = browser.get(Topic.objects.get(name=ASKED).get_absolute_url()).text
    for words in (
        "yohannes",
        "03:10",
        "Monday 15 November 2004",
        "Imported; names and times are those of the source.",
    ):
        assert words in asked, words
    assert "data-composer" not in asked
    assert "Close" not in asked.split('id="topic-head"')[1].split("</header>")[0]
    day = browser.get(Topic.objects.get(name="#ubuntu, 2004-11-15").get_absolute_url()).text
    assert "time not logged" in day
    assert 'href="http://releases.ubuntu.com/warty/MD5SUMS" rel="noopener noreferrer nofollow"' in day
    one = browser.get(Message.objects.get(manner="action").page).text
    assert "time not logged" in one


def test_an_imported_topic_can_be_neither_continued_nor_closed(project: Project, ada: User) -> None:
    run_import(LOG)
    topic = Topic.objects.get(name=ASKED)
    with pytest.raises(Refused, match="written elsewhere"):
        post_message(topic, "And I?", by=ada)
    with pytest.raises(Refused):
        topic.close("answered", by=ada)
    assert not permissions.may_close(ada, topic)
    assert not permissions.may_change(ada, topic.messages.all()[0])
    assert at_browser(ada).post(f"{topic.get_absolute_url()}messages/", {"text": "And I?"}).status_code == 409


def test_imported_messages_count_as_read_even_when_dated_in_the_future(
    project: Project, ada: User, tmp_path: Path
) -> None:
    run_import(a_log(tmp_path, *[{"date": "2099-01-01"}] * 50))
    assert unread_by_circle(project, ada) == {}
    fresh = a_topic(project.circles.general(), by=ada)
    post_message(fresh, "Here", by=None)
    assert unread_by_circle(project, ada) == {project.circles.general().pk: 1}


def test_a_channel_named_like_a_circle_is_imported_into_its_room(project: Project, tmp_path: Path) -> None:
    trees = a_circle(inside=project.circles.general(), name="Trees")
    run_import(a_log(tmp_path, {}, channel="Trees"))
    assert Topic.objects.exclude(source="").get().circle == trees


def test_a_reply_to_several_lines_keeps_the_last_and_one_to_a_skipped_line_none(
    project: Project, tmp_path: Path
) -> None:
    summary = run_import(
        a_log(
            tmp_path,
            {"conversation": 1, "text": "one"},
            {"conversation": 1, "text": "two"},
            {"conversation": 1, "kind": "join", "text": ""},
            {"conversation": 1, "text": "both", "replies_to": [0, 1]},
            {"conversation": 1, "text": "welcome", "replies_to": [2]},
        )
    )
    assert "1 of them linked to what they answer (and 1 further ones to a second line are not)" in summary
    both = Message.objects.get(text="both")
    assert (both.quote, Message.objects.get(text="welcome").reply_to) == ("two", None)


def test_system_lines_are_shown_as_the_servers(project: Project, ada: User, tmp_path: Path) -> None:
    run_import(a_log(tmp_path, {"kind": "system", "nick": None, "text": "-bot- bug 7"}, {"kind": "leave"}))
    line = Message.objects.get()
    assert (line.nick, line.manner) == ("", "system")
    assert "The server" in main_of(at_browser(ada).get(line.topic.get_absolute_url()).text)


def test_imported_text_is_escaped_and_mentions_nobody(project: Project, ada: User, tmp_path: Path) -> None:
    text = "<script>alert(1)</script> **not bold** @Ada Mercier P-1 javascript:alert(2) http://x.example/<b>\nnext"
    run_import(a_log(tmp_path, {"text": text, "nick": "<i>bo</i>"}, {"kind": "action", "nick": "<u>", "text": text}))
    message = Message.objects.order_by("seq")[0]
    assert message.html == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; **not bold** @Ada Mercier P-1 javascript:alert(2) "
        '<a href="http://x.example/" rel="noopener noreferrer nofollow">http://x.example/</a>&lt;b&gt;<br>\nnext</p>'
    )
    page = at_browser(ada).get(message.topic.get_absolute_url()).text
    assert not [bad for bad in ("<script>alert", "<i>bo", "<u>") if bad in page]
    assert not ada.notices.exists()


def test_the_api_returns_names_and_times_as_logged(project: Project, ada: User) -> None:
    run_import(LOG)
    browser, home, topic = at_browser(ada), f"/api/v1/projects/{project.slug}", Topic.objects.get(name=ASKED)
    topics = browser.get(f"{home}/circles/general/topics", headers=by_token(ada)).json()["topics"]
    assert [one["source"] for one in topics if one["id"] == str(topic.pk)] == [topic.source]
    first = browser.get(f"{home}/topics/{topic.pk}/messages").json()["messages"][-1]
    assert (first["author_id"], first["nick"], first["logged"]) == (None, "yohannes", "2004-11-15 03:10")


def test_an_import_makes_one_record_entry_and_topics_have_history(project: Project, ada: User) -> None:
    before = Entry.objects.count()
    run_import(LOG, by=ada.email)
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.of_project(project.pk).last()
    assert entry is not None
    assert (entry.event, entry.facts["topics"], entry.actor) == ("chat.imported", 3, ada.pk)
    assert Topic.history.exclude(source="").count() == 3
    assert list(Entry.breaks_of(project.pk)) == []


def test_a_second_import_changes_nothing_by_file_or_by_folder(project: Project, tmp_path: Path) -> None:
    (tmp_path / "channel.json").write_text(LOG.read_text())
    (tmp_path / "index.json").write_text("this is no log")
    run_import(tmp_path)
    before = everything()
    assert run_import(LOG) == run_import(tmp_path) == "Orchard: nothing new, all 3 topics were there already."
    assert everything() == before
    a_log(tmp_path, {})
    assert run_import(tmp_path).endswith("left out, 3 topics were there already.")


def test_a_room_of_imported_topics_makes_a_fixed_number_of_queries(project: Project, ada: User, tmp_path: Path) -> None:
    run_import(a_log(tmp_path, *({"conversation": at // 3, "text": f"line {at}"} for at in range(400))))
    browser = at_browser(ada)
    topic = Topic.objects.exclude(source="")[0].get_absolute_url()
    for page in (f"/p/{project.slug}/chat/", f"/p/{project.slug}/chat/general/", topic):
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            browser.get(page)
        assert len(asked) <= MOST, page


INVALID: dict[str, tuple[dict[str, Any], str, str]] = {
    "a line twice": ({"id": 0}, '"id": 0', "the line 0 is there twice"),
    "an answer to nothing": ({"replies_to": [7]}, "7\n", "line 1 answers 7, no earlier line"),
    "an answer to itself": ({"replies_to": [1]}, "1\n   ]", "line 1 answers 1, no earlier line"),
    "nobody": ({"nick": None}, '{\n   "id": 1', "line 1 says nobody's name"),
    "an unknown kind": ({"kind": "shout"}, '"shout"', "kind: input should be 'message'"),
    "no day": ({"date": "2026-02-30"}, '"2026-02-30"', "this is no day"),
    "no time": ({"time": "25:00"}, '"25:00"', "this is no time of day"),
    "a time in words": ({"time": "noon"}, '"noon"', "time: string should match"),
    "a huge number": ({"conversation": 10**30}, str(10**30), "conversation: input should be"),
    "a truth for a number": ({"conversation": True}, "true", "conversation: input should be a valid integer"),
    "NUL": ({"text": "a\0b"}, "a\\u0000b", "text: string should match"),
    "half a surrogate": ({"text": "a\ud800"}, "a\\ud800", "text: input should be a valid string"),
    "a long name": ({"nick": "n" * 81}, '"nnn', "nick: string should have at most 80"),
    "a long text": ({"text": "t" * 20_001}, '"ttt', "text: string should have at most 20000"),
    "words for a list": ({"replies_to": "0"}, '"replies_to": "0"', "replies_to: input should be a valid list"),
}


@pytest.mark.parametrize("case", INVALID)
def test_an_invalid_log_is_reported_by_file_and_line_and_nothing_is_imported(tmp_path: Path, case: str) -> None:
    line, there, why = INVALID[case]
    (tmp_path / "a.json").write_text(LOG.read_text())  # sound, and does not come in either
    path = a_log(tmp_path, {}, line)
    text = path.read_text()
    number = text.count("\n", 0, text.rindex(there)) + 1
    with pytest.raises(CommandError) as error:
        run_import(tmp_path)
    first, *_, last = str(error.value).splitlines()
    assert first.startswith(f"{path}:{number}: ")
    assert why in first
    assert last == "Nothing was imported."
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (LOG.read_bytes()[:900], r":\d+: this is not JSON"),
        (b'{"channel":\n"\xff\xfe"}', ":2: this is not UTF-8 text"),
        (b'{"channel": "x",\n"messages": ' + b"[" * 100_000, ":1: this is nested too deeply"),
        (b'{"channel":\n ' + b"9" * 5000 + b"}", ":2: there is a number with too many digits"),
        (b'{"channel": "x"}', ":1: messages: field required"),
        (b"7", ":1: "),
    ],
)
def test_a_broken_log_is_reported_by_line(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=rf"broken\.json{why}"):
        run_import(path)
    assert not Project.objects.exists()


def test_the_first_twenty_problems_of_all_logs_are_shown(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        a_log(tmp_path, *[{"nick": None}] * 15, name=name)
    with pytest.raises(CommandError, match="and 10 more\nNothing was imported") as error:
        run_import(tmp_path)
    assert len(str(error.value).splitlines()) == 22


def test_a_folder_without_logs_and_links_out_of_it_are_refused(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "link.json").symlink_to(LOG)
    with pytest.raises(CommandError, match=r"there is no \*\.json file in it"):
        run_import(logs)
    with pytest.raises(CommandError, match="No such file"):
        run_import(tmp_path / "nowhere.json")
