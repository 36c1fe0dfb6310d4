/** Tab while one writes: it keeps to the text until Escape, and leads on who has not written. */
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { tabStays } from "../../editor/tab_stays";
import { closeAll, opened } from "./every_node";

afterEach(closeAll);

test("Tab leads out of a text only before one writes in it, or after Escape", () => {
  const editor = opened(new Y.Doc(), [tabStays]);
  const press = (key: string, shiftKey = false): boolean => {
    const event = new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true });
    editor.view.dom.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(press("Tab")).toBe(false);
  editor.commands.insertContent("The seal");
  expect([press("Tab"), press("Tab", true)]).toEqual([true, true]);
  press("Escape");
  expect(press("Tab")).toBe(false);
  editor.commands.insertContent(" leaks");
  expect(press("Tab")).toBe(true);
  editor.view.dom.dispatchEvent(new FocusEvent("blur"));
  expect(press("Tab")).toBe(false);
  expect(editor.getText()).toBe("The seal leaks");
});
