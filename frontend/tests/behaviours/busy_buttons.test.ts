/** A button is busy while its own request runs, and no other is. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { busyButtons } from "../../behaviours/busy_buttons";

let stop: AbortController;

beforeEach(() => {
  stop = new AbortController();
  busyButtons(stop.signal);
  document.body.innerHTML = `
    <main id="sync">
      <form id="turn" hx-post="/turns/"><button type="submit">First point</button></form>
      <button id="more" hx-get="/more/">More</button>
    </main>`;
});

afterEach(() => stop.abort());

const element = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

function request(event: "before" | "finally", source: HTMLElement): void {
  const detail = { ctx: { sourceElement: source, request: {} } };
  document.dispatchEvent(new CustomEvent(`htmx:${event}:request`, { detail }));
}

const busy = (): string[] => [...document.querySelectorAll("[aria-busy]")].map((one) => one.textContent ?? "");

describe("a busy button", () => {
  it("is the one of the form that is sent, until it was answered", () => {
    request("before", element("turn"));
    expect(busy()).toEqual(["First point"]);
    request("finally", element("turn"));
    expect(busy()).toEqual([]);
  });

  it("is the one that asks for something itself", () => {
    request("before", element("more"));
    expect(busy()).toEqual(["More"]);
  });

  it("is none when the page fetches a part of itself again", () => {
    request("before", element("sync"));
    expect(busy()).toEqual([]);
  });
});
