import { afterEach, beforeEach, expect, test } from "vitest";
import { unfold } from "../../behaviours/unfold";

let page: AbortController;
const more = () => document.getElementById("more") as HTMLDetailsElement;
const answered = (html: string) => {
  (document.getElementById("route") as HTMLElement).innerHTML = html;
  document.dispatchEvent(new Event("htmx:after:settle"));
};

beforeEach(() => {
  document.body.innerHTML = '<details id="more"></details><section id="route"></section>';
  page = new AbortController();
  unfold(page.signal);
});

afterEach(() => page.abort());

test("the rest opens when the text names what it may touch, and not before", () => {
  answered("<p>Design decides</p>");
  expect(more().open).toBe(false);
  answered('<p data-unfolds="more">The text names PWR-OUT</p>');
  expect(more().open).toBe(true);
});

test("who folds it again has seen it", () => {
  answered('<p data-unfolds="more">The text names PWR-OUT</p>');
  more().open = false;
  answered('<p data-unfolds="more">The text names PWR-OUT, Field</p>');
  expect(more().open).toBe(false);
});
