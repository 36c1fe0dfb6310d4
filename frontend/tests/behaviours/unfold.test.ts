import { afterEach, beforeEach, expect, test } from "vitest";
import { unfold } from "../../behaviours/unfold";

let page: AbortController;
const more = () => document.getElementById("more") as HTMLDetailsElement;
const respond = (html: string) => {
  (document.getElementById("route") as HTMLElement).innerHTML = html;
  document.dispatchEvent(new Event("htmx:after:settle"));
};

beforeEach(() => {
  document.body.innerHTML = '<details id="more"></details><section id="route"></section>';
  page = new AbortController();
  unfold(page.signal);
});

afterEach(() => page.abort());

test("the details open when a response names them, and not before", () => {
  respond("<p>Design decides</p>");
  expect(more().open).toBe(false);
  respond('<p data-unfolds="more">The text names PWR-OUT</p>');
  expect(more().open).toBe(true);
});

test("details that the person has closed stay closed", () => {
  respond('<p data-unfolds="more">The text names PWR-OUT</p>');
  more().open = false;
  respond('<p data-unfolds="more">The text names PWR-OUT, Field</p>');
  expect(more().open).toBe(false);
});
