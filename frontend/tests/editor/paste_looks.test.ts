/** Colours, highlight and alignment that Word, Google Docs and mails paste. */
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { cleanPaste } from "../../editor/paste";
import { nearestColour } from "../../editor/paste_looks";
import { closeAll, opened } from "./every_node";

afterEach(closeAll);

test.each([
  ["#c00000", "red"],
  ["rgb(46, 116, 181)", "blue"],
  ["#ED7D31", "orange"],
  ["#00b050", "green"],
  ["#7030a0", "violet"],
  ["#808080", "grey"],
  ["navy", "blue"],
  ["#000000", null],
  ["windowtext", null],
  ["rgb(55, 53, 47)", null],
  ["inherit", null],
])("the colour %s of words is %s", (css, name) => expect(nearestColour(css)).toBe(name));

test.each([
  ["yellow", "yellow"],
  ["#fff2cc", "yellow"],
  ["transparent", null],
  ["rgba(0, 0, 0, 0)", null],
  ["white", null],
  ["#f8f9fa", null],
])("the ground %s is %s", (css, name) => expect(nearestColour(css, true)).toBe(name));

test("words keep their colour and highlight, lines their place; links, titles and what is black do not", () => {
  const editor = opened(new Y.Doc());
  const html = `<h1 style="text-align:center"><span style="color:#2F5496">Wear</span></h1>
    <p align=right style='text-align:right'><span style='color:#C00000;mso-style:x'>late</span>
    <span style='background:lime;mso-highlight:lime'>tight</span>
    <span style="background-color:#ffff00;color:#000000">dry</span>
    <a href="https://example.org/"><span style="color:#1155cc">bench</span></a></p>`;
  editor.view.pasteHTML(cleanPaste(html), new Event("paste") as ClipboardEvent);
  const said = editor.getHTML();
  expect(said).toContain('<h1 data-align="center">Wear</h1>');
  expect(said).toContain('<span data-colour="red">late</span>');
  expect(said).toContain('<mark data-colour="green">tight</mark>');
  expect(said).toContain("<mark>dry</mark>");
  expect(said).toContain('<p data-align="right">');
  expect(said.match(/data-colour/g)).toHaveLength(2);
});
