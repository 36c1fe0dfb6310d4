"""Actions as a table: what a CSV file says, line by line, against what there is; carried out wholly or not at all."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.circles.models.shared_word import MAX_WORD
from circles.projects.models import Project
from decisions.actions.models import MAX_WORDS, Action, ActionState
from decisions.actions.workflows import describing, moving
from decisions.actions.workflows.csv_lines import COLUMNS, Line, Table, written
from decisions.actions.workflows.labels import MAX_OF_ONE, set_labels
from documents.conversation.text.mentions import MAX_TEXT
from foundation.accounts.models import User
from foundation.audit.models import Head
from foundation.web.csv_safe import unguarded
from foundation.web.exceptions import Refused
from foundation.web.pagination import YEARS, number_in

AT_MOST = 500
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")


class TableReader:
    """Reads a file for a project. `may_act` says whether who sends it may change an action."""

    def __init__(self, project: Project, *, may_act: Callable[[Action], bool]) -> None:
        self.project = project
        self.may_act = may_act
        self.people: dict[str, list[User]] = {}
        for person in project.people():
            # No e-mail address: whose one is, is for nobody to find out by trying.
            names = (person.name, person.handle, f"{person.name} @{person.handle}")
            for name in {name.casefold() for name in names}:
                self.people.setdefault(name, []).append(person)
        self.circles: dict[str, Circle] = {}
        for circle in Circle.objects.in_project(project).open():
            self.circles |= {circle.name.casefold(): circle}
        self.circles |= {circle.key.casefold(): circle for circle in [*self.circles.values()]}

    def read(self, text: str) -> Table:
        """Read it.

        :raises Refused: when it is no table of ours at all.
        """
        rows = list(self._rows(text))
        numbers = [self._number(row.cells) for row in rows]
        known = Action.objects.in_project(self.project).filter(number__in=[one for one in numbers if one]).to_read()
        actions = {action.number: action for action in known}
        for row, number in zip(rows, numbers, strict=True):
            if number is not None and numbers.count(number) > 1:
                row.errors.append(_("A-%(number)s appears twice.") % {"number": number})
            self._read_line(row, number, actions)
        return Table(rows)

    def _rows(self, text: str) -> Iterator[Line]:
        head = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
        delimiter = max(",;\t", key=head.count)
        try:
            rows = list(csv.reader(StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter, strict=True))
        except csv.Error as error:
            raise Refused(_("This CSV file could not be read: %(error)s.") % {"error": error}) from error
        names = [name.strip().casefold() for name in rows[0]] if rows else []
        if "what" not in names or len(rows) < 2:
            columns = ", ".join(COLUMNS)
            raise Refused(_("The first line names the columns, at least “what”: %(columns)s.") % {"columns": columns})
        if len(rows) > AT_MOST + 1:
            raise Refused(_("At most %(number)s actions are imported at once.") % {"number": AT_MOST})
        for number, row in enumerate(rows[1:], start=2):
            if any(cell.strip() for cell in row):
                cells = {name: unguarded(cell).strip() for name, cell in zip(names, row, strict=False)}
                yield Line(number, {name: cell for name, cell in cells.items() if name in COLUMNS})

    def _number(self, cells: Mapping[str, str]) -> int | None:
        return number_in(cells.get("reference", "").upper().removeprefix("A-"))

    def _read_line(self, line: Line, number: int | None, actions: Mapping[int, Action]) -> None:
        cells = line.cells
        if cells.get("reference") and number not in actions:
            names = {"name": cells["reference"]}
            line.errors.append(_("There is no “%(name)s” here; without a reference it becomes a new action.") % names)
        line.action = actions.get(number) if number else None
        if line.action and not self.may_act(line.action):
            line.errors.append(_("You may not change %(action)s.") % {"action": line.action.reference})
        as_is = written(line.action) if line.action else {}
        for name, read in (
            ("what", self._what),
            ("owner", self._owner),
            ("due_on", self._day),
            ("circle", self._circle),
            ("labels", self._labels),
            ("description", self._description),
            ("state", self._state),
        ):
            if name in cells and cells[name] != as_is.get(name):
                try:
                    read(line, cells[name])
                except Refused as refusal:
                    line.errors.append(str(refusal))
        line.changed = [] if line.action is None else changes(line.action, line.said)
        if (
            line.action
            and line.changed
            and not line.action.is_open
            and line.said.get("state", ActionState.DONE) in CLOSED
        ):
            line.errors.append(_("%(action)s is closed; reopen it first.") % {"action": line.action.reference})

    def _what(self, line: Line, cell: str) -> None:
        words = " ".join(cell.split())
        if not words:
            raise Refused(_("Say what needs to be done."))
        if len(words) > MAX_WORDS:
            raise Refused(_("This is too long: at most %(number)s characters.") % {"number": MAX_WORDS})
        line.said["what"] = words

    def _owner(self, line: Line, cell: str) -> None:
        found = self.people.get(cell.casefold().removeprefix("@"), []) if cell else []
        if cell and len(found) != 1:
            sentence = _("Several people are called “%(name)s”.") if found else _("Nobody here is called “%(name)s”.")
            raise Refused(sentence % {"name": cell})
        if cell:
            line.said["owner"] = found[0]

    def _day(self, line: Line, cell: str) -> None:
        for form in DAY_FORMS:
            with suppress(ValueError):
                day = datetime.strptime(cell, form).date()  # noqa: DTZ007 a day has no zone
                if day.year in YEARS:
                    line.said["due_on"] = day
                    return
        if cell:
            raise Refused(_("“%(day)s” is not a date such as 2026-12-31 or 31/12/2026.") % {"day": cell})
        line.said["due_on"] = None

    def _circle(self, line: Line, cell: str) -> None:
        if cell and cell.casefold() not in self.circles:
            raise Refused(_("There is no open circle “%(name)s”.") % {"name": cell})
        if cell:
            line.said["circle"] = self.circles[cell.casefold()]

    def _labels(self, line: Line, cell: str) -> None:
        names = {name.casefold(): name for name in (" ".join(part.split()) for part in cell.split(",")) if name}
        if len(names) > MAX_OF_ONE or any(len(name) > MAX_WORD for name in names):
            limits = {"number": MAX_OF_ONE, "length": MAX_WORD}
            raise Refused(_("At most %(number)s labels, each of at most %(length)s characters.") % limits)
        line.said["labels"] = sorted(names.values())

    def _description(self, line: Line, cell: str) -> None:
        if len(cell) > MAX_TEXT:
            raise Refused(_("This is too long: at most %(number)s characters.") % {"number": MAX_TEXT})
        line.said["description"] = cell

    def _state(self, line: Line, cell: str) -> None:
        if not cell:
            return
        state, words = cell.casefold(), " ".join(line.cells.get("words", "").split())
        if state not in ActionState.values:
            states = ", ".join(ActionState.values)
            raise Refused(_("“%(state)s” is none of: %(states)s.") % {"state": cell, "states": states})
        is_other = line.action is None or line.action.state != state
        if is_other and ActionState(state).facts.asks and not words:
            raise Refused(_("“%(state)s” needs something in the column “words”.") % {"state": cell})
        line.said |= {"state": state, "words": words[:MAX_WORDS]}


CLOSED = [one for one in ActionState if one.facts.is_closed]
"""States of what can no longer change."""


def changes(action: Action, said: Mapping[str, Any]) -> list[str]:
    """Return the columns in which a line says something else than is so."""
    now: dict[str, Any] = {
        "what": action.what,
        "owner": action.owner,
        "due_on": action.due_on,
        "circle": action.circle,
        "description": action.description,
        "state": action.state,
    }
    found = [name for name, is_now in now.items() if name in said and said[name] != is_now]
    labels = {label.name.casefold() for label in action.labels.all()}
    if "labels" in said and {name.casefold() for name in said["labels"]} != labels:
        found.append("labels")
    return found


def carry_out(project: Project, table: Table, *, by: User) -> int:
    """Make and change what a table says, all or nothing; returns how many actions were made or changed.

    :raises Refused: when a line is wrong, or an action refuses: the sentence names the line.
    """
    if table.wrong:
        raise Refused(_("Nothing was imported: some lines are wrong."))
    with transaction.atomic():
        Head.lock(project.pk)
        for line in (*table.new, *table.changing):
            try:
                _carry_out(project, line, by=by)
            except Refused as refusal:
                names = {"line": line.number, "refusal": refusal}
                raise Refused(_("Nothing was imported. Line %(line)s: %(refusal)s") % names) from refusal
    return len(table.new) + len(table.changing)


def _carry_out(project: Project, line: Line, *, by: User) -> None:
    said = line.said
    if line.action is None:
        terms: dict[str, Any] = {name: said.get(name) for name in ("owner", "due_on")}
        circle = said.get("circle") or project.circles.general()
        action = Action.make(circle, said["what"], by=by, why=line.cells.get("why", ""), **terms)
        names: Iterable[str] = ("labels", "description", "state")
    else:
        action, names = line.action, line.changed
        if not action.is_open:
            action.reopen(by=by)
    verbs: dict[str, Callable[[], None]] = {
        "what": lambda: action.rename(said["what"], by=by),
        "owner": lambda: action.hand_over(said["owner"], by=by),
        "due_on": lambda: action.reschedule(_day_of(said), by=by),
        "circle": lambda: describing.change_circle(action, said["circle"], by=by),
        "labels": lambda: set_labels(action, said["labels"], by=by),
        "description": lambda: describing.describe(action, said["description"], by=by),
        "state": lambda: moving.move(Action.objects.get(pk=action.pk), said["state"], words=said["words"], by=by),
    }
    for name, verb in verbs.items():
        if name in names and name in said:
            verb()


def _day_of(said: Mapping[str, Any]) -> date | None:
    day: date | None = said["due_on"]
    return day
