import { beforeEach, expect, test, vi } from "vitest";
import { tabs } from "../../behaviours/tabs";
import { fetchInto } from "../../htmx";

vi.mock("../../htmx", () => ({ fetchInto: vi.fn(() => Promise.resolve()) }));

const tab = (id: string) => document.getElementById(id) as HTMLAnchorElement;
const shown = () => [...document.querySelectorAll("[role=tabpanel]:not([hidden])")].map((panel) => panel.id);
const pressKey = (id: string, key: string) =>
  tab(id).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

beforeEach(() => {
  document.body.innerHTML = `
    <div data-tabs role="tablist">
      <a id="talk" role="tab" aria-controls="said" aria-selected="true" href="#said">Talk</a>
      <a id="history" role="tab" aria-controls="done" aria-selected="false" tabindex="-1" href="/record/?about=proposal-1">History</a>
    </div>
    <div id="said" role="tabpanel"></div><div id="done" role="tabpanel" data-from="#log" hidden></div>`;
  const { signal } = new AbortController();
  tabs(signal);
  vi.mocked(fetchInto).mockClear();
});

test("a click shows that tab's panel alone, and fetches its content once", () => {
  tab("history").click();
  expect(shown()).toEqual(["done"]);
  expect([tab("talk"), tab("history")].map((one) => one.getAttribute("aria-selected"))).toEqual(["false", "true"]);
  expect(vi.mocked(fetchInto).mock.calls[0]?.slice(1)).toEqual([tab("history").href, "#log"]);
  document.getElementById("done")?.append(document.createElement("ol"));
  vi.mocked(fetchInto).mockClear();
  tab("talk").click();
  tab("history").click();
  expect(fetchInto).not.toHaveBeenCalled();
});

test("arrows move round the tabs, Home and End to the ends", () => {
  pressKey("talk", "ArrowRight");
  expect([shown(), document.activeElement?.id]).toEqual([["done"], "history"]);
  pressKey("history", "ArrowRight");
  expect(shown()).toEqual(["said"]);
  pressKey("talk", "End");
  expect(shown()).toEqual(["done"]);
  pressKey("history", "Home");
  expect(document.activeElement?.id).toBe("talk");
});
