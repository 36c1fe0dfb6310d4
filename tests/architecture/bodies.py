"""What is sent to each address that writes, by the last part of it that is a word."""

from functools import cache
from typing import Any, get_args

from config.api import api
from foundation.web.api_bodies import Body

BODIES: dict[str, dict[str, Any]] = {  # what has to make sense before anyone asks whether it is allowed
    "webhooks": {"name": "bot", "url": "https://93.184.215.14/hook"},
    "replays": {"since": "2037-01-05T08:00:00Z"},
    "tokens": {"name": "bot", "scopes": ["read"]},
    "searches": {"name": "Seals", "asked": "q=seal"},
    "bots": {"name": "Relay", "circle": "hydraulics"},
    "owner": {"person": "<bo>", "owner": "<bo>"},
    "reminders": {"project": "<project>", "title": "A seal", "address": "/p/a/", "at": "2037-01-05T08:00:00Z"},
    "scheduled-messages": {"topic": "<topic>", "text": "Not yet", "send_at": "2037-01-05T08:00:00Z"},
    "actions": {"what": "Measure", "circle": "hydraulics", "owner": "<bo>", "why": "It leaks"},
    "blockage": {"words": "A part"},
    "description": {"words": "Two volts", "description": "Two volts"},
    "circle": {"circle": "general"},
    "state": {"state": "doing"},
    "what": {"words": "Measure twice", "what": "Measure twice"},
    "labels": {"labels": ["bench"]},
    "action-labels": {"name": "bench"},
    "name": {"name": "Workshop"},
    "repetition": {"every": 2, "unit": "week"},
    "reasons": {"why": "It leaks"},
    "reactions": {"kind": "eye"},
    "moves": {"name": "Another matter"},
    "draft": {"text": "I think"},
    "readings": {"seq": 1},
    "direct": {"people": ["<bo>"]},
    "arrivals": {"messages": ["<message>"]},
    "steps": {"words": "Buy a seal", "text": "Buy a seal", "after": "clarify"},
    "speakers": {"step": "react", "after": "<bo>"},
    "tick": {"done": True},
    "blockers": {"reference": "A-1"},
    "undo": {"undo": "none"},
    "imports": {"csv": "what"},
    "completion": {"words": "Done"},
    "day": {"due_on": "2027-01-05"},
    "dropping": {"words": "No more", "reason": "No more"},
    "handover": {"owner": "<bo>", "domain": "SEALS", "to": "power"},
    "allotments": {"to": "seals", "amount": "1", "circle": "seals"},
    "budget": {"amount": "1", "budget": "1"},
    "guests": {"kind": "circle", "key": "hydraulics", "email": "gil@ronde.example", "reason": "Why"},
    "restriction": {"reason": "Our price"},
    "grant": {"domain": "TAPE", "name": "The tape"},
    "limits": {"max_reversibility": "easy"},
    "needs": {"words": "Welding", "skills": ["Welding"]},
    "element": {"statement": "Nobody gets hurt", "sort": "safety"},
    "element_removal": {"number": 1},
    "calling-back": {"why": "Twice"},
    "answer": {"answer": "Fourteen days."},
    "checks": {"what": "Is it 14 days?"},
    "missing-element": {"statement": "Nobody is shut out", "sort": "values", "why": "Steps."},
    "missing": {"statement": "Nobody is shut out", "sort": "values", "why": "Steps."},
    "release": {"settled": "The old cable is enough."},
    "pull": {"what": "It changes our cable."},
    "claims": {"circle": "power", "what": "PWR-OUT"},
    "closing": {"why": "Done"},
    "concerns": {"came_true": "yes"},
    "reviews": {"outcome": "kept", "helped": "Yes."},
    "expenses": {"amount": "1", "what": "Seals"},
    "fundamentals": {"statement": "Nobody gets hurt", "sort": "safety"},
    "infos": {"text": "Closed on Friday"},
    "invitations": {"email": "zoe2@ronde.example"},
    "joining": {"ends_on": "2026-12-30"},
    "members": {"person": "<bo>"},
    "merger": {"into": "power", "reason": "The same"},
    "move": {"to": "power", "into": "power"},
    "outcome": {"outcome": "note", "words": "Settled"},
    "objections": {"circle": "hydraulics", "harm": "It leaks."},
    "positions": {"kind": "no_objection"},
    "proposals": {"circle": "hydraulics", "tension": "It leaks.", "text": "A seal."},
    "reopening": {"why": "One more", "reason": "One more", "because": "One more"},
    "undoing": {"how": "The valve is open again.", "batch": "0b8f2f0e-93d4-4f5b-8b3f-1e2d3c4b5a69"},
    "small-acts": {"circle": "hydraulics", "text": "A tap."},
    "urgent-acts": {"circle": "hydraulics", "tension": "It leaked.", "text": "Shut.", "acted_at": "2026-01-05T10:00Z"},
    "returns": {"amount": "1"},
    "roles": {"role": "secretary"},
    "ending": {"role": "secretary"},
    "split": {"name": "Half", "people": ["<bo>"]},
    "wording": {"text": "Other words"},
    "comments": {"text": "Why?", "quote": "It"},
    "suggestions": {"markdown": "It leaks.", "key": "a", "update": "AAA="},
    "circles": {"name": "Mine", "parent": "hydraulics"},
    "{key}": {"name": "Mine"},
    "share": {"domain": "SEALS", "to": "power"},
    "unshare": {"domain": "SEALS", "to": "general"},
    "strike": {"domain": "SEALS"},
    "triages": {"becomes": "parked"},
    "term": {"role": "gardener", "ends_on": "2099-03-03"},
    "words": {"role": "gardener", "purpose": "It stays green"},
    "time": {"share": 20},
    "equipment": {"name": "A bench"},
    "clauses": {"document": 1, "block": "none"},
    "looks": {"word": "right"},
    "specifications": {"reqif": "none"},
    "parking": {"reason": "No bench"},
    "resumption": {"reason": "A bench"},
    "stop": {"learned": "It leaks", "evidence": "0.3", "reuse": "The bench", "reopen_if": "It leaks less"},
    "answers": {"kind": "park", "words": "No bench"},
    "gate-answers": {"kind": "park", "words": "No bench"},
    "withdrawal": {"reason": "Wrong"},
    "evidence": {"words": "A quote"},
    "questions": {"title": "Which seal?", "circle": "hydraulics", "text": "Which steel?"},
    "syncs": {},
    "postponements": {},
    "criteria": {"kind": "go", "metric": "Flow", "operator": ">=", "value": "3"},
    "changes": {"title": "Another", "numbers": [1], "chosen": ["1"], "label": "bench"},
    "folders": {"name": "Drawings", "circle": "hydraulics"},
    "document-folders": {"name": "Drawings", "circle": "hydraulics"},
    "place": {"onto": "circle:general", "circle": "general"},
    "order": {"before": 1},
    "places": {"document": ["1"], "circle": "general"},
    "tags": {"tags": ["seal"], "document": ["1"], "tag": "seal"},
    "document-tags": {"name": "rings"},
    "archives": {"document": ["1"]},
    "restorations": {"document": ["1"]},
    "restrictions": {"document": ["1"], "reason": "Our price"},
    "document-changes": {"documents": [1], "tag": "seal"},
    "public-link": {"ends_on": "2027-01-05"},
    "tracks": {"title": "Piston", "owner": "<bo>"},
    "elections": {"role": "delegate"},
    "nominations": {"nominee": "<bo>", "reason": "He hears everyone out."},
    "candidate": {"nominee": "<bo>"},
    "{number}": {"text": "Other words", "statement": "Nobody", "sort": "safety"},
}


@cache
def _fields() -> dict[tuple[str, str], set[str]]:
    """Return the fields of what each operation takes that refuses any other."""
    found = {}
    for _prefix, router in api._routers:
        for pattern, view in router.path_operations.items():
            for operation in view.operations:
                for one in operation.signature.signature.parameters.values():
                    for kind in (one.annotation, *get_args(one.annotation)):  # a body that may be left out, too
                        if isinstance(kind, type) and issubclass(kind, Body):
                            names = {field.alias or name for name, field in kind.model_fields.items()}
                            found.update({(method, pattern): names for method in operation.methods})
    return found


def fields_of(method: str, pattern: str) -> set[str] | None:
    """Return the fields that an operation knows; none where it takes whatever it is sent."""
    return _fields().get((method, pattern))
