/** The handle beside the block under the pointer: it is dragged, and opens the menu of what one does with a block. */
import type { Editor, Extensions } from "@tiptap/core";
import { DragHandle } from "@tiptap/extension-drag-handle";
import { openBlockMenu } from "./block_menu";
import { blocksAt } from "./block_range";
import { icon, make } from "./dom";
import type { Translate } from "./strings";

/** For pointers that can hover; fingers find the same in the toolbar's menu. */
export function blockHandle(translate: Translate): Extensions {
  if (!window.matchMedia?.("(hover: hover)").matches) return [];
  let at = -1;
  const handle = make(
    "div",
    { class: "handle", title: translate("block"), "aria-hidden": "true" },
    icon("grip-vertical"),
  );
  let editor: Editor | null = null;
  handle.style.visibility = "hidden"; // until the pointer is over a block: before, it stands at the page's corner
  handle.addEventListener("click", () => {
    if (!editor || at < 0) return;
    const { from, to } = blocksAt(editor.state.selection);
    // Of several blocks that are selected, the handle of each is the handle of all.
    const isSelected = at >= from && at < to && !editor.state.selection.empty;
    if (!isSelected) editor.chain().focus(undefined, { scrollIntoView: false }).selectBlock(at).run();
    openBlockMenu(editor, handle, translate);
  });
  return [
    DragHandle.configure({
      render: () => handle,
      onNodeChange: (found) => {
        at = (found as { pos?: number }).pos ?? -1;
        editor = found.editor;
      },
      computePositionConfig: { placement: "left-start" },
    }),
  ];
}
