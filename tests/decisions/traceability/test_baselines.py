"""Baselines as pages and files: the path, one baseline in each format, coverage and the matrix."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from circles.projects.models import Project
from decisions.decisions.models import Decision
from decisions.specification.models import Baseline, Clause
from decisions.traceability.baseline_copy import BaselineCopy, key_ranges
from documents.richtext.exchange.export_formats import ExportFormat
from foundation.accounts.models import User
from foundation.web.languages import LANGUAGES
from tests.decisions.specification.blocks import adopted
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_baseline_leaves_in_each_format_by_its_name(
    ratified: list[Clause], project: Project, fay: User, language: str
) -> None:
    fay.language = language
    fay.save()
    browser, here = at_browser(fay), f"/p/{project.slug}/specification/baselines/1.0/"
    for page in (here, f"/p/{project.slug}/specification/path/"):
        links = dict(re.findall(rf'href="{here}file\.(\w+)" download>\s*(.*?)\s*</a>', browser.get(page).text))
        with translation.override(language):
            assert links == {form.value: str(form.facts.name) for form in ExportFormat}
    for form in ExportFormat:
        answer = browser.get(f"{here}file.{form}")
        assert (answer.status_code, answer["Content-Type"]) == (200, form.facts.content_type)
        assert answer["Content-Disposition"] == f'attachment; filename="{project.slug}-1.0.{form}"'
        assert form.facts.needs or "48 V" in answer.text


@pytest.mark.both_databases
def test_the_path_a_baseline_and_its_files(ratified: list[Clause], project: Project, fay: User) -> None:
    adopted(project.circles.general(), ratified[0], by=fay)
    browser, root = at_browser(fay), f"/p/{project.slug}/specification"
    path = browser.get(f"{root}/path/").content.decode()
    assert all(number in path for number in ("1.0", "1.1", "<ins>"))
    assert "48 V" in browser.get(f"{root}/baselines/1.0/").content.decode()
    text = browser.get(f"{root}/baselines/1.0/file.md").content.decode()
    assert "48 V" in text
    assert "\n## " in text
    assert "\n### SPEC-" in text
    table = browser.get(f"{root}/baselines/1.1/file.md").content.decode().replace("\\", "").partition("# Decisions")[2]
    for decision in Decision.objects.all():
        assert f"| {decision.reference} {decision.title} |" in table
    assert browser.get(f"{root}/baselines/3.0/").status_code == 404
    assert browser.get(f"{root}/baselines/1.0/file.exe").status_code == 404
    sheet = b"".join(browser.get(f"{root}/matrix.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "SPEC-2.2" in sheet
    assert browser.get(f"{root}/coverage/?gap=test").status_code == 200
    assert browser.get(f"{root}/matrix/").status_code == 200


def test_the_table_of_decisions_alone_is_set_in_equal_columns(ratified: list[Clause], fay: User) -> None:
    [baseline] = Baseline.objects.all()
    whole, one = BaselineCopy(baseline, fay).page(), BaselineCopy(baseline, fay, ratified[0].document.number).page()
    assert whole.partition('<section class="decisions">')[2].count("<table>") == whole.count("<table>") == 1
    assert "decisions" not in one
    assert ".decisions > table {" in render_to_string("traceability/baseline_file.css")


def test_keys_that_follow_each_other_are_named_by_the_first_and_the_last() -> None:
    keys = ["SPEC-4.9", "SPEC-4.10", "SPEC-4.11", "SPEC-4.13", "SPEC-27.1.1", "SPEC-27.1.2"]
    assert key_ranges(keys) == ["SPEC-4.9 – SPEC-4.11", "SPEC-4.13", "SPEC-27.1.1", "SPEC-27.1.2"]
    assert key_ranges([]) == []
