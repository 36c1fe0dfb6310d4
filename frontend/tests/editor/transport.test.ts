/** A socket may be opened before the editor is there to listen: nothing that came meanwhile is lost. */
import { beforeEach, expect, test, vi } from "vitest";
import { type Dial, dialEarly, dialSocket, documentSocket, type LinkHooks, SUBPROTOCOL } from "../../editor/transport";

const ADDRESS = "ws://ronde.example/ws/documents/d1";
let made: FakeSocket[] = [];

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  readyState = 1;
  binaryType = "blob";

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    super();
    made.push(this);
  }

  says(...bytes: number[]): void {
    this.dispatchEvent(new MessageEvent("message", { data: new Uint8Array(bytes).buffer }));
  }

  ends(code: number): void {
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }

  close(): void {
    this.readyState = 3;
  }
}

beforeEach(() => {
  made = [];
  vi.stubGlobal("WebSocket", FakeSocket);
});

function listen(dial: Dial): string[] {
  const heard: string[] = [];
  const hooks: LinkHooks = {
    opened: () => heard.push("opened"),
    received: (frame) => heard.push(`received ${frame.join(" ")}`),
    closed: (code) => heard.push(`closed ${code}`),
  };
  dial(hooks);
  expect(heard).toEqual([]); // never before it has returned
  return heard;
}

test("the editor takes over the socket that was opened early, and hears in order what came before and after", async () => {
  dialEarly(ADDRESS);
  expect(made.map(({ url, protocol }) => [url, protocol])).toEqual([[ADDRESS, SUBPROTOCOL]]);
  made[0]?.dispatchEvent(new Event("open"));
  made[0]?.says(103, 1);
  const heard = listen(dialSocket(ADDRESS));
  await Promise.resolve();
  made[0]?.says(0, 1);
  expect(heard).toEqual(["opened", "received 103 1", "received 0 1"]);
  expect(made).toHaveLength(1);
});

test("an early socket that has ended is reported, and the next try opens another", async () => {
  dialEarly(ADDRESS);
  made[0]?.ends(1006);
  const heard = listen(dialSocket(ADDRESS));
  await Promise.resolve();
  expect(heard).toEqual(["closed 1006"]);
  const again = listen(dialSocket(ADDRESS));
  made[1]?.dispatchEvent(new Event("open"));
  expect(again).toEqual(["opened"]);
});

test("who closes the link before hearing anything hears nothing", async () => {
  dialEarly(ADDRESS);
  made[0]?.dispatchEvent(new Event("open"));
  const opened = vi.fn();
  dialSocket(ADDRESS)({ opened, received: vi.fn(), closed: vi.fn() }).close();
  await Promise.resolve();
  expect(opened).not.toHaveBeenCalled();
  expect(made[0]?.readyState).toBe(3);
});

test("an island's socket is at the address that it names, or at its document's", () => {
  const island = document.createElement("div");
  island.dataset.document = "d1";
  expect(documentSocket(island)).toBe("ws://localhost:3000/ws/documents/d1");
  island.dataset.url = "/elsewhere";
  expect(documentSocket(island)).toBe("ws://localhost:3000/elsewhere");
});
