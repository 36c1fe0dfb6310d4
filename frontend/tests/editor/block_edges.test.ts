/** Keys at the edges of every block: nothing is lost there, nothing moves that nobody chose, and there is a way out. */
import type { JSONContent } from "@tiptap/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { block, closeAll, HOLDING, layNothingOut, line, list, opened, press, seen, type, WHOLE } from "./edge_scene";

beforeEach(layNothingOut);
afterEach(closeAll);

test.each(Object.keys(HOLDING))(
  "Delete at the end of a %s joins the line behind it, which leaves its own place",
  (kind) => {
    const editor = opened(HOLDING[kind]?.("held|") ?? line(""), line("after"));
    press(editor, "Delete");
    expect(seen(editor)).toContain("p(held|after)");
    expect(editor.state.doc.childCount).toBe(1);
  },
);

test.each(Object.keys(HOLDING))("Backspace behind a %s joins the line to the last one there", (kind) => {
  const editor = opened(HOLDING[kind]?.("held") ?? line(""), line("|after"));
  press(editor, "Backspace");
  expect(seen(editor)).toContain("p(held|after)");
  expect(editor.state.doc.childCount).toBe(1);
});

test.each(Object.keys(HOLDING))("Delete before a %s takes its first line, and no more", (kind) => {
  const editor = opened(line("before|"), HOLDING[kind]?.("held") ?? line(""));
  const words = editor.state.doc.textContent;
  press(editor, "Delete");
  expect(seen(editor)).toMatch(/^p\(before\|(one|held)\)/);
  expect(editor.state.doc.textContent).toBe(words);
});

test.each(Object.keys(HOLDING))("an empty line before a %s goes, which stays what it is", (kind) => {
  const editor = opened(line("|"), HOLDING[kind]?.("held") ?? line(""));
  editor.commands.setTextSelection(1);
  const before = editor.getJSON().content?.[1]?.type;
  press(editor, "Delete");
  expect(editor.getJSON().content?.map((each) => each.type)).toEqual([before]);
});

test("Backspace in a quotation joins two of its lines", () => {
  const editor = opened(block("blockquote", line("one"), line("|two"), line("three")));
  press(editor, "Backspace");
  expect(seen(editor)).toBe("quote[p(one|two) p(three)]");
});

test("in a cell Tab and Shift Tab move an item in and out, and from cell to cell where it cannot go further", () => {
  const cell = (...inside: JSONContent[]) => block("tableCell", ...inside);
  const editor = opened(block("table", block("tableRow", cell(line("one")), cell(list("a", "b|")), cell(line("two")))));
  press(editor, "Tab");
  expect(seen(editor)).toContain("cell[ul[li[p(a) ul[li[p(b|)]]]]]");
  press(editor, "Tab", { shiftKey: true });
  expect(seen(editor)).toContain("cell[ul[li[p(a)] li[p(b|)]]]");
  press(editor, "Tab");
  press(editor, "Tab");
  expect(editor.state.selection.$from.parent.textContent).toBe("two");
});

test("a list that Backspace parted is one again with the next", () => {
  const editor = opened(list("one", "|two", "three"));
  press(editor, "Backspace");
  expect(seen(editor)).toBe("ul[li[p(one)]] p(|two) ul[li[p(three)]]");
  press(editor, "Backspace");
  expect(seen(editor)).toBe("ul[li[p(one|two)] li[p(three)]]");
});

test("code beside text keeps its lines", () => {
  const code = (text: string) => block("codeBlock", { type: "text", text });
  const opening = opened(line("before"), code("|a\nb"));
  press(opening, "Backspace");
  expect(seen(opening)).toBe("p(before) p(|a) p(b)");
  const taking = opened(line("before|"), code("a\nb"));
  press(taking, "Delete");
  expect(seen(taking)).toBe("p(before|a) code(b)");
  const breaking = opened(code("a|\nb"));
  press(breaking, "Enter", { shiftKey: true });
  expect(seen(breaking)).toBe("code(a/|/b)");
});

test.each(Object.keys(WHOLE))("a %s that the caret came to is not typed over, and Enter goes on behind it", (kind) => {
  const whole = WHOLE[kind] ?? line("");
  const typing = opened(line("before"), whole, line("after"));
  typing.commands.setNodeSelection(8);
  type(typing, "Z");
  const name = typing.state.doc.child(1).type.name;
  expect(seen(typing)).toBe(`p(before) ${name} p(Z|) p(after)`);
  const entering = opened(line("before"), whole);
  entering.commands.setNodeSelection(8);
  press(entering, "Enter");
  expect(seen(entering)).toBe(`p(before) ${name} p(|)`);
});

test("a mention or a formula that the caret came to is not typed over", () => {
  for (const inline of [
    { type: "mention", attrs: { kind: "thing", id: "D-1" } },
    { type: "mathInline", attrs: { latex: "x" } },
    { type: "footnoteReference", attrs: { label: "1" } },
  ]) {
    const editor = opened(block("paragraph", { type: "text", text: "by " }, inline));
    editor.commands.setNodeSelection(4);
    type(editor, "Z");
    expect(editor.state.doc.firstChild?.childCount).toBe(3);
    expect(editor.state.doc.textContent).toMatch(/^by .*Z$/);
  }
});

