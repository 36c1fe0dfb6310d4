"""What a position does follows from its facts: no module asks which member of `PositionKind` it has before it."""

import ast
import re
from collections.abc import Iterator

from decisions.decisions.models.rounds.position_kind import SILENCE, PositionKind
from tests.architecture.sources import everything, modules, parsed, read, walked

DECLARED = "decisions/decisions/models/rounds/position_kind.py"
GIVEN = {
    ("decisions/decisions/views/objections.py", "OBJECTION"): "what the page is for whose address names no position",
    ("decisions/decisions/workflows/objections.py", "CONCERN"): "what an objector keeps their objection as",
    ("decisions/decisions/workflows/objections.py", "NO_OBJECTION"): "what an objector says by lifting their objection",
    ("decisions/decisions/workflows/positions.py", "CONCERN"): "what an objection counts as that does not block",
    ("across/sample/data_generator/decisions.py", "CONCERN"): "said by generated people",
    ("across/sample/data_generator/decisions.py", "NO_OBJECTION"): "said by generated people",
}
"""Where a member is named, and why: each writes down what someone says; none asks what was said."""

DOCUMENTED = "templates/cotton/sign.html"
LOOKS = "static/css/components/position.css"
SIGNS_GIVEN = {
    ("templates/daily/syncs/phone_point.html", "objection"): "an objection is the point here",
    ("templates/decisions/decisions/integration_head.html", "objection"): "an objection that is integrated here",
    ("templates/circles/circle_map/map_legend.html", "objection"): "a circle that an objection holds up",
    ("templates/circles/circle_map/tree_table.html", "objection"): "a circle that an objection holds up",
    ("templates/daily/syncs/live_objection.html", "objection"): "an objection is what it shows",
    ("templates/daily/today/integrate.html", "objection"): "an objection is what it shows",
    ("templates/decisions/decisions/objection.html", "objection"): "an objection is what it shows",
    ("templates/decisions/decisions/fate.html", "objection"): "what an objection is while it stands",
    ("templates/decisions/decisions/fate.html", "concern"): "what an objection counts as that does not block",
    ("templates/decisions/decisions/fate.html", "consent"): "what an objector says by lifting their objection",
    ("templates/decisions/decisions/verdict.html", "objection"): "what an objection is while it stands",
    ("templates/decisions/decisions/verdict.html", "concern"): "what an objection counts as that does not block",
    ("templates/decisions/decisions/verdict.html", "silent"): "nothing is typed yet",
    ("templates/decisions/decisions/open_line.html", "silent"): "nothing was said",
    ("templates/decisions/decisions/round.html", "time"): "the sentence beside it says that time was asked for",
    ("frontend/map/circle_drawing.ts", "objection"): "a circle that an objection holds up",
    ("frontend/map/circle_drawing.ts", "concern"): "a circle with what waits there",
}
"""Where the look of a sign is named, and why: no page gives a position another look than its facts say."""


def kinds_named_in(tree: ast.AST) -> Iterator[str]:
    """Yield the members that are named: `PositionKind.TIME`, `Position.Kind.TIME`."""
    for node in walked(tree):
        if not isinstance(node, ast.Attribute) or node.attr not in PositionKind.__members__:
            continue
        if ast.unparse(node.value).endswith(("PositionKind", "Position.Kind")):
            yield node.attr


def kinds_compared_in(tree: ast.AST) -> Iterator[str]:
    """Yield comparisons of a `kind` with a member or its value, as `one.kind == "time"`, `kind in ("time", "pass")` and
    `filter(kind="time")`.
    """
    for node in walked(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(is_a_kind(side) for side in sides) and any(names_a_member(side) for side in sides):
                yield ast.unparse(node)
        elif isinstance(node, ast.Call):
            filtered = ast.unparse(node.func).endswith((".filter", ".exclude", ".get", "Q"))
            for given in node.keywords if filtered else ():
                if given.arg in KIND_FIELDS and names_a_member(given.value):
                    yield ast.unparse(node)


KIND_FIELDS = {"kind", "kind__in", "position__kind", "position__kind__in", "positions__kind", "positions__kind__in"}


def is_a_kind(side: ast.expr) -> bool:
    """Return whether it is called so: `kind`, `one.kind`, `row["kind"]`."""
    return ast.unparse(side).rstrip("'\"])").rpartition(".")[2].endswith("kind")


def names_a_member(side: ast.expr) -> bool:
    """Return whether members are named in it, or written as their values."""
    values = [node.value for node in ast.walk(side) if isinstance(node, ast.Constant)]
    return bool({*PositionKind.values} & {str(value) for value in values}) or any(kinds_named_in(side))


def test_members_are_named_only_where_someone_says_one() -> None:
    named = {(path, member) for path in modules() if path != DECLARED for member in kinds_named_in(parsed(path))}
    assert named - set(GIVEN) == set(), "ask its facts (PositionFacts), or say here why one is named"
    assert set(GIVEN) - named == set(), "these are gone"


def test_nothing_compares_a_position_with_one_member() -> None:
    compared = [(path, found) for path in modules() for found in kinds_compared_in(parsed(path))]
    assert compared == []


def test_comparisons_are_found_however_they_are_written() -> None:
    written = (
        "position.kind == PositionKind.TIME",
        "kind != 'objection'",
        "row['kind'] in ('time', 'pass')",
        "found.filter(kind=Position.Kind.CONCERN.value)",
        "found.exclude(kind__in=['time'])",
    )
    assert [len(list(kinds_compared_in(ast.parse(one)))) for one in written] == [1] * len(written)
    assert list(kinds_compared_in(ast.parse("position.says.facts.may_block or kind in WITHOUT_TESTS"))) == []


def signs_named_in(page: str) -> Iterator[str]:
    """Yield the signs that are written out: in the name of a look, and where a template asks for the picture."""
    signs = "|".join((SILENCE.sign, *(kind.facts.sign for kind in PositionKind)))
    yield from re.findall(rf"\b(?:sign|said|says)--({signs})\b", page)
    for given in re.findall(r'<c-sign\s+of="([^"]*)"', page):
        yield from re.findall(rf"\b({signs})\b", re.sub(r"{{.*?}}|{%.*?%}", " ", given))


def test_no_page_or_style_sheet_picks_positions_out_by_their_signs() -> None:
    pages = [
        path for path in everything() if path.endswith((".html", ".css", ".ts")) and path not in (LOOKS, DOCUMENTED)
    ]
    named = {(path, sign) for path in pages for sign in signs_named_in(read(path))}
    assert named - set(SIGNS_GIVEN) == set(), "a new position would lack it: ask its facts, as `data-unjudged` does"
    assert set(SIGNS_GIVEN) - named == set(), "these are gone"
