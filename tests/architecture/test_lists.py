"""No operation of the API answers with a list that grows with the project: it comes in pages, in one way."""

from typing import Any

from config.api import api

BOUNDED = {
    "/documents/{document}/linked-from": "fifty at most",
    "/projects/{slug}/document-tags": "a project has 200 at most",
    "/projects/{slug}/bots": "the first 200",
    "/files": "two hundred are attached to one thing at most",
    "/inbox": "the newest hundred",
    "/me/reminders": "two hundred at most",
    "/projects/{slug}/scheduled-messages": "a hundred at most",
    "/projects/{slug}/searches": "fifty at most",
    "/me/attention": "what one person follows and has muted",
    "/projects/{slug}/circles/{key}/explaining": "ten decisions",
    "/projects/{slug}/circles/{key}/needs": "thirty skills at most",
    "/projects/{slug}/direct": "the forty last spoken in",
    "/projects/{slug}/messages/{message}/reactions": "one of each kind",
    "/projects/{slug}/guest": "what one guest is let into",
    "/projects/{slug}/document-templates": "a project keeps 200 at most",
    "/projects/{slug}/mentions": "the first 200 documents",
    "/projects/{slug}/roles/whose": "the few that are likeliest",
    "/projects/{slug}/syncs/coming": "the next one of each recurring sync in which one is expected",
}


def lists() -> dict[str, set[str]]:
    """Return the operations that answer with a bare list, and what each can be asked."""
    schema: dict[str, Any] = api.get_openapi_schema()
    found = {}
    for path, operations in schema["paths"].items():
        get = operations.get("get", {})
        answers = get.get("responses", {}).get(200, {}).get("content", {})
        if any(answer.get("schema", {}).get("type") == "array" for answer in answers.values()):
            asked = {one["name"] for one in get.get("parameters", []) if one["in"] == "query"}
            found[path.removeprefix("/api/v1")] = asked
    return found


def test_every_list_is_paginated_or_says_why_it_is_short() -> None:
    unbounded = {path for path, asked in lists().items() if "after" not in asked}
    assert unbounded - set(BOUNDED) == set(), "give these a cursor: foundation.web.pagination"
    assert set(BOUNDED) - unbounded == set(), "these are gone, or have a cursor: take them off the list"
    assert lists()
