/** Links, files and cards are followed while one writes: by a click with Ctrl, the middle button, and the keyboard. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { linkCard } from "../../editor/link_card";
import { linkButton } from "../../editor/link_form";
import { layNothingOut } from "./edge_scene";
import { closeAll, FILE, opened } from "./every_node";

const beside = vi.fn();

beforeEach(() => {
  vi.stubGlobal("open", beside);
  beside.mockReset();
});
afterEach(() => {
  closeAll();
  vi.unstubAllGlobals();
  location.hash = "";
});

const TEXT = `<p>See <a href="https://ronde.example/">Ronde</a> and <a href="#h-flow">above</a>.</p>
  <p class="attachment" data-file="${FILE}"><a href="#">curve.csv</a></p>`;

function written() {
  const editor = opened(new Y.Doc(), [linkCard((key) => key)], { files: "/p/pump/files/" });
  editor.commands.setContent(TEXT);
  const [outside, inside] = editor.view.dom.querySelectorAll("a");
  const press = (more: KeyboardEventInit): boolean => {
    const event = new KeyboardEvent("keydown", {
      key: "Enter",
      altKey: true,
      ...more,
      bubbles: true,
      cancelable: true,
    });
    editor.view.dom.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return { editor, outside, inside, press };
}

test.each([
  ["Ctrl and a click", "click", { ctrlKey: true }],
  ["a click with the command key", "click", { metaKey: true }],
  ["the middle button", "auxclick", { button: 1 }],
])("%s opens a link beside the text, and goes to a place of the text itself", (_how, type, more) => {
  const { outside, inside } = written();
  const event = new MouseEvent(type, { ...more, bubbles: true, cancelable: true });
  outside?.dispatchEvent(event);
  expect(beside).toHaveBeenCalledExactlyOnceWith("https://ronde.example/", "_blank", "noopener");
  expect(event.defaultPrevented).toBe(true);
  inside?.dispatchEvent(new MouseEvent(type, { ...more, bubbles: true, cancelable: true }));
  expect(beside).toHaveBeenCalledOnce();
  expect(location.hash).toBe("#h-flow");
});

test("the right button follows nothing", () => {
  const { outside } = written();
  outside?.dispatchEvent(new MouseEvent("auxclick", { button: 2, bubbles: true, cancelable: true }));
  expect(beside).not.toHaveBeenCalled();
});

test("Alt Enter follows the link at the caret, and a file that is chosen", () => {
  const { editor, press } = written();
  editor.commands.setTextSelection(7);
  expect(press({})).toBe(true);
  expect(beside).toHaveBeenLastCalledWith("https://ronde.example/", "_blank", "noopener");
  editor.commands.setNodeSelection(editor.state.doc.child(0).nodeSize);
  press({});
  expect(beside.mock.lastCall?.[0]).toContain(`/p/pump/files/${FILE}/curve.csv`);
  editor.commands.setTextSelection(2);
  press({});
  expect(beside).toHaveBeenCalledTimes(2);
});

test("who sets a link goes on typing behind it, and loses no word", () => {
  const nothing = (): void => undefined;
  Object.assign(HTMLElement.prototype, { showPopover: nothing, hidePopover: nothing });
  layNothingOut();
  const editor = opened(new Y.Doc());
  editor.commands.setContent("<p>See the norm</p>");
  editor.commands.setTextSelection({ from: 9, to: 13 });
  const { element } = linkButton(editor, (key) => key);
  document.body.append(element);
  element.querySelector("input")?.setAttribute("value", "example.org/norm");
  element.querySelector("form")?.requestSubmit();
  editor.commands.insertContent(" and on");
  expect(editor.getHTML()).toContain('the <a href="https://example.org/norm"');
  expect(editor.getText()).toBe("See the norm and on");
});
