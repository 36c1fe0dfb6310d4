/** Pictures of a text: enlarged by a click or a key, and cropped. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { withEdge } from "../../editor/picture_crop";
import { type Upload, uploads } from "../../editor/uploads";
import { closeAll, FILE, node, OTHER, opened } from "./every_node";

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.dispatchEvent(new Event("close"));
  };
});

afterEach(() => {
  closeAll();
  document.body.replaceChildren();
});

function withPicture(upload: Upload): ReturnType<typeof opened> {
  const doc = new Y.Doc();
  const figure = node("image", { file: FILE, alt: "A bench", caption: "The bench" });
  doc.getXmlFragment("default").push([node("paragraph", {}, "x"), figure]);
  return opened(
    doc,
    [
      uploads(
        "doc",
        async () => upload,
        (key) => key,
      ),
    ],
    { files: "/p/pump/files/" },
  );
}

function press(editor: ReturnType<typeof opened>): void {
  const image = editor.view.dom.querySelector("img");
  image?.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  image?.click();
}

const dialog = (): HTMLDialogElement | null => document.querySelector("dialog");

test("a click shows a picture whole, with its caption, and a click there leaves it", () => {
  const editor = withPicture(vi.fn());
  editor.setEditable(false);
  editor.view.dom.querySelector("img")?.click();
  expect(dialog()?.querySelector("img")?.getAttribute("src")).toBe(`/p/pump/files/${FILE}/picture`);
  expect(dialog()?.textContent).toContain("The bench");
  dialog()?.querySelector("img")?.click();
  expect(dialog()).toBeNull();
});

test("who writes chooses a picture by a click, and enlarges the chosen one by another", () => {
  const editor = withPicture(vi.fn());
  press(editor);
  expect(dialog()).toBeNull();
  editor.commands.setNodeSelection(3);
  press(editor);
  expect(dialog()).not.toBeNull();
});

test("Alt Enter enlarges the chosen picture; a reader is offered no crop", () => {
  const editor = withPicture(vi.fn());
  editor.commands.setNodeSelection(3);
  editor.setEditable(false);
  const event = new KeyboardEvent("keydown", { key: "Enter", altKey: true, bubbles: true, cancelable: true });
  editor.view.someProp("handleKeyDown", (handle) => handle(editor.view, event));
  expect(dialog()).not.toBeNull();
  expect(dialog()?.querySelector("[data-crop]")).toBeNull();
});

test("a cropped copy takes the place of the picture, and Ctrl Z brings the whole one back", async () => {
  const upload = vi.fn(async () => ({ id: OTHER, name: "p", url: "", kind: "image" as const }));
  const editor = withPicture(upload);
  editor.commands.replacePicture(FILE, new File(["x"], "p.webp"));
  await vi.waitFor(() => expect(JSON.stringify(editor.getJSON())).toContain(OTHER));
  expect(JSON.stringify(editor.getJSON())).toContain("The bench");
  editor.commands.undo();
  const whole = JSON.stringify(editor.getJSON());
  expect(whole).not.toContain(OTHER);
  editor.commands.redo();
  editor.commands.setNodeSelection(3);
  press(editor);
  [...(dialog()?.querySelectorAll<HTMLElement>("[data-crop]") ?? [])].at(-1)?.click(); // also long after, on a fresh page
  expect(JSON.stringify(editor.getJSON())).toBe(whole);
});

test("an edge never passes the one opposite, nor leaves the picture", () => {
  const area = { left: 20, top: 20, right: 80, bottom: 80 };
  expect(withEdge(area, "left", 90).left).toBe(78);
  expect(withEdge(area, "right", 0).right).toBe(22);
  expect(withEdge(area, "top", -5).top).toBe(0);
  expect(withEdge(area, "bottom", 300).bottom).toBe(100);
});
