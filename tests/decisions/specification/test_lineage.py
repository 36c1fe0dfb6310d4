"""Clauses that a decision splits and merges: what they came from stays known, and what came from them is suspect."""

import re

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.circles.takeaway_parts import TakeawayReader
from circles.projects.models import Project
from decisions.decisions.forms.proposals import ProposalForm
from decisions.decisions.models import Decision, EffectAnswer, Proposal
from decisions.decisions.models.proposals.effect_answers import reached_by
from decisions.decisions.models.proposals.split_clauses import with_descents
from decisions.decisions.workflows.clause_texts import take_texts_anew
from decisions.decisions.workflows.proposals import create_proposal
from decisions.specification.descents import becoming, read_descents, write_descents
from decisions.specification.forms import named_descents
from decisions.specification.models import Clause, ClauseLineage
from decisions.specification.takeaway import rows_of
from decisions.specification.workflows.clauses import describe
from documents.documents.models import Document
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.specification.blocks import a_clause, adopted, fresh, write
from tests.decisions.specification.conftest import TEXT
from tests.factories import a_circle, a_written, left_there
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
APART = TEXT.replace("## Battery", "## Voltage\n\n48 V.\n\n## Peak\n\nNever above 60 V.\n\n## Battery")


def parents_of(clause: Clause) -> list[str]:
    return sorted(clause.parents.values_list("key", flat=True))


def decided(project: Project, lines: str, *, by: User) -> Decision:
    """Have these lines adopted by who is alone in the general circle."""
    touches = with_descents([], *named_descents(project, lines, reader=by))
    proposal = create_proposal(
        project.circles.general(), by=by, ask=True, tension="It says two things.", text="We part them.", clauses=touches
    )
    left_there(proposal)
    return Decision.objects.get(proposal=proposal)


@pytest.fixture
def parts(document: Document, project: Project, ada: User, fay: User) -> dict[str, Clause]:
    """Bus comes from Water, Battery of ada from Bus, all ratified; the new blocks Voltage and Peak are drafts."""
    water, bus, battery = (a_clause(document, words, by=ada) for words in ("Water", "Bus", "Battery"))
    describe(bus, by=ada, parents=[water])
    describe(battery, by=ada, parents=[bus], owner=ada)
    adopted(project.circles.general(), water, bus, battery, by=fay)
    write(document, APART, by=ada)
    voltage, peak = (a_clause(document, words, by=ada) for words in ("Voltage", "Peak"))
    return {"water": water, "bus": bus, "battery": battery, "voltage": voltage, "peak": peak}


@pytest.mark.both_databases
def test_a_clause_is_split_and_what_came_from_it_comes_from_its_parts(
    parts: dict[str, Clause], project: Project, ada: User, fay: User
) -> None:
    bus, voltage, peak = (parts[name].key for name in ("bus", "voltage", "peak"))
    decision = decided(project, f"{bus} → {voltage}, {peak}", by=fay)
    states = {name: fresh(one).state.value for name, one in parts.items()}
    assert states == {**dict.fromkeys(("water", "battery", "voltage", "peak"), "ratified"), "bus": "retired"}
    assert parents_of(parts["battery"]) == sorted([voltage, peak])
    assert parents_of(parts["peak"]) == [parts["water"].key]
    assert fresh(parts["battery"]).is_suspect
    assert not fresh(parts["peak"]).is_suspect
    assert Notice.objects.filter(user=ada, event="clause.suspect", reference=parts["battery"].key).exists()
    said = Entry.objects.get(project=project.pk, event="clause.became")
    assert (said.facts["decision"], said.facts["into"]) == (decision.reference, f"{voltage}, {peak}")


