"""What a message looks like: Markdown, mentions, references, and nothing that could do harm."""

from html.parser import HTMLParser

import pytest

from documents.conversation.emoji import emoji_of
from documents.conversation.text.markup import render


class Tags(HTMLParser):
    """The tags and attributes a browser finds in HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def shown(text: str) -> str:
    return render(
        text,
        person=lambda words: next((name for name in ("Bo Nguyen", "Bo") if words.startswith(name)), None),
        address=lambda reference: f"/p/x/{reference}/" if reference == "P-24" else None,
    )


def test_marks_of_markdown_become_emphasis_and_lists() -> None:
    assert "<strong>pack</strong>" in shown("the **pack** folds")
    assert shown("- one\n- two").count("<li>") == 2
    assert "<s>24 V</s>" in shown("~~24 V~~ 48 V")


def test_a_single_new_line_begins_a_new_line() -> None:
    assert "<br>" in shown("first\nsecond")


def test_a_mention_is_marked_and_takes_the_longest_name() -> None:
    assert "<mark>@Bo Nguyen</mark> can" in shown("@Bo Nguyen can we?")


def test_an_address_with_an_at_sign_mentions_nobody() -> None:
    assert "<mark>" not in shown("write to info@Bo.example")


def test_a_reference_leads_to_its_thing_and_an_unknown_one_stays_words() -> None:
    assert '<a href="/p/x/P-24/"' in shown("see P-24.")
    assert ">P-24</a>" in shown("see #P-24")
    assert "#" not in shown("see #P-24"), "the sign that opens the list of things is no part of a name"
    assert "<a" not in shown("SPEC-4.3 and X-1 and #P-240")
    assert "#P-240" in shown("#P-240")


def test_in_code_nothing_is_marked() -> None:
    assert shown("`@Bo P-24`") == "<p><code>@Bo P-24</code></p>\n"


def test_an_address_becomes_a_link_without_the_full_stop_behind_it() -> None:
    assert 'href="https://example.org/a"' in shown("look at https://example.org/a.")
    assert 'href="https://www.example.org"' in shown("look at www.example.org, please")
    assert "<a" not in shown("look at README.md")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "![a picture](https://elsewhere.example/p.png)",
        '<a href="https://example.org" onclick="alert(1)">x</a>',
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text: str) -> None:
    found = Tags(shown(text))
    assert set(found.tags) <= {"p", "a"}
    assert {name for name, _value in found.attributes} <= {"href", "rel"}
    assert all(str(value).startswith("https://") for name, value in found.attributes if name == "href")


def test_signs_of_headings_and_rules_are_what_was_typed() -> None:
    assert shown("# 5 bolts\n\n---") == "<p># 5 bolts</p>\n<p>---</p>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (":tada: done", "<p>🎉 done</p>"),
        ("a :+1: and :no_such_thing:", "<p>a 👍\ufe0f and :no_such_thing:</p>"),
        ("`:tada:` at 10:30:20 or x:tada:y", "<p><code>:tada:</code> at 10:30:20 or x:tada:y</p>"),
        ("https://ronde.example/a:tada:b", 'href="https://ronde.example/a:tada:b"'),
    ],
)
def test_an_emoji_is_written_by_its_name(text: str, html: str) -> None:
    assert html in render(text, person=lambda _: None, address=lambda _: None)


def test_a_table_is_one_and_what_it_names_is_found() -> None:
    html = render("| farm | leak |\n|---|--:|\n| 2 | P-24 |", person=lambda _: None, address=lambda _: "/p/24")
    assert "<th>farm</th>" in html
    assert '<td><a href="/p/24" rel="noopener nofollow">P-24</a></td>' in html
    assert "style" not in html


@pytest.mark.parametrize("sign", ["🎉", "❤️", "👨‍👩‍👧", "🇫🇷", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_each_emoji_is_one(sign: str) -> None:
    assert emoji_of(sign) == sign


@pytest.mark.parametrize(
    "spellings", [("\u2764", "\u2764\ufe0f"), ("👍", "👍\ufe0f", "👍🏽", "👍\U0001f3fb\U0001f3ff")]
)
def test_an_emoji_is_the_same_one_however_it_is_written(spellings: tuple[str, ...]) -> None:
    assert len({emoji_of(one) for one in spellings} - {""}) == 1


@pytest.mark.parametrize("words", ["", "x", "🎉🎉", "🏽", "️", "tada", "1", "<b>"])
def test_nothing_else_is_an_emoji(words: str) -> None:
    assert emoji_of(words) == ""
