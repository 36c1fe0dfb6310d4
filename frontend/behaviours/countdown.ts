/**
 * Countdowns, kept current. `<time data-left="2026-11-24T18:00:00Z">` shows the time left in words; `data-left-bare`
 * omits "in …" and ends at zero. `<circle data-ring-until="…" data-ring-span="120" pathLength="1">` is a ring, its span
 * in seconds. `<svg data-timer="…" data-timer-span="120">` is a timer with .timer__time and [data-timer-left].
 */
import { pageString } from "../strings";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Two units at most, seconds only in the last two minutes: "2 d 3 h", "3 h 25 min", "14 min", "45 s". */
export function formatDuration(seconds: number, unit: (name: string) => string = pageString): string {
  const left = Math.abs(Math.round(seconds));
  const part = (amount: number, name: string) => `${amount}\u00a0${unit(name)}`;
  if (left < 2 * MINUTE) return part(left, "second");
  if (left < HOUR) return part(Math.floor(left / MINUTE), "minute");
  if (left < DAY) return pair(left, HOUR, "hour", MINUTE, "minute", part);
  return pair(left, DAY, "day", HOUR, "hour", part);
}

type Part = (amount: number, name: string) => string;

function pair(left: number, large: number, largeName: string, small: number, smallName: string, part: Part): string {
  const rest = Math.floor((left % large) / small);
  const first = part(Math.floor(left / large), largeName);
  return rest ? `${first} ${part(rest, smallName)}` : first;
}

/** How far this device's clock is from the server's, in ms; the page carries the server's time. */
function clockSkew(): number {
  const written = Date.parse(document.body.dataset.now ?? "");
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return Number.isNaN(written) || !page ? 0 : written - (performance.timeOrigin + page.responseStart);
}

/** Update every countdown of the page; returns the ms until the next update is due. */
export function updateCountdowns(now: number): number {
  let next = 20_000;
  for (const element of document.querySelectorAll<HTMLElement>("[data-left]")) {
    const seconds = (Date.parse(element.dataset.left ?? "") - now) / 1000;
    if (Number.isNaN(seconds)) continue;
    if (Math.abs(seconds) < 2 * MINUTE + 20) next = 1000;
    const isBare = element.dataset.leftBare !== undefined;
    const words = formatDuration(isBare ? Math.max(0, seconds) : seconds);
    const frame = isBare ? "" : pageString(seconds >= 0 ? "in" : "ago");
    const text = frame ? frame.replace("{time}", words) : words;
    if (element.textContent !== text) element.textContent = text;
    element.closest(".due")?.classList.toggle("due--late", seconds < 0);
  }
  for (const ring of document.querySelectorAll<SVGElement>("[data-ring-until]")) {
    const seconds = (Date.parse(ring.dataset.ringUntil ?? "") - now) / 1000;
    const share = Math.max(0, Math.min(1, seconds / Number(ring.dataset.ringSpan)));
    ring.setAttribute("stroke-dasharray", `${share.toFixed(4)} 1`);
    next = 1000;
  }
  for (const timer of document.querySelectorAll<SVGElement>("[data-timer]")) {
    updateTimer(timer, (Date.parse(timer.dataset.timer ?? "") - now) / 1000);
    next = 1000;
  }
  return next;
}

/** A sync's timer: its ring, its 3:47 (−0:20 once over), amber in the last fifth, red when over. */
function updateTimer(timer: SVGElement, left: number): void {
  const share = Math.max(0, Math.min(1, left / Number(timer.dataset.timerSpan)));
  timer.querySelector(".timer__time")?.setAttribute("stroke-dasharray", `${share.toFixed(4)} 1`);
  timer.classList.toggle("timer--amber", left > 0 && share <= 0.2);
  timer.classList.toggle("timer--red", left <= 0);
  const whole = Math.floor(Math.abs(left));
  const words = `${left < 0 ? "−" : ""}${Math.floor(whole / MINUTE)}:${String(whole % MINUTE).padStart(2, "0")}`;
  const text = timer.querySelector("[data-timer-left]");
  if (text && text.textContent !== words) text.textContent = words;
}

export function countdown(signal: AbortSignal): void {
  const offset = clockSkew();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = () => {
    clearTimeout(timer);
    timer = setTimeout(tick, updateCountdowns(Date.now() + offset));
  };
  tick();
  document.addEventListener("htmx:after:settle", tick, { signal });
  document.addEventListener("visibilitychange", tick, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
}