def test_pages_and_programs_say_what_became_of_it(
    parts: dict[str, Clause], project: Project, ada: User, fay: User
) -> None:
    bus, voltage, peak = (parts[name] for name in ("bus", "voltage", "peak"))
    decision = decided(project, f"{bus.key} -> {voltage.key} {peak.key}", by=fay)
    browser, program = at_browser(ada), Client(headers=by_token(ada))
    assert "Became" in browser.get(bus.get_absolute_url()).text
    assert decision.reference in browser.get(voltage.get_absolute_url()).text
    assert f"becomes {voltage.key} and {peak.key}" in browser.get(decision.get_absolute_url()).text
    root = f"/api/v1/projects/{project.slug}"
    assert program.get(f"{root}/clauses/{bus.key}").json()["became"] == [voltage.key, peak.key]
    assert program.get(f"{root}/clauses/{peak.key}").json()["came_from"] == [bus.key]
    rows = {one["key"]: one for one in program.get(f"{root}/clauses").json()["clauses"]}
    assert rows[voltage.key]["came_from"] == [bus.key]


def test_clauses_are_merged(parts: dict[str, Clause], project: Project, ada: User, fay: User) -> None:
    bus, battery, voltage = (parts[name] for name in ("bus", "battery", "voltage"))
    decided(project, f"{bus.key}, {battery.key} → {voltage.key}", by=fay)
    assert [fresh(one).state.value for one in (bus, battery, voltage)] == ["retired", "retired", "ratified"]
    assert sorted(ClauseLineage.objects.values_list("before__key", flat=True)) == sorted([bus.key, battery.key])
    assert parents_of(voltage) == [parts["water"].key]


@pytest.mark.both_databases
def test_what_receives_a_clause_and_says_the_same_is_unchanged(
    parts: dict[str, Clause], project: Project, ada: User, fay: User
) -> None:
    bus, battery = parts["bus"].key, parts["battery"].key
    decision = decided(project, f"{battery} → {bus}", by=fay)
    browser = at_browser(ada)
    for address in (decision.get_absolute_url(), decision.proposal.get_absolute_url()):
        page = browser.get(address).text.partition('id="clauses-name"')[2]
        assert re.findall(r"</svg>\s*(\w+)", page)[:2] == ["unchanged", "retired"], address
    rows = {one.clause.key: one.kind for one in decision.proposal.clauses_touched()}
    assert rows == {bus: "unchanged", battery: "retired"}
    path = browser.get(f"/p/{project.slug}/specification/path/").text
    assert "1 retired" in path
    assert not re.search(r"\b1 changed", path)
    assert path.count("unchanged") == 1


def test_who_was_asked_about_a_clause_is_asked_about_what_it_became_since(
    parts: dict[str, Clause], project: Project, circle: Circle, ada: User, fay: User
) -> None:
    bus, voltage = parts["bus"], parts["voltage"]
    yes = EffectAnswer("clause", bus.key, changes=True)
    before = reached_by(circle, [yes])
    assert before
    decided(project, f"{bus.key} → {voltage.key}", by=fay)
    power = a_circle(ada, inside=project.circles.general(), name="Power")
    describe(voltage, by=ada, circles=[power])
    assert reached_by(circle, [yes]) == [*before, (bus.key, power.pk)]
    row = ClauseLineage.objects.get()
    ClauseLineage.objects.create(before=voltage, after=parts["peak"], baseline=row.baseline, decision="D-9")
    market = a_circle(ada, inside=project.circles.general(), name="Market")
    describe(parts["peak"], by=ada, circles=[market])
    assert reached_by(circle, [yes]) == [*before, (bus.key, power.pk), (bus.key, market.pk)]


def test_a_clause_that_stays_keeps_its_key_and_children(
    parts: dict[str, Clause], document: Document, project: Project, ada: User, fay: User
) -> None:
    bus, peak = parts["bus"], parts["peak"]
    decided(project, f"{bus.key} → {bus.key}, {peak.key}", by=fay)
    assert fresh(bus).state.value == "ratified"
    assert parents_of(parts["battery"]) == sorted([bus.key, peak.key])
    assert fresh(parts["battery"]).is_suspect


