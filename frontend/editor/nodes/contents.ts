/** A list of the headings that stands in the text, and is always that of now. */
import { mergeAttributes, Node } from "@tiptap/core";
import { make } from "../dom";
import { headingsOf } from "../outline";
import type { Translate } from "../strings";

export const contents = (translate: Translate): Node =>
  Node.create({
    name: "contents",
    group: "block",
    atom: true,
    draggable: true,
    parseHTML: () => [{ tag: "nav.contents", priority: 60 }],
    renderHTML: ({ HTMLAttributes }) => ["nav", mergeAttributes({ class: "contents" }, HTMLAttributes)],
    renderText: () => "",
    addNodeView:
      () =>
      ({ editor, HTMLAttributes }) => {
        const list = make("ul", {});
        const dom = make(
          "nav",
          { class: "contents", contenteditable: "false", "aria-label": translate("contents") },
          list,
        );
        if (typeof HTMLAttributes.id === "string") dom.id = HTMLAttributes.id;
        let shown = "";
        const show = (): void => {
          const headings = headingsOf(editor.state.doc);
          const now = JSON.stringify(headings);
          if (now === shown) return;
          shown = now;
          const lines = headings.map(({ level, text, id }) =>
            make("li", { "data-level": String(level) }, make("a", { href: `#${id}` }, text)),
          );
          list.replaceChildren(...(lines.length ? lines : [make("li", {}, translate("contents_none"))]));
        };
        editor.on("update", show);
        editor.on("create", show);
        show();
        return {
          dom,
          ignoreMutation: () => true,
          // Its links are followed, and are no text.
          stopEvent: (event) => event.type === "click" && (event.target as Element).closest?.("a") !== null,
          destroy: () => {
            editor.off("update", show);
            editor.off("create", show);
          },
        };
      },
  });
