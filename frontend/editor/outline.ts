/** The outline of headings, kept in step with the text; heading ids are those that the server gives (`h-flow`, `h-flow-2`). */
import { type Editor, Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { firstPast } from "../binary_search";
import { make } from "./dom";
import { showTarget } from "./link_targets";

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
  let shown: string[] = [];
  let frame = 0;
  const markCurrent = (): void => {
    frame = 0;
    const links = [...list.querySelectorAll("a")];
    const ahead = firstPast(links, (link) => !isPassed(editor.view.dom, decodeURIComponent(link.hash.slice(1))));
    const current = links[Math.max(0, ahead - 1)];
    for (const other of list.querySelectorAll("[aria-current]"))
      if (other !== current) other.removeAttribute("aria-current");
    current?.setAttribute("aria-current", "true");
  };
  const markSoon = (): void => {
    frame ||= requestAnimationFrame(markCurrent);
  };
  const show = (): void => {
    const headings = headingsOf(editor.state.doc);
    const now = headings.map(({ level, text, id }) => JSON.stringify([level, text, id]));
    if (now.length === shown.length && now.every((words, at) => words === shown[at])) return;
    replaceChanged(list, headings, (at) => now[at] !== shown[at]);
    shown = now;
    markSoon();
  };
  // Who writes goes on writing there; fingers only look, for the keyboard would cover what they went to.
  const goThere = (event: MouseEvent): void => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href^='#']");
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !isPlain || !editor.isEditable || !window.matchMedia?.("(hover: hover)").matches) return;
    const heading = editor.view.dom.querySelector(`#${CSS.escape(decodeURIComponent(link.hash.slice(1)))}`);
    if (!heading) return;
    event.preventDefault(); // the browser would leave the focus nowhere
    history.pushState(history.state, "", link.hash);
    showTarget(editor.view.dom, link.hash);
    editor.commands.focus(editor.view.posAtDOM(heading, 0), { scrollIntoView: false });
  };
  list.addEventListener("click", goThere);
  editor.on("update", show);
  document.addEventListener("scroll", markSoon, { capture: true, passive: true });
  show();
  return () => {
    list.removeEventListener("click", goThere);
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

/** Writes the entries that changed: who types in one of 250 headings waits for one. */
function replaceChanged(list: Element, headings: readonly Heading[], hasChanged: (at: number) => boolean): void {
  for (const [at, heading] of headings.entries()) {
    const old = list.children[at];
    if (!old) list.append(listItem(heading));
    else if (hasChanged(at)) old.replaceWith(listItem(heading));
  }
  while (list.children.length > headings.length) list.lastElementChild?.remove();
}

/** An entry of a flat list, with its level, as the server writes it. */
function listItem({ level, text, id }: Heading): HTMLElement {
  return make("li", { "data-level": String(level) }, make("a", { href: `#${id}` }, text));
}
