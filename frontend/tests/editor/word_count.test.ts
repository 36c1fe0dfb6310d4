/** Ctrl Shift C says how long the text is, or what is selected of it. */
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { mountWordCount } from "../../editor/word_count";
import { closeAll, node, opened } from "./every_node";

afterEach(closeAll);

test("Ctrl Shift C says the words and characters of the text, or of what is selected", () => {
  document.body.innerHTML = `<div id="toasts"></div><template id="toast-done"><div class="toast"><p class="toast__words"></p></div></template>`;
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push([node("paragraph", {}, "The seal"), node("paragraph", {}, "leaks.")]);
  const editor = opened(doc);
  const unmount = mountWordCount(editor, (key, values = {}) => `${key} ${Object.values(values).join(" ")}`);
  const said = (): string => {
    const event = new KeyboardEvent("keydown", { key: "C", ctrlKey: true, shiftKey: true, cancelable: true });
    editor.view.dom.dispatchEvent(event);
    return event.defaultPrevented ? (document.querySelector(".toast")?.textContent ?? "") : "not ours";
  };
  expect(said()).toBe("letters words 3 14");
  editor.commands.setTextSelection({ from: 5, to: 9 });
  expect(said()).toBe("letters words_of 1 3 4");
  unmount();
  expect(said()).toBe("not ours");
});