test("who holds Backspace or Delete down comes to a table, and does not take it away", () => {
  const cells = block("table", block("tableRow", block("tableCell", line("kept"))));
  const editor = opened(cells, line("|after"));
  press(editor, "Backspace");
  expect(press(editor, "Backspace", { repeat: true })).toBe(true);
  expect(editor.getText()).toContain("kept");
  press(editor, "Backspace");
  expect(editor.getText()).not.toContain("kept");
});

test("Tab in an item stays in the text, however deep the item is", () => {
  const editor = opened(list("|one", "two"));
  expect(press(editor, "Tab")).toBe(true);
  expect(seen(editor)).toBe("ul[li[p(|one)] li[p(two)]]");
});

test.each(["blockquote", "callout"])("the arrows lead out of a %s that is all of the text", (kind) => {
  const editor = opened(block(kind, line("held|")));
  press(editor, "ArrowDown");
  expect(seen(editor)).toMatch(/\] p\(\|\)$/);
  editor.commands.setTextSelection(2);
  press(editor, "ArrowUp");
  expect(seen(editor)).toMatch(/^p\(\|\) /);
});

test("Backspace at the beginning of a column joins it to the one before", () => {
  const column = (text: string) => block("column", line(text));
  for (const [blocks, after] of [
    [[column("a"), column("|b"), column("c")], "columns[column[p(a) p(|b)] column[p(c)]]"],
    [[column("a"), column("|b")], "p(a) p(|b)"],
    [[column("|a"), column("b")], "p(|a) p(b)"],
  ] as const) {
    const editor = opened(block("columns", ...blocks));
    press(editor, "Backspace");
    expect(seen(editor)).toBe(after);
  }
  const blank = opened(block("columns", column("a"), column(""), column("c")));
  blank.commands.setTextSelection(8);
  press(blank, "Backspace");
  expect(seen(blank)).toBe("columns[column[p(a|)] column[p(c)]]");
});

test("what goes over several columns can be asked what it may become", () => {
  const editor = opened(block("columns", block("column", line("a")), block("column", line("b"))));
  editor.commands.setTextSelection({ from: 3, to: 8 });
  expect(() => editor.can().turnInto({ type: "bulletList" })).not.toThrow();
});

test("a note goes on to no line around it, and an empty line at its end leads back", () => {
  const note = (label: string, ...lines: string[]) => ({ ...block("footnote", ...lines.map(line)), attrs: { label } });
  const reference = (label: string) => ({ type: "footnoteReference", attrs: { label } });
  const text = (words: string): JSONContent =>
    block("paragraph", { type: "text", text: words }, reference("1"), reference("2"), { type: "text", text: "." });
  for (const [key, blocks] of [
    ["Delete", [text("see"), note("1", "one|"), note("2", "two")]],
    ["Backspace", [text("see"), note("1", "one"), note("2", "|two")]],
    ["Backspace", [text("see"), note("1", "|one"), note("2", "two")]],
    ["Delete", [text("see"), line("end|"), note("1", "one"), note("2", "two")]],
    ["Backspace", [text("see"), note("1", "one"), line("|behind")]],
  ] as const) {
    const editor = opened(...blocks);
    const before = seen(editor);
    press(editor, key);
    expect(seen(editor)).toBe(before);
  }
  const leaving = opened(text("see"), note("1", "one"), note("2", "two|"));
  press(leaving, "Enter");
  press(leaving, "Enter");
  expect(seen(leaving)).toBe("p(see**|.) footnote[p(one)] footnote[p(two)]");
});

test("behind a table or columns that end the text one can write, though notes follow", () => {
  const note = block("footnote", line("note"));
  const cell = (text: string) => block("tableCell", line(text));
  for (const last of [
    block("table", block("tableRow", cell("|a"), cell("b"))),
    block("columns", block("column", line("a")), block("column", line("b|"))),
    block("codeBlock", { type: "text", text: "a|" }),
  ]) {
    const editor = opened(last, note);
    press(editor, "ArrowDown");
    expect(seen(editor)).toMatch(/p\(\|\) footnote/);
  }
});

test("Enter in the title of what unfolds goes into its empty line, and out of it again", () => {
  const part = block("details", block("detailsSummary"), block("detailsContent", line("")));
  const editor = opened(part);
  editor.commands.setTextSelection(2);
  type(editor, "How");
  press(editor, "Enter");
  type(editor, "Turn");
  press(editor, "Enter");
  expect(seen(editor)).toBe("details[title(How) inside[p(Turn) p(|)]]");
});

test("who goes on from the title of what is folded does not write inside, unseen", () => {
  const editor = opened(
    block("details", block("detailsSummary", { type: "text", text: "More|" }), block("detailsContent", line("held"))),
  );
  press(editor, "ArrowDown");
  expect(seen(editor)).toBe("details[title(More) inside[p(held)]] p(|)");
});
