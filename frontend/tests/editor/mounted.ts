/** The island on a page, and a server in memory that it speaks to. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, vi } from "vitest";
import * as Y from "yjs";
import { mount } from "../../editor";
import { englishStrings } from "./english_strings";
import { FakeServer } from "./fake_server";

export let server: FakeServer;
const ends: (() => void)[] = [];

/** A websocket whose other end is the fake server. */
class FakeWebSocket extends EventTarget {
  static readonly OPEN = 1;
  readonly protocol = "ronde.sync.v1";
  readyState = 1;
  binaryType = "";
  private readonly link = server.dial({
    opened: () => this.dispatchEvent(new Event("open")),
    received: (frame) => this.dispatchEvent(new MessageEvent("message", { data: new Uint8Array(frame).buffer })),
    closed: (code) => this.dispatchEvent(Object.assign(new Event("close"), { code })),
  });

  send(frame: Uint8Array): void {
    this.link.send(frame);
  }

  close(): void {
    this.link.close();
  }
}

export function paragraph(doc: Y.Doc, words: string): void {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(words)]);
  doc.getXmlFragment("default").insert(0, [element]);
}

export const updateOf = (words: string): Uint8Array => {
  const doc = new Y.Doc();
  paragraph(doc, words);
  return Y.encodeStateAsUpdate(doc);
};

export function page(attributes = ""): HTMLElement {
  document.body.innerHTML = `
    <div class="editor"><div data-toolbar></div><span data-saved role="status"></span><nav data-outline><ol></ol></nav>
    <div class="sheet"><div data-bar hidden></div><div data-island="editor" data-document="d1" data-name="Ada" data-hue="3"
      data-person="ada" data-strings="w" ${attributes}><p>From the server</p></div></div></div>
    <script type="application/json" id="w">${JSON.stringify(englishStrings())}</script>`;
  const element = document.querySelector<HTMLElement>("[data-island]");
  if (!element) throw new Error("no island");
  return element;
}

export function begin(element: HTMLElement): void {
  ends.push(mount(element));
}

const flow = (): void => {
  for (const peer of server.peers) {
    server.receiveFrom(peer);
    server.deliverTo(peer);
  }
  server.write();
};

/** Lets frames flow until something holds. */
export const eventually = (holds: () => void): Promise<void> =>
  vi.waitFor(() => {
    flow();
    holds();
  }, 5_000);

export const part = (name: string): HTMLElement =>
  document.querySelector<HTMLElement>(`[data-${name}]`) ?? document.body;

/** Gives each test of a file a server of its own, and ends what it began. */
export function eachWithServer(): void {
  beforeEach(() => {
    server = new FakeServer();
    vi.stubGlobal("WebSocket", FakeWebSocket);
  });
  afterEach(() => {
    for (const end of ends.splice(0)) end();
    localStorage.clear();
  });
}
