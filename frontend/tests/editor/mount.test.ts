/** The island on its page: what people see before, during and after the live text. */
import type { Editor } from "@tiptap/core";
import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import { mount } from "../../editor";
import { DeviceCopy } from "../../editor/device_copy";
import { SCHEMA } from "../../editor/protocol";
import { begin, eachWithServer, eventually, page, paragraph, part, server, updateOf } from "./mounted";

eachWithServer();

test("the server's text stays until the first sync, then the live one replaces it", async () => {
  server.store(updateOf("From everyone"));
  const element = page();
  begin(element);
  await vi.waitFor(() => expect(server.peers).toHaveLength(1));
  expect(element.textContent).toBe("From the server");
  await eventually(() => expect(element.querySelector("[contenteditable=true]")?.textContent).toBe("From everyone"));
  expect(part("saved").dataset.state).toBe("saved");
  expect(part("toolbar").getAttribute("role")).toBe("toolbar");
  expect(part("bar").hidden).toBe(true);
});

test("what is typed is shown as saved only once it is on disk", async () => {
  const element = page();
  begin(element);
  await eventually(() => expect(element.querySelector("[contenteditable=true]")).not.toBeNull());
  const paragraph = element.querySelector(".ProseMirror p");
  if (!paragraph) throw new Error("no paragraph");
  paragraph.textContent = "typed";
  await vi.waitFor(() => expect(part("saved").dataset.state).toBe("saving"));
  await eventually(() => expect(part("saved").dataset.state).toBe("saved"));
  expect(server.replay().getXmlFragment("default").toString()).toContain("typed");
});

test("leaving brings a warning only while something is not saved", async () => {
  const element = page();
  begin(element);
  await eventually(() => expect(element.querySelector("[contenteditable=true]")).not.toBeNull());
  const leave = (): boolean => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  expect(leave()).toBe(false);
  const paragraph = element.querySelector(".ProseMirror p");
  if (!paragraph) throw new Error("no paragraph");
  paragraph.textContent = "typed";
  await vi.waitFor(() => expect(leave()).toBe(true));
  await eventually(() => expect(leave()).toBe(false));
});

test("a person who may only read sees the text change but can't write", async () => {
  server.store(updateOf("Read me"));
  server.greeting.readOnly = true;
  const element = page("data-read-only");
  begin(element);
  await eventually(() => expect(element.querySelector("[contenteditable=false]")?.textContent).toBe("Read me"));
  expect(part("saved").textContent).toContain("read only");
  expect(part("toolbar").childElementCount).toBe(0);
});

test("a page older than the server keeps the server's text and asks for a reload", async () => {
  server.greeting.schema = SCHEMA + 1;
  const element = page();
  begin(element);
  await eventually(() => expect(part("bar").textContent).toContain("Ronde has been renewed"));
  expect(element.textContent).toBe("From the server");
});

test("a copy of another epoch is offered, never merged", async () => {
  const copy = new DeviceCopy("ada", "d1");
  const old = new Y.Doc();
  await copy.keep(old, "e0");
  paragraph(old, "Written on the train");
  await copy.close();
  server.store(updateOf("Set back"));
  const element = page();
  begin(element);
  await eventually(() => expect(part("bar").textContent).toContain("This document was set back"));
  expect(element.textContent).toBe("Set back");
  expect(server.replay().getXmlFragment("default").toString()).not.toContain("train");
  expect([...part("bar").querySelectorAll("button")].map(({ textContent }) => textContent)).toEqual([
    "Copy my text",
    "Download my text",
    "Discard the copy",
  ]);
});

test("a copy of another epoch that holds nothing more is dropped silently", async () => {
  const copy = new DeviceCopy("ada", "d1");
  const old = new Y.Doc();
  await copy.keep(old, "e0");
  paragraph(old, "The same");
  await copy.close();
  server.store(updateOf("The same"));
  begin(page());
  const alerts: string[] = [];
  new MutationObserver(() => alerts.push(part("bar").textContent ?? "")).observe(part("bar"), {
    childList: true,
    subtree: true,
  });
  await eventually(() => expect(part("saved").dataset.state).toBe("saved"));
  await eventually(() => expect(new DeviceCopy("ada", "d1").conflicts).toEqual([]));
  // a slow machine may show "not saved" for a moment, but never the alert about the other copy
  await eventually(() => expect(part("bar").hidden).toBe(true));
  expect(alerts.filter((text) => text.includes("set back"))).toEqual([]);
});

test("the toolbar is one tab stop, with arrows inside", async () => {
  const element = page();
  begin(element);
  await eventually(() => expect(part("toolbar").querySelector("button")).not.toBeNull());
  const stops = [...part("toolbar").querySelectorAll("button")].filter((each) => !each.closest("[popover]"));
  const stop = (): (string | null)[] =>
    stops.filter((each) => each.tabIndex === 0).map((each) => each.getAttribute("aria-label"));
  expect(stop()).toEqual(["Text"]);
  stops[0]?.focus();
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  expect(stop()).toEqual(["Bold"]);
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true }));
  expect(stop()).toEqual(["More"]);
  expect(stops.filter((each) => !each.querySelector("svg use"))).toEqual([]);
  expect(stops.every((each) => (each.getAttribute("aria-label") ?? "") !== "")).toBe(true);
});

test("leaving the page closes the link and leaves the text to be read", async () => {
  server.store(updateOf("Still here"));
  const element = page();
  const end = mount(element);
  await eventually(() => expect(element.querySelector("[contenteditable=true]")).not.toBeNull());
  end();
  await vi.waitFor(() => expect(server.peers.every((peer) => !peer.up)).toBe(true));
  expect(element.textContent).toBe("Still here");
  expect(element.querySelector("[contenteditable=true]")).toBeNull();
});

test("of what one suggests the page says that it is saved once the server has it, and not before", async () => {
  let answer = (_: Response): void => undefined;
  vi.stubGlobal("fetch", (_address: string, options?: { body?: FormData }) =>
    options?.body
      ? new Promise<Response>((resolve) => (answer = resolve))
      : Promise.resolve(Response.json({ id: null, seq: 0, state: "open", updates: [] })),
  );
  server.store(updateOf("As it is"));
  const element = page('data-suggesting="/suggestions/"');
  begin(element);
  await eventually(() => expect(element.querySelector("[contenteditable=true]")).not.toBeNull());
  await eventually(() => expect(part("saved").dataset.state).toBe("saved"));
  const { editor } = element.querySelector(".tiptap") as Element & { editor: Editor };
  editor.commands.insertContent(" now");
  expect(part("saved").dataset.state).toBe("saving");
  await vi.waitFor(() => {
    answer(Response.json({ id: 7 }, { status: 201 }));
    expect(part("saved").dataset.state).toBe("saved");
  }, 5_000);
  vi.unstubAllGlobals();
});
