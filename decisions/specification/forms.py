"""Forms of clauses."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.projects.forms.autocomplete import offer_people
from circles.projects.forms.offers import offer
from circles.projects.models import Project
from decisions.specification.descents import Descent, read_descents, split_keys
from decisions.specification.models import Clause
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical

MOST_NAMED = 5_000
MOST_CHARACTERS = 40 * MOST_NAMED
type NamedDescents = tuple[list[Descent], dict[str, Clause]]


class ClausesField(forms.CharField):
    """Clauses that `reader` may read by their keys, with commas or blanks between them; `already`: the keys that the
    thing has, which may stay when their document is restricted later.
    """

    def __init__(self, *, project: Project, reader: User, already: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(required=False, max_length=MOST_CHARACTERS, **kwargs)
        self.project, self.reader, self.already = project, reader, already

    def prepare_value(self, value: Any) -> Any:
        """Write clauses as their keys."""
        return value if isinstance(value, str) or value is None else ", ".join(clause.key for clause in value)

    def clean(self, value: Any) -> list[Clause]:
        """Find each, or say which is none."""
        return named_clauses(self.project, super().clean(value) or "", reader=self.reader, already=self.already)


def named_clauses(project: Project, words: str, *, reader: User, already: Iterable[str] = ()) -> list[Clause]:
    """Return the clauses that these keys name, as `clauses_by_key` does."""
    return list(clauses_by_key(project, split_keys(words), reader=reader, already=already).values())


def clauses_by_key(
    project: Project, keys: Sequence[str], *, reader: User, already: Iterable[str] = ()
) -> dict[str, Clause]:
    """Return by key the clauses that have these, among those that the reader may read and those named `already`.

    :raises ValidationError: for a key that is none's.
    """
    if not keys:  # as on an empty form, which asks often
        return {}
    along = ("text", "ratified", "document__project", "project")
    may_name = Q(document__in=Document.objects.readable_by(reader)) | Q(key__in=list(already))
    found = Clause.objects.in_project(project).filter(may_name, key__in=keys, dropped_at=None).select_related(*along)
    known = {clause.key: clause for clause in found.prefetch_related("seats__circle")}
    if unknown := [key for key in keys if key not in known]:
        raise forms.ValidationError(_now("There is no clause %(key)s.") % {"key": ", ".join(unknown[:5])})
    return {key: known[key] for key in keys}


class DescentsField(forms.CharField):
    """Which clauses become which, a line each: `SPEC-4.2 → SPEC-4.7, SPEC-4.8`; the clauses as `ClausesField` has them.

    Its value is the lines, and the clauses that they name by key.
    """

    widget = forms.Textarea

    def __init__(self, *, project: Project, reader: User, already: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(required=False, max_length=MOST_CHARACTERS, **kwargs)
        self.project, self.reader, self.already = project, reader, already

    def clean(self, value: Any) -> NamedDescents:
        """Read the lines, and find each clause, or say what is wrong."""
        return named_descents(self.project, super().clean(value) or "", reader=self.reader, already=self.already)


def named_descents(project: Project, words: str, *, reader: User, already: Iterable[str] = ()) -> NamedDescents:
    """Return which clauses become which, and these by key.

    :raises ValidationError: for words that are too many, a line that cannot be read, and as `known_clauses` does.
    """
    MaxLengthValidator(MOST_CHARACTERS)(words)
    try:
        descents = read_descents(words)
    except ValueError as error:
        wrong = _now("Write “SPEC-4.2 → SPEC-4.7, SPEC-4.8” instead of “%(line)s”.") % {"line": str(error)[:100]}
        raise forms.ValidationError(wrong) from error
    return descents, known_clauses(project, descents, reader=reader, already=already)


def known_clauses(
    project: Project, descents: Iterable[Descent], *, reader: User, already: Iterable[str] = ()
) -> dict[str, Clause]:
    """Return by key the clauses that become others and those that they become, as `clauses_by_key` does."""
    keys = dict.fromkeys(key for before, after in descents for key in (*before, *after))
    if len(keys) > MOST_NAMED:
        raise forms.ValidationError(_now("Name %(number)s clauses at most.") % {"number": MOST_NAMED})
    return clauses_by_key(project, list(keys), reader=reader, already=already)


class ClauseForm(forms.Form):
    """What is said about a clause."""

    kind_of = forms.ChoiceField(label=_("Kind"), choices=Clause.Kind.choices)
    circles = forms.ModelMultipleChoiceField(
        label=_("Circles"),
        queryset=Circle.objects.none(),
        to_field_name="key",
        help_text=_("An interface lies between two: both speak before it moves."),
    )
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), required=False)
    rationale = forms.CharField(label=_("Rationale"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, clause: Clause, reader: User, **kwargs: Any) -> None:
        project = clause.project
        super().__init__(*args, **kwargs)
        offer(self, "circles", Circle.objects.in_project(project).open().order_by(Alphabetical("name")))
        offer_people(self, "owner", project)
        self.fields["parents"] = ClausesField(
            project=project,
            reader=reader,
            already=[tie.parent.key for tie in clause.parent_ties.all()],
            label=_("Comes from"),
            help_text=_("Keys of clauses, such as SPEC-4.2."),
        )

    @staticmethod
    def start(clause: Clause) -> dict[str, Any]:
        """Return what the form begins with."""
        return {
            "kind_of": clause.kind_of,
            "circles": [circle.key for circle in clause.holders],
            "owner": clause.owner,
            "rationale": clause.rationale,
            "parents": ", ".join(tie.parent.key for tie in clause.parent_ties.all()),
        }


class ReqifForm(forms.Form):
    """A ReqIF file, and whose its clauses are."""

    file = forms.FileField(label=_("ReqIF file"), widget=forms.ClearableFileInput({"accept": ".reqif,.reqifz,.xml"}))
    circle = forms.ModelChoiceField(
        label=_("Circle"), queryset=Circle.objects.none(), to_field_name="key", empty_label=None
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "circle", Circle.objects.in_project(project).open().order_by(Alphabetical("name")))
