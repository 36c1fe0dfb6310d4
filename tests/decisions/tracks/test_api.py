"""Questions and tracks by the API: the same verbs, and the same refusals."""

from typing import Any

import pytest
from django.test import Client

from tests.decisions.tracks.pumps import LEAK, Pumps
from tests.support.entry_points import by_token

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_the_whole_way_of_a_question_goes_by_the_api(pumps: Pumps) -> None:
    api: Any = Client(headers=by_token(pumps.bo))
    home = f"/api/v1/projects/{pumps.circle.project.slug}"

    def post(path: str, body: Any = None) -> Any:
        return api.post(f"{home}/{path}", body or {}, content_type="application/json")

    made = post("questions", {"title": "Which seal?", "circle": pumps.circle.key, "tracks": ["Lip", "Face"]})
    assert (made.status_code, made.json()["reference"]) == (201, "Q-2")
    criterion = {"kind": "kill", "metric": LEAK, "operator": ">", "value": "0.2", "unit": "ml/h"}
    assert post("questions/2/criteria", criterion).status_code == 201
    assert post("tracks/4/start").status_code == 409, "it has no day"
    assert post("tracks/4/changes", {"learn_by": str(pumps.on(30).until)}).status_code == 200
    assert post("tracks/4/start").json()["state"] == "exploring"
    found = post("tracks/4/evidence", {"metric": LEAK, "unit": "ml/h", "value": "0.3"})
    assert found.status_code == 201
    gate = api.get(f"{home}/tracks/4/gate").json()
    assert (gate["is_open"], gate["cause"]) == (True, "kill")
    assert post("tracks/4/gate/answers", {"kind": "stop"}).status_code == 409
    lines = {"learned": "It leaks.", "evidence": "0.3.", "reuse": "The bench.", "reopen_if": "It holds."}
    watch = {"metric": LEAK, "unit": "ml/h", "operator": "<", "value": "0.1"}
    assert post("tracks/4/gate/answers", {"kind": "stop", "lines": lines | watch}).status_code == 201
    assert api.get(f"{home}/tracks/4").json()["state"] == "stopped"
    assert post("tracks/5/evidence", {"metric": LEAK, "unit": "ml/h", "value": "0.05"}).status_code == 201
    (note,) = api.get(f"{home}/tracks/4/notes").json()
    assert note["woken_at"]
    assert post(f"tracks/4/notes/{note['id']}/dismissal").json()["dismissed_at"]
    assert [one["reference"] for one in api.get(f"{home}/tracks?question=Q-2&state=stopped").json()["tracks"]] == [
        "T-4"
    ]
    assert api.get(f"{home}/questions/2/price").json()["dead_ends"] == 1
    assert post("tracks/5/merger", {"into": "T-4", "reason": "One."}).status_code == 409
    assert post("questions/2/dropping", {"reason": "No seal."}).json()["state"] == "dropped"
