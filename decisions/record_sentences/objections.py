"""Objections: answered, disputed, lifted, and what is written to meet them."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import telling
from circles.record_sentences.tails import BECAUSE

DEEDS = {
    "began an amendment": telling(_("{who} began an amendment of {thing}, after round {round}.")),
    "changed the answers to an objection": telling(
        _("{who} changed answers in an objection to {thing}: {changed}."),
        _("{who} changed answers in an objection to {thing}."),
    ),
    "kept an objection as a concern": telling(_("{who} lets an objection to {thing} stay as a concern only.")),
    "disputed a fact of an objection": telling(
        _("{who} disputed a fact of an objection to {thing}: “{what}”. {action} is to check it."),
    ),
    "lifted an objection": telling(_("{who} lifted an objection to {thing}."), then=[BECAUSE]),
    "lifted an objection that stayed without an answer": telling(
        _("{who} lifted the objection of {person} to {thing}: it had stayed without an answer."), then=[BECAUSE]
    ),
    "reopened an objection": telling(_("{who} reopened an objection to {thing}."), then=[BECAUSE]),
}