def test_a_page_and_a_program_propose_it(parts: dict[str, Clause], project: Project, circle: Circle, ada: User) -> None:
    bus, voltage, peak = (parts[name].key for name in ("bus", "voltage", "peak"))
    browser, address = at_browser(ada), f"/p/{project.slug}/proposals/new/?circle={circle.key}"
    assert "Split it" in browser.get(parts["bus"].get_absolute_url()).text
    begun = browser.get(f"{address}&descents={bus}+→+{voltage}").text
    assert f"{bus} → {voltage}" in begun
    typed = {"tension": "Two things.", "text": "We part them.", "reversibility": "easy", "review_months": 3}
    wrong = browser.post(address, typed | {"descents": f"{bus} {voltage}"})
    assert wrong.status_code == 422
    browser.post(address, typed | {"descents": f"{bus} → {voltage}, {peak}"})
    [touched] = Proposal.objects.latest("pk").touched_clauses.filter(retires=True)
    assert touched.becomes == [voltage, peak]
    program = Client(headers=by_token(ada))
    body = {"circle": circle.key, "tension": "Two things.", "text": "We part them."}
    operation = f"/api/v1/projects/{project.slug}/proposals"
    made = program.post(
        operation, body | {"descents": [{"before": [bus], "after": [voltage, peak]}]}, content_type="application/json"
    )
    rows = {one["key"]: (one["kind"], one["becomes"]) for one in made.json()["clauses"]}
    assert rows == {bus: ("retired", [voltage, peak]), voltage: ("new", []), peak: ("new", [])}
    itself = program.post(
        operation, body | {"descents": [{"before": [bus], "after": [bus]}]}, content_type="application/json"
    )
    assert itself.status_code == 422


@pytest.mark.parametrize("wrong", ["{bus}\n{peak}", "{bus} → {peak}"])
def test_a_key_of_a_program_is_one_key_and_no_line(
    parts: dict[str, Clause], project: Project, circle: Circle, ada: User, wrong: str
) -> None:
    keys = {name: clause.key for name, clause in parts.items()}
    descents = [{"before": [wrong.format(**keys)], "after": [keys["voltage"]]}]
    body = {"circle": circle.key, "tension": "Two things.", "text": "We part them.", "descents": descents}
    answer = Client(headers=by_token(ada)).post(
        f"/api/v1/projects/{project.slug}/proposals", body, content_type="application/json"
    )
    assert answer.status_code == 422
    assert "There is no clause" in answer.text


def filled_in(proposal: Proposal, user: User) -> dict[str, str]:
    """Return what the form of a proposal is filled in with."""
    form = ProposalForm(circle=proposal.circle, user=user, instance=proposal)
    names = ("tension", "text", "reversibility", "review_months", "clauses", "retires", "descents")
    return {name: str(form[name].value() or "") for name in names}


def moved_by(proposal: Proposal) -> dict[str, tuple[bool, list[str]]]:
    return {one.clause.key: (one.retires, one.becomes) for one in proposal.clauses_touched()}


@pytest.fixture
def splitting(parts: dict[str, Clause], project: Project, circle: Circle, ada: User) -> Proposal:
    """A proposal in a round that makes Voltage of Bus."""
    touches = with_descents([], *named_descents(project, f"{parts['bus'].key} → {parts['voltage'].key}", reader=ada))
    return create_proposal(circle, by=ada, ask=True, tension="Two things.", text="We part them.", clauses=touches)


def test_the_lines_of_a_proposal_are_changed_in_its_form(
    splitting: Proposal, parts: dict[str, Clause], ada: User
) -> None:
    bus, voltage = (parts[name].key for name in ("bus", "voltage"))
    browser, address = at_browser(ada), f"{splitting.get_absolute_url()}revision/"
    stays = filled_in(splitting, ada) | {"descents": f"{bus} → {bus}, {voltage}"}
    assert browser.post(address, stays).status_code == 302
    assert moved_by(splitting) == {bus: (False, [bus, voltage]), voltage: (False, [])}
    filled = filled_in(splitting, ada)
    assert filled["descents"] == f"{bus} → {bus}, {voltage}"
    assert browser.post(address, filled | {"descents": f"{bus} → {voltage}"}).status_code == 302
    assert moved_by(splitting) == {bus: (True, [voltage]), voltage: (False, [])}
    assert browser.post(address, filled_in(splitting, ada) | {"descents": ""}).status_code == 302
    assert moved_by(splitting) == {voltage: (False, [])}


