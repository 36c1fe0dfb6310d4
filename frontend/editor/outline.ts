/** The headings on the left, kept in step with the text; each heading has the id that the server gives it (`h-0` …). */
import { type Editor, Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { make } from "./dom";

export interface Heading {
  level: number;
  words: string;
  id: string;
}

interface Placed extends Heading {
  from: number;
  to: number;
}

/** All headings in order; those inside other blocks have ids too, but only those at the top are listed. */
function placed(doc: Node): { all: Placed[]; top: Heading[] } {
  const all: Placed[] = [];
  const top: Heading[] = [];
  doc.descendants((node, from, parent) => {
    if (node.type.name !== "heading") return node.isBlock && !node.isTextblock;
    const words = node.textContent.replace(/\s+/g, " ").trim();
    const heading = { level: Number(node.attrs.level), words, id: `h-${all.length}`, from, to: from + node.nodeSize };
    all.push(heading);
    if (parent === doc && words) top.push(heading);
    return false;
  });
  return { all, top };
}

export const headingsOf = (doc: Node): Heading[] => placed(doc).top;

const key = new PluginKey<DecorationSet>("headingIds");

/** Gives headings their ids without writing them into the document. */
export const headingIds = Extension.create({
  name: "headingIds",
  addProseMirrorPlugins() {
    const draw = (doc: Node): DecorationSet =>
      DecorationSet.create(
        doc,
        placed(doc).all.map(({ from, to, id }) => Decoration.node(from, to, { id })),
      );
    return [
      new Plugin({
        key,
        state: {
          init: (_config, { doc }) => draw(doc),
          apply: (change, now) => (change.docChanged ? draw(change.doc) : now),
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ];
  },
});

/** Fills `place` (a `nav`), keeps it up to date, and marks where the reader is; returns what ends it. */
export function outline(place: HTMLElement, editor: Editor): () => void {
  const list = place.querySelector("ol") ?? place.appendChild(make("ol"));
  let shown = "";
  let frame = 0;
  const mark = (): void => {
    frame = 0;
    const links = [...list.querySelectorAll("a")];
    const passed = links.filter((link) => isPassed(editor.view.dom, link.hash.slice(1)));
    const current = passed.at(-1) ?? links[0];
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const markSoon = (): void => {
    frame ||= requestAnimationFrame(mark);
  };
  const show = (): void => {
    const headings = headingsOf(editor.state.doc);
    const now = JSON.stringify(headings.map(({ level, words, id }) => [level, words, id]));
    if (now === shown) return;
    shown = now;
    list.replaceChildren(...entries(headings));
    markSoon();
  };
  editor.on("update", show);
  document.addEventListener("scroll", markSoon, { capture: true, passive: true });
  show();
  return () => {
    editor.off("update", show);
    document.removeEventListener("scroll", markSoon, { capture: true });
    cancelAnimationFrame(frame);
  };
}

/** A heading counts as passed when it has come near the top of the window. */
function isPassed(text: HTMLElement, id: string): boolean {
  const heading = text.querySelector(`#${CSS.escape(id)}`);
  return heading !== null && heading.getBoundingClientRect().top < 160;
}

/** As the server writes them: a flat list, each with its level. */
function entries(headings: readonly Heading[]): HTMLElement[] {
  return headings.map(({ level, words, id }) =>
    make("li", { "data-level": String(level) }, make("a", { href: `#${id}` }, words)),
  );
}
