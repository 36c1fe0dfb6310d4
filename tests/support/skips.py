"""No test is quietly skipped: by a mark, on the way, or with its whole module."""

from collections.abc import Generator
from typing import Any

import pytest


def _refuse_skip(report: Any) -> None:
    """A skipped test proves nothing: it runs, or it is not there."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, and nothing may be skipped here: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn skips of tests into failures."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn skips of whole modules into failures."""
    report = yield
    _refuse_skip(report)
    return report