def test_wording_changes_and_the_lines_stay(
    splitting: Proposal, parts: dict[str, Clause], document: Document, ada: User
) -> None:
    write(document, APART.replace("48 V.", "24 V."), by=ada)
    words = filled_in(splitting, ada) | {"text": "We part these two.", "editorial": "1"}
    assert at_browser(ada).post(f"{splitting.get_absolute_url()}revision/", words).status_code == 302
    assert splitting.rounds.count() == 1
    assert splitting.touched_clauses.get(clause=parts["bus"]).becomes == [parts["voltage"].key]
    assert "48 V." in splitting.touched_clauses.get(clause=parts["voltage"]).words


def test_texts_are_taken_anew_and_the_lines_stay(
    splitting: Proposal, parts: dict[str, Clause], document: Document, ada: User
) -> None:
    before = moved_by(splitting)
    write(document, APART.replace("48 V.", "24 V."), by=ada)
    assert take_texts_anew(Proposal.objects.get(pk=splitting.pk), by=ada)
    assert moved_by(splitting) == before
    assert "24 V." in splitting.touched_clauses.get(clause=parts["voltage"]).words


def test_a_clause_stays_suspect_when_what_its_parent_became_is_retired(
    parts: dict[str, Clause], project: Project, fay: User
) -> None:
    voltage = parts["voltage"]
    decided(project, f"{parts['bus'].key} → {voltage.key}", by=fay)
    assert parents_of(parts["battery"]) == [voltage.key]
    adopted(project.circles.general(), voltage, by=fay, retires=True)
    assert fresh(parts["battery"]).is_suspect
    assert parts["battery"] in Clause.objects.suspect()


def test_a_copy_names_no_clause_that_its_reader_may_not_read(
    parts: dict[str, Clause], project: Project, circle: Circle, ada: User, fay: User
) -> None:
    apart = a_written(Document.create(circle, "Seal", by=ada), "# Seal\n\nIt holds 60 V.", by=ada)
    secret = a_clause(apart, "It holds", project.circles.general(), by=ada)
    bus, voltage = parts["bus"], parts["voltage"]
    decided(project, f"{bus.key} → {voltage.key}, {secret.key}", by=fay)
    restrict(apart, RestrictionTerms(reason="A patent is pending.", people=[ada]), by=ada)
    became = {
        user: [row["became"] for row in rows_of(TakeawayReader(project, user)) if row["key"] == bus.key]
        for user in (ada, fay, None)
    }
    every = f"{voltage.key}, {secret.key}"
    assert became == {ada: [every], fay: [voltage.key], None: [every]}


def test_no_clause_receives_one_and_becomes_another(parts: dict[str, Clause], project: Project, fay: User) -> None:
    bus, battery, voltage = (parts[name].key for name in ("bus", "battery", "voltage"))
    with pytest.raises(Refused, match=f"{battery} cannot both receive a clause and become another"):
        decided(project, f"{bus} → {battery}\n{battery} → {voltage}", by=fay)


def test_lines_are_read_as_people_write_them() -> None:
    lines = "spec-4.2 -> SPEC-4.7,SPEC-4.8\n\nSPEC-4.3; SPEC-4.4 => SPEC-4.9"
    descents = read_descents(lines)
    becomes = becoming(descents)
    assert becomes == {
        "SPEC-4.2": ["SPEC-4.7", "SPEC-4.8"],
        "SPEC-4.3": ["SPEC-4.9"],
        "SPEC-4.4": ["SPEC-4.9"],
    }
    assert write_descents(becomes.items()) == "SPEC-4.2 → SPEC-4.7, SPEC-4.8\nSPEC-4.3, SPEC-4.4 → SPEC-4.9"


@pytest.mark.parametrize("wrong", ["SPEC-4.2", "SPEC-4.2 →", "→ SPEC-4.7", "SPEC-4.2 → SPEC-4.7 → SPEC-4.8"])
def test_a_line_without_two_sides_is_named(wrong: str) -> None:
    with pytest.raises(ValueError, match="SPEC"):
        read_descents(wrong)
