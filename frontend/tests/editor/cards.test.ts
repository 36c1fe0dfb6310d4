/** Things of Ronde stand in a text as live cards: pasted by their address, or chosen. */
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { MentionNames } from "../../editor/mention_names";
import { mentionSuggestions } from "../../editor/mention_suggestions";
import { ownPath, pasteAddress } from "../../editor/paste_address";
import { EMBED } from "../../editor/thing_commands";
import { undoSteps } from "../../editor/undo_steps";
import { closeAll, node, opened } from "./every_node";

afterEach(() => {
  vi.unstubAllGlobals();
  closeAll();
});

const card = (state: string): Response =>
  new Response(`<div data-card data-keys="decision:7 x"><a href="/p/pump/decisions/12/">Seal</a> ${state}</div>`);

function withCard(): ReturnType<typeof opened> {
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push([node("embed", { kind: "thing", id: "D-12" })]);
  return opened(doc, [], { cards: "/cards/" });
}

test("a card is fetched, and again when its thing has changed, and not when another has", async () => {
  const fetched = vi.fn(async () => card("in force"));
  vi.stubGlobal("fetch", fetched);
  const dom = withCard().view.dom;
  await vi.waitFor(() => expect(dom.textContent).toContain("in force"));
  expect((fetched.mock.calls[0] as unknown as [string])[0]).toBe("/cards/thing-D-12");
  fetched.mockImplementation(async () => card("revoked"));
  document.dispatchEvent(new CustomEvent("ronde:changed", { detail: { what: ["decision:8"] } }));
  document.dispatchEvent(new CustomEvent("ronde:changed", { detail: { what: ["decision:7"] } }));
  await vi.waitFor(() => expect(dom.textContent).toContain("revoked"));
  expect(fetched).toHaveBeenCalledTimes(2);
});

test("offline a card says which thing it is, and comes with the connection", async () => {
  const fetched = vi.fn(async () => Promise.reject<Response>(new TypeError("offline")));
  vi.stubGlobal("fetch", fetched);
  const dom = withCard().view.dom;
  await vi.waitFor(() => expect(dom.textContent).toContain("embed_offline"));
  fetched.mockImplementation(async () => card("in force"));
  document.dispatchEvent(new CustomEvent("ronde:connection", { detail: { online: true } }));
  await vi.waitFor(() => expect(dom.textContent).toContain("in force"));
});

function paste(editor: ReturnType<typeof opened>, text: string): void {
  const clipboardData = {
    types: ["text/plain"],
    files: [],
    getData: (type: string) => (type === "text/plain" ? text : ""),
  };
  editor.view.dom.dispatchEvent(
    Object.assign(new Event("paste", { bubbles: true, cancelable: true }), { clipboardData }),
  );
}

test("a pasted address becomes a card where it stands alone, and a mention among words", async () => {
  vi.stubGlobal("fetch", async (address: string) =>
    address.startsWith("/cards/?") ? Response.json({ kind: "thing", id: "D-12" }) : card("in force"),
  );
  const address = `${location.origin}/p/pump/decisions/12/`;
  const alone = opened(new Y.Doc(), [pasteAddress("/cards/"), undoSteps]);
  paste(alone, address);
  await vi.waitFor(() => expect(kinds(alone)).toEqual(["embed", "paragraph"]));
  alone.commands.undo();
  expect(alone.getText()).toContain(address);
  const among = opened(new Y.Doc(), [pasteAddress("/cards/")]);
  among.commands.insertContent("see ");
  paste(among, address);
  await vi.waitFor(() => expect(JSON.stringify(among.getJSON())).toContain('"mention"'));
  expect(among.getText()).toBe("see D-12");
});

test("other addresses stay as they are", () => {
  expect(ownPath("https://example.org/p/pump/decisions/12/")).toBe("");
  expect(ownPath(`${location.origin}/p/pump/documents/3/#b-a1b2`)).toBe("");
  expect(ownPath(`see ${location.origin}/p/pump/decisions/12/`)).toBe("");
});

test("the slash command lets the next reference stand as a card, and only that", () => {
  const editor = opened(new Y.Doc());
  const [, reference] = mentionSuggestions({ people: "/p", things: "/t" }, new MentionNames(), (key) => key);
  const choose = (id: string): void => {
    const to = editor.state.selection.from;
    const props = { kind: "thing", id, label: "Seal", icon: "", address: "" };
    reference?.command?.({ editor, range: { from: to - 1, to }, props });
  };
  EMBED.run(editor);
  expect(editor.getText()).toBe("#");
  choose("D-12");
  expect(kinds(editor)).toEqual(["embed", "paragraph"]);
  editor.storage.embed.isWanted = false; // the list closes
  editor.commands.insertContent("#");
  choose("A-3");
  expect(kinds(editor)).toEqual(["embed", "paragraph"]);
  expect(editor.getText()).toContain("A-3");
});

const kinds = (editor: ReturnType<typeof opened>): (string | undefined)[] =>
  (editor.getJSON().content ?? []).map(({ type }) => type);
