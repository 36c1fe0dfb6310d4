/**
 * Where links within a document lead: `#b-…` to a block, `#n-12` to the block at that place where it has no id yet,
 * `#h-flow` to a heading by its words, `#flow` as Markdown of elsewhere names one. Goes there once the text has come, and opens what the place is folded in.
 */
import type { Editor } from "@tiptap/core";
import { isBroughtBack } from "./reading_place";

export function followHash(editor: Editor): () => void {
  const follow = (): void => void showTarget(editor.view.dom, location.hash);
  const onClick = (event: MouseEvent): void => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href^='#']");
    // The hash does not change when the same link is followed again.
    if (link && link.hash === location.hash) follow();
  };
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", onClick);
  if (location.hash && !isBroughtBack()) requestAnimationFrame(follow);
  return () => {
    window.removeEventListener("hashchange", follow);
    document.removeEventListener("click", onClick);
  };
}

export function showTarget(text: HTMLElement, hash: string): void {
  const name = decodeURIComponent(hash.slice(1));
  if (!name) return;
  const escaped = CSS.escape(name);
  const isOurs = /^[bhn]-/.test(name);
  const found = (isOurs && text.querySelector(`#${escaped}, [data-anchor="${escaped}"]`)) || headingNamed(text, name);
  const target = name.startsWith("n-") ? (text.children[Number(name.slice(2))] ?? null) : found;
  if (!target) return;
  for (let each = target.parentElement; each && each !== text; each = each.parentElement) {
    const toggle = each.matches(".details:not(.is-open)") ? each.querySelector<HTMLElement>(".details__toggle") : null;
    toggle?.click();
  }
  target.scrollIntoView({ block: "start" });
  target.classList.add("is-target");
  setTimeout(() => target.classList.remove("is-target"), 2_000);
}

/** Find the heading that Markdown of elsewhere names so, by the rule of GitHub; `heading_names.py` has the same. */
export function headingNamed(text: Element, name: string): Element | null {
  const given = new Map<string, number>();
  for (const heading of text.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const words = (heading.textContent ?? "").trim().replace(/\s+/g, " ").toLowerCase();
    const slug = words.replace(/[^\p{L}\p{N}_\- ]/gu, "").replaceAll(" ", "-");
    const times = given.get(slug) ?? 0;
    given.set(slug, times + 1);
    if (name === (times ? `${slug}-${times}` : slug)) return heading;
  }
  return null;
}
