"""The deeds of documents as sentences."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import telling

DEEDS = {
    "made the document": telling(
        _("{who} made the document {thing} in {circle_there}."), _("{who} made the document {thing}.")
    ),
    "renamed the document": telling(_("{who} renamed the document “{before}” to {thing}.")),
    "imported documents": telling(
        _("{who} imported {documents} documents into {circle_there} from “{origin}”: {first} to {last}.")
    ),
}
