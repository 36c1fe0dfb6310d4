"""Ends a run whose workers would not keep an `xdist_group` together: each would make deployments and samples anew.

pytest-xdist tells its scheduler the group of a test by the end of the test's address. pytest 9.2 let that end go, and
all there was to see was a suite that took twice as long.
"""

import pytest


def pytest_collection_finish(session: pytest.Session) -> None:
    if not session.config.getoption("loadgroup", default=False):
        return
    lost = [item.nodeid for item in session.items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid]
    if lost:
        raise pytest.UsageError(f"pytest-xdist does not know the group of {lost[0]} and {len(lost) - 1} more")
