"""Short pieces of work are measured by the wall's clock, and by the processor's where that seems slow."""

import time

import pytest

from foundation.serving.processor_clock import USUAL_S, WATCHED, ProcessorClock


class Clocks:
    """The processor's and the wall's clock, as a test moves them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.processor = self.wall = 0.0
        self.calls = 0
        monkeypatch.setattr(time, "thread_time", self.read_processor)
        monkeypatch.setattr(time, "perf_counter", lambda: self.wall)

    def read_processor(self) -> float:
        self.calls += 1
        return self.processor

    def work(self, clock: ProcessorClock, processor: float, wall: float, *, exactly: bool = False) -> float:
        began = clock.begin(exactly=exactly)
        self.processor += processor
        self.wall += wall
        return clock.end(began)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def test_quick_work_never_asks_the_processor(clocks: Clocks) -> None:
    clock = ProcessorClock()
    assert [clocks.work(clock, 1e-5, 2e-5) for _ in range(3)] == pytest.approx([2e-5] * 3)
    assert clocks.calls == 0


def test_work_that_waited_for_others_is_not_taken_for_slow(clocks: Clocks) -> None:
    clock = ProcessorClock()
    assert clocks.work(clock, 1e-5, 1.0) == USUAL_S
    assert [clocks.work(clock, 1e-5, 1.0) for _ in range(WATCHED)] == pytest.approx([1e-5] * WATCHED)
    calls = clocks.calls
    assert clocks.work(clock, 1e-5, 1e-5) == pytest.approx(1e-5)
    assert clocks.calls == calls


def test_slow_work_is_measured_from_the_second_piece_on(clocks: Clocks) -> None:
    clock = ProcessorClock()
    clocks.work(clock, 0.1, 0.1)
    assert [clocks.work(clock, 0.1, 0.3) for _ in range(3 * WATCHED)] == pytest.approx([0.1] * 3 * WATCHED)


def test_long_work_can_be_measured_exactly_at_once(clocks: Clocks) -> None:
    assert clocks.work(ProcessorClock(), 0.1, 0.3, exactly=True) == pytest.approx(0.1)
