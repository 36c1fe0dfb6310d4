"""What every operation answers alike: problems, tags of things, how much may be asked."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from config.api_rate import worded
from decisions.actions.models import Action
from documents.documents.models import Document
from tests.architecture.addresses import one_of_each, operations
from tests.decisions.decisions.people import Cast, a_cast, operation
from tests.factories import a_file, an_action
from tests.support.concurrency import together
from tests.support.entry_points import at_browser, by_token

PROBLEM = "application/problem+json"


@pytest.fixture
def cast() -> Cast:
    """ada, bo and fay in Hydraulics; eve outside."""
    return a_cast()


def sent(client: Client, method: str, address: str, body: Any = None, **headers: str) -> Any:
    return client.generic(method, address, json.dumps(body or {}), "application/json", headers=headers)


@pytest.mark.django_db
def test_every_failure_is_a_problem(cast: Cast) -> None:
    program = Client(headers=by_token(cast.ada))
    found = {
        401: Client().get("/api/v1/me"),
        403: sent(at_browser(cast.ada), "POST", operation(cast, "archiving")),
        404: program.get("/api/v1/nothing"),
        405: program.delete(operation(cast, "actions")),
        422: sent(program, "POST", operation(cast, "actions"), {"what": [], "circle": "hydraulics", "why": "It leaks"}),
        400: program.post("/api/v1/projects", "{", content_type="application/json"),
    }
    assert {status: answer.status_code for status, answer in found.items()} == {status: status for status in found}
    for status, answer in found.items():
        assert answer.headers["Content-Type"] == PROBLEM, status
        said = answer.json()
        assert (said["status"], bool(said["type"]), bool(said["title"]), bool(said["detail"])) == (status, *[True] * 3)
    assert found[401].headers["WWW-Authenticate"] == 'Bearer realm="Ronde"'
    assert found[405].headers["Allow"]
    assert [one["field"] for one in found[422].json()["errors"]] == ["body.what"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "could not be read"),
        (404, "nothing here"),
        (405, "cannot be done"),
        (416, "no such part"),
        (502, "our side"),
    ],
)
def test_a_page_about_a_failure_becomes_a_problem_with_its_headers(status: int, said: str) -> None:
    headers = {"Allow": "GET", "Content-Range": "bytes */9", "Content-Length": "11"}
    page = HttpResponse("<p>Oh no</p>", status=status, headers=headers)
    page.set_cookie("sessionid", "x")
    answer: Any = worded(page)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert said in json.loads(answer.content)["detail"]
    assert (answer.headers["Allow"], answer.headers["Content-Range"]) == ("GET", "bytes */9")
    assert "Content-Length" not in answer.headers
    assert answer.cookies["sessionid"].value == "x"


@pytest.mark.parametrize("form", ["text/csv; charset=utf-8", "text/plain", "application/json", "application/xml"])
def test_what_an_operation_says_of_a_failure_in_its_own_form_stays(form: str) -> None:
    own = HttpResponse("line 3: no such circle", status=422, content_type=form)
    assert worded(own) is own


@pytest.mark.django_db
def test_a_part_that_a_file_does_not_have_says_how_long_it_is(cast: Cast) -> None:
    file = a_file("action", an_action(cast.circle, by=cast.ada).pk, by=cast.ada, content=b"0.4 ml")
    answer = Client(headers=by_token(cast.ada) | {"Range": "bytes=90-"}).get(f"/api/v1/files/{file.pk}/content")
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */6")
    assert answer.headers["Content-Type"] == PROBLEM


@pytest.mark.django_db
def test_a_session_without_its_csrf_token_is_told_so(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ada)
    answer: Any = sent(browser, "PATCH", "/api/v1/me", {"about": "Pumps"})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


@pytest.mark.django_db
def test_a_time_of_the_day_with_a_zone_is_refused(cast: Cast) -> None:
    said = {"quiet_from": "19:00:00Z", "quiet_until": "07:00:00", "days_off": [], "digest": "daily"}
    answer = sent(Client(headers=by_token(cast.ada)), "PUT", "/api/v1/me/notifications", said | {"digest_at": "07:30"})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["body.quiet_from"]


# How much --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_token_asks_only_so_much_in_a_minute_and_hears_how_much_is_left(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foundation.web.rate.time.time", lambda: 120_010.0)
    settings.API_PER_MINUTE = 2
    program, other = Client(headers=by_token(cast.ada)), Client(headers=by_token(cast.bo))
    answers = [program.get("/api/v1/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["RateLimit"] for answer in answers] == [
        '"minute";r=1;t=50',
        '"minute";r=0;t=50',
        '"minute";r=0;t=50',
    ]
    assert answers[2].headers["Retry-After"] == "50"
    assert answers[2].json()["retry_after"] == 50
    assert answers[2].headers["Content-Type"] == PROBLEM
    assert other.get("/api/v1/me").status_code == 200
    monkeypatch.setattr("foundation.web.rate.time.time", lambda: 120_060.0)
    assert program.get("/api/v1/me").status_code == 200


# Tags ------------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.django_db
def test_whoever_has_it_as_it_is_gets_304(cast: Cast) -> None:
    program, address = Client(headers=by_token(cast.ada)), operation(cast, "settings")
    tag = program.get(address).headers["ETag"]
    again = program.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    sent(Client(headers=by_token(cast.fay)), "PATCH", address, {"purpose": "Warm"})
    assert program.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.django_db
def test_a_change_of_what_has_changed_since_is_refused(cast: Cast) -> None:
    program, address = Client(headers=by_token(cast.fay)), operation(cast, "settings")
    tag = program.get(address).headers["ETag"]
    assert sent(program, "PATCH", address, {"purpose": "Warm"}, **{"If-Match": tag}).status_code == 200
    refused = sent(program, "PATCH", address, {"purpose": "Cold"}, **{"If-Match": tag})
    assert (refused.status_code, refused.json()["code"]) == (412, "changed")
    assert program.get(address).json()["purpose"] == "Warm"
    assert refused.headers["ETag"] == program.get(address).headers["ETag"]


@pytest.mark.django_db
def test_what_is_below_a_thing_is_compared_with_the_thing(cast: Cast) -> None:
    an_action(cast.circle, by=cast.ada, owner=cast.ada)
    program, address = Client(headers=by_token(cast.ada)), operation(cast, "actions/1")
    tag = program.get(address).headers["ETag"]
    for status in (200, 412):
        answer = sent(program, "POST", f"{address}/start", **{"If-Match": tag})
        assert answer.status_code == status
    assert sent(program, "POST", f"{address}/completion", {"words": "Done"}, **{"If-Match": "*"}).status_code == 200
    assert sent(program, "POST", f"{address}/reopening", **{"If-Match": '"never"'}).status_code == 412


@pytest.mark.django_db
def test_where_nothing_is_no_tag_fits(cast: Cast) -> None:
    document = Document.create(cast.circle, "Offer", by=cast.ada)
    program, address = Client(headers=by_token(cast.ada)), f"/api/v1/documents/{document.pk}/restriction"
    assert program.get(address).status_code == 204
    for tag in ('"any"', "*"):
        refused = sent(program, "PUT", address, {"reason": "Our price"}, **{"If-Match": tag})
        assert (refused.status_code, refused.json()["code"]) == (412, "no_etag")
    assert program.get(address).status_code == 204


@pytest.mark.django_db
def test_nobody_learns_by_a_tag_what_they_may_not_see(cast: Cast) -> None:
    an_action(cast.circle, by=cast.ada, owner=cast.ada)
    stranger = Client(headers=by_token(cast.eve))
    assert sent(stranger, "POST", operation(cast, "actions/1/start"), **{"If-Match": "*"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_at_the_same_instant_one_has_not_read_it(cast: Cast) -> None:
    address = operation(cast, "settings")
    programs = [Client(headers=by_token(cast.fay)) for _ in range(2)]
    tag = programs[0].get(address).headers["ETag"]

    def change(program: Client, purpose: str) -> int:
        answer: int = sent(program, "PATCH", address, {"purpose": purpose}, **{"If-Match": tag}).status_code
        return answer

    found = together(lambda: change(programs[0], "Warm"), lambda: change(programs[1], "Cold"))
    assert sorted(found) == [200, 412]


@pytest.mark.django_db
def test_reading_twice_gives_the_same_tag() -> None:
    examples = one_of_each()
    program = Client(headers=by_token(examples.cast.ada))
    found, seen = {}, 0
    for method, pattern in operations(reading=True):
        if method != "GET":
            continue
        tags = [
            one.headers["ETag"]
            for one in (program.get(f"/api/v1/{examples.fill(pattern)}") for _ in range(2))
            if one.status_code == 200 and not one.streaming and "ETag" in one.headers
        ]
        seen += len(tags) == 2
        if len(set(tags)) > 1:
            found[pattern] = tags
    assert found == {}, "what these answer changes by itself: nobody could send it back with If-Match"
    assert seen > 60


@pytest.mark.django_db
def test_the_same_key_and_tag_sent_again_get_the_same_answer(cast: Cast) -> None:
    an_action(cast.circle, by=cast.ada, owner=cast.ada)
    program, address = Client(headers=by_token(cast.ada)), operation(cast, "actions/1")
    headers = {"If-Match": program.get(address).headers["ETag"], "Idempotency-Key": "k-1"}
    first, second = (sent(program, "POST", f"{address}/start", **headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Action.objects.get().state == "doing"
