/** The outline of headings, kept in step with the text; heading ids are those that the server gives (`h-flow`, `h-flow-2`). */
import { type Editor, Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { make } from "./dom";

export interface Heading {
  level: number;
  text: string;
  id: string;
}

interface HeadingNode extends Heading {
  /** Its id by its words: links to them still lead here. */
  name: string;
  from: number;
  to: number;
}

const LONGEST_ANCHOR = 60;

/** Gives headings, in their order, ids by their words, as `HeadingAnchors` does on the server. */
export function headingAnchors(): (words: string) => string {
  const given = new Map<string, number>();
  return (words) => {
    const plain = words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
    const name = [...plain.replace(/^-+|-+$/g, "")].slice(0, LONGEST_ANCHOR).join("") || "heading";
    const times = (given.get(name) ?? 0) + 1;
    given.set(name, times);
    return times > 1 ? `h-${name}-${times}` : `h-${name}`;
  };
}

/** All headings in order; those inside other blocks have ids too, but only those at the top level are listed. */
function findHeadings(doc: Node): { all: HeadingNode[]; top: Heading[] } {
  const all: HeadingNode[] = [];
  const top: Heading[] = [];
  const anchor = headingAnchors();
  doc.descendants((node, from, parent) => {
    if (node.type.name !== "heading") return node.isBlock && !node.isTextblock;
    const text = node.textContent.replace(/\s+/g, " ").trim();
    const name = anchor(text);
    const id = typeof node.attrs.bid === "string" ? `b-${node.attrs.bid}` : name;
    const heading = { level: Number(node.attrs.level), text, id, name, from, to: from + node.nodeSize };
    all.push(heading);
    if (parent === doc && text) top.push(heading);
    return false;
  });
  return { all, top };
}

export const headingsOf = (doc: Node): Heading[] => findHeadings(doc).top;

const key = new PluginKey<DecorationSet>("headingIds");

/** Sets the ids of headings without writing them into the document. */
export const headingIds = Extension.create({
  name: "headingIds",
  addProseMirrorPlugins() {
    const decorate = (doc: Node): DecorationSet =>
      DecorationSet.create(
        doc,
        findHeadings(doc).all.map(({ from, to, id, name }) => Decoration.node(from, to, { id, "data-anchor": name })),
      );
    return [
      new Plugin({
        key,
        state: {
          init: (_config, { doc }) => decorate(doc),
          apply: (change, now) => (change.docChanged ? decorate(change.doc) : now),
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ];
  },
});

/** Fills `nav`, keeps it current, and marks the heading that is being read; returns its unmount. */
export function mountOutline(nav: HTMLElement, editor: Editor): () => void {
  const list = nav.querySelector("ol") ?? nav.appendChild(make("ol"));
  let shown = "";
  let frame = 0;
  const markCurrent = (): void => {
    frame = 0;
    const links = [...list.querySelectorAll("a")];
    const passed = links.filter((link) => isPassed(editor.view.dom, decodeURIComponent(link.hash.slice(1))));
    const current = passed.at(-1) ?? links[0];
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const markSoon = (): void => {
    frame ||= requestAnimationFrame(markCurrent);
  };
  const show = (): void => {
    const headings = headingsOf(editor.state.doc);
    const now = JSON.stringify(headings.map(({ level, text, id }) => [level, text, id]));
    if (now === shown) return;
    shown = now;
    list.replaceChildren(...listItems(headings));
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

/** Whether a heading has scrolled up to near the top of the window. */
function isPassed(text: HTMLElement, id: string): boolean {
  const heading = text.querySelector(`#${CSS.escape(id)}`);
  return heading !== null && heading.getBoundingClientRect().top < 160;
}

/** A flat list, each entry with its level, as the server writes it. */
function listItems(headings: readonly Heading[]): HTMLElement[] {
  return headings.map(({ level, text, id }) =>
    make("li", { "data-level": String(level) }, make("a", { href: `#${id}` }, text)),
  );
}
