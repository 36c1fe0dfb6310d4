import { beforeEach, describe, expect, test } from "vitest";
import { formatDuration, updateCountdowns } from "../../behaviours/countdown";

const NOW = Date.parse("2026-11-24T14:35:00Z");
const unit = (name: string) => ({ second: "s", minute: "min", hour: "h", day: "d" })[name] ?? "";
const format = (seconds: number) => formatDuration(seconds, unit).replaceAll("\u00a0", " ");

test.each([
  [45, "45 s"],
  [14 * 60 + 20, "14 min"],
  [3 * 3600 + 25 * 60, "3 h 25 min"],
  [2 * 3600, "2 h"],
  [49 * 3600, "2 d 1 h"],
  [-300, "5 min"],
])("%i seconds are shown as %s", (seconds, words) => expect(format(seconds)).toBe(words));

describe("on the page", () => {
  beforeEach(() => {
    document.body.innerHTML = `<div id="words" data-hour="h" data-minute="min" data-second="s" data-in="in {time}" data-ago="{time} ago"></div>
      <span class="due"><time data-left="2026-11-24T18:00:00Z"></time></span>
      <svg><circle data-ring-until="2026-11-24T14:36:00Z" data-ring-span="120"></circle></svg>`;
  });

  const time = () => document.querySelector("time")?.textContent?.replaceAll("\u00a0", " ");

  test("the time left is shown in words, and the time past as late", () => {
    updateCountdowns(NOW);
    expect(time()).toBe("in 3 h 25 min");
    updateCountdowns(NOW + 4 * 3_600_000);
    expect(time()).toBe("35 min ago");
    expect(document.querySelector(".due--late")).not.toBeNull();
  });

  test("the bare time left never falls below zero", () => {
    const bare = document.querySelector("time") as HTMLElement;
    bare.dataset.leftBare = "";
    updateCountdowns(NOW);
    expect(time()).toBe("3 h 25 min");
    updateCountdowns(NOW + 4 * 3_600_000);
    expect(time()).toBe("0 s");
  });

  test("a ring shows the share that is left", () => {
    updateCountdowns(NOW);
    expect(document.querySelector("circle")?.getAttribute("stroke-dasharray")).toBe("0.5000 1");
  });
});

test("a timer runs to zero, turns amber in its last fifth and red when it is over", () => {
  document.body.innerHTML = `<svg class="timer" data-timer="2026-11-24T14:40:00Z" data-timer-span="300">
    <circle class="timer__time"></circle><text data-timer-left></text></svg>`;
  const timer = document.querySelector("svg") as SVGElement;
  const left = () => timer.querySelector("text")?.textContent;
  updateCountdowns(NOW);
  expect([left(), timer.getAttribute("class")]).toEqual(["5:00", "timer"]);
  updateCountdowns(NOW + 250_000);
  expect([left(), timer.getAttribute("class")]).toEqual(["0:50", "timer timer--amber"]);
  updateCountdowns(NOW + 320_000);
  expect([left(), timer.getAttribute("class")]).toEqual(["−0:20", "timer timer--red"]);
});
