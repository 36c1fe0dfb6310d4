/** A block of code in Mermaid shows its picture, which a frame apart draws. */
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { closeAll, node, opened } from "./every_node";

afterEach(() => {
  closeAll();
  document.body.replaceChildren();
  vi.resetModules();
});

/** Answers as the frame does: it draws what is asked, and refuses what is wrong. */
async function frame(): Promise<HTMLIFrameElement> {
  const element = await vi.waitFor(() => {
    const found = document.querySelector("iframe");
    if (!found?.contentWindow) throw new Error("there is no frame yet");
    return found;
  });
  const { contentWindow: source } = element;
  const say = (data: object): void => void window.dispatchEvent(new MessageEvent("message", { data, source }));
  vi.spyOn(source as Window, "postMessage").mockImplementation(((asked: { id: number; source: string }) => {
    say(
      asked.source === "wrong"
        ? { id: asked.id, error: "Parse error" }
        : { id: asked.id, svg: `<svg>${asked.source}</svg>` },
    );
  }) as never);
  say({ isReady: true });
  return element;
}

test("its picture is drawn apart, and says what is wrong with the next source while the last stays", async () => {
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push([node("codeBlock", { language: "mermaid" }, "A")]);
  const editor = opened(doc, [], { diagrams: "/diagrams/" });
  const element = await frame();
  expect([element.getAttribute("sandbox"), element.getAttribute("src")]).toEqual(["allow-scripts", "/diagrams/"]);
  const shown = editor.view.dom.querySelector(".diagram");
  await vi.waitFor(() => expect(decodeURIComponent(shown?.querySelector("img")?.src ?? "")).toContain("<svg>A</svg>"));
  editor.commands.insertContentAt({ from: 1, to: 2 }, "wrong");
  await vi.waitFor(() => expect(shown?.querySelector("p")?.textContent).toBe("Parse error"), 3_000);
  expect(shown?.querySelector("img")).not.toBeNull();
});

test("without a connection it says that it is not drawn, and is drawn once there is one", async () => {
  const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push([node("codeBlock", { language: "mermaid" }, "A")]);
  const editor = opened(doc, [], { diagrams: "/diagrams/" });
  const shown = editor.view.dom.querySelector(".diagram");
  await vi.waitFor(() => expect(shown?.querySelector("p")?.textContent).toBe("diagram_not"));
  expect(document.querySelector("iframe")).toBeNull();
  online.mockReturnValue(true);
  window.dispatchEvent(new Event("online"));
  await frame();
  await vi.waitFor(() => expect(shown?.querySelector("img")).not.toBeNull());
  expect(shown?.querySelector("p")).toBeNull();
  online.mockRestore();
});

test("other code has no picture, and no frame comes", async () => {
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push([node("codeBlock", { language: "rust" }, "fn main() {}")]);
  const editor = opened(doc, [], { diagrams: "/diagrams/" });
  await vi.dynamicImportSettled();
  expect(editor.view.dom.querySelector<HTMLElement>(".diagram")?.hidden).toBe(true);
  expect(document.querySelector("iframe")).toBeNull();
});
