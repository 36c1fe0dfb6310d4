/** An amendment shows, while one writes, what it changes in the text of its round: words, formulas, mentions. */
import { Editor } from "@tiptap/core";
import { afterEach, expect, test } from "vitest";
import { diffDecorations, readBase } from "../../editor/diff_decorations";
import { schemaExtensions } from "../../editor/schema";

let editor: Editor;

afterEach(() => {
  editor.destroy();
  document.body.replaceChildren();
});

const inLine = (latex: string): string => `<span class="math"><code>${latex}</code></span>`;
const onLine = (latex: string): string => `<div class="math"><code>${latex}</code></div>`;
const BO = '<span class="mention" data-type="mention" data-kind="person" data-id="3">@Bo</span>';

/** What an amendment that says `now` shows beside a round that said `then`. */
function shown(then: string, now: string): HTMLElement {
  const host = document.createElement("div");
  document.body.innerHTML = `<template id="basis">${then}</template>`;
  host.dataset.compared = "basis";
  const base = readBase(host);
  editor = new Editor({
    element: document.body.appendChild(host),
    injectCSS: false,
    extensions: [...schemaExtensions((key) => key), ...(base ? [diffDecorations(base)] : [])],
    content: now,
  });
  return editor.view.dom;
}

const words = (text: HTMLElement, selector: string): string[] =>
  [...text.querySelectorAll(selector)].map((each) => each.textContent ?? "");

test("nothing is marked where formulas, mentions and breaks are what they were", () => {
  const text = `<p>It loses ${inLine("x^2")} of it,<br>says ${BO}.</p>${onLine("a + b")}<ul><li><p>sand</p></li></ul>`;
  const same = shown(text, text);
  expect([words(same, "ins"), words(same, "del")]).toEqual([[], []]);
});

test("words that came and went are marked in their line", () => {
  const text = shown("<p>We order six packs.</p>", "<p>We order eight packs.</p>");
  expect([words(text, ".gone del"), words(text, "ins")]).toEqual([["six"], ["eight"]]);
});

test("a formula among words that is another one is marked, beside the one that went", () => {
  const text = shown(`<p>It loses ${inLine("x^2")} of it.</p>`, `<p>It loses ${inLine("x^3")} of it.</p>`);
  expect(text.querySelector("ins .math")?.getAttribute("aria-label")).toBe("x^3");
  expect(text.querySelector("span.gone del > span.math")?.getAttribute("aria-label")).toBe("x^2");
  expect(editor.getText()).toBe("It loses x^3 of it.");
});

test("a formula on a line of its own came or went as a whole", () => {
  const text = shown(`<p>So it is:</p>${onLine("x^2")}`, `<p>So it is:</p>${onLine("x^3")}`);
  expect(text.querySelector("ins > div.math")?.getAttribute("aria-label")).toBe("x^3");
  const gone = text.querySelector("p.gone");
  expect(gone?.querySelector("del > div.math")?.getAttribute("aria-label")).toBe("x^2");
  expect(gone?.previousElementSibling?.textContent).toBe("So it is:");
});

test("a paragraph that went is shown before the list in whose place it stood", () => {
  const text = shown("<p>Mind the sand.</p><ul><li><p>dust</p></li></ul>", "<ul><li><p>dust</p></li></ul>");
  expect(text.firstElementChild?.textContent).toBe("Mind the sand.");
  expect(text.firstElementChild?.matches("p.gone")).toBe(true);
});
