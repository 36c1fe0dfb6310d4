/** Where websockets are blocked: frames by POST and long poll, in order, with the same close codes. */
import { afterEach, expect, test, vi } from "vitest";
import { dialLongPoll, packFrames, unpackFrames } from "../../editor/longpoll";
import type { Link, LinkHooks } from "../../editor/transport";

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

interface FakeRequest {
  method: string;
  query: URLSearchParams;
  frames: Uint8Array[];
  headers: Headers;
  respond: (status: number, frames?: Uint8Array[], seq?: string) => void;
}

let requests: FakeRequest[] = [];
const links: Link[] = [];

function dialed(): { link: Link; calls: string[] } {
  requests = [];
  vi.stubGlobal("fetch", (address: string, options: RequestInit) => {
    let resolve: (response: Response) => void = () => undefined;
    let reject: (error: Error) => void = () => undefined;
    const promise = new Promise<Response>((...both) => {
      [resolve, reject] = both;
    });
    options.signal?.addEventListener("abort", () => reject(new DOMException("over", "AbortError")));
    requests.push({
      method: options.method ?? "",
      query: new URL(address, "http://ronde.test").searchParams,
      frames: unpackFrames((options.body as Uint8Array | undefined) ?? new Uint8Array()),
      headers: new Headers(options.headers),
      respond: (status, frames = [], seq = "") =>
        resolve(
          new Response(status === 204 ? null : packFrames(frames), {
            status,
            headers: seq ? { "Ronde-Seq": seq } : {},
          }),
        ),
    });
    return promise;
  });
  const calls: string[] = [];
  const hooks: LinkHooks = {
    opened: () => calls.push("opened"),
    received: (frame) => calls.push(`frame ${frame.join(",")}`),
    closed: (code) => calls.push(`closed ${code}`),
  };
  const link = dialLongPoll("/api/v1/documents/d1", () => ({ "X-CSRFToken": "t" }))(hooks);
  links.push(link);
  return { link, calls };
}

const waitFor = async (method: string, nth = 0): Promise<FakeRequest> =>
  vi.waitFor(() => {
    const found = requests.filter((each) => each.method === method)[nth];
    if (!found) throw new Error(`no ${method} number ${nth}`);
    return found;
  });

afterEach(() => {
  for (const link of links.splice(0)) link.close();
});

test("frames survive packing", () => {
  const frames = [bytes(1, 2, 3), bytes(), bytes(...new Array<number>(300).fill(7))];
  expect(unpackFrames(packFrames(frames))).toEqual(frames);
});

test("the greeting comes first, then what was sent meanwhile follows in order", async () => {
  const { link, calls } = dialed();
  link.send(bytes(1));
  link.send(bytes(2));
  const greeting = await waitFor("POST");
  expect(greeting.frames).toEqual([]);
  expect(greeting.headers.get("X-CSRFToken")).toBe("t");
  greeting.respond(200, [bytes(103)], "7");
  const second = await waitFor("POST", 1);
  expect(second.frames).toEqual([bytes(1), bytes(2)]);
  link.send(bytes(3));
  expect(requests.filter(({ method }) => method === "POST")).toHaveLength(2);
  second.respond(200, [bytes(101)]);
  expect((await waitFor("POST", 2)).frames).toEqual([bytes(3)]);
  expect(calls).toEqual(["opened", "frame 103", "frame 101"]);
});

test("each long poll goes on where the last one ended", async () => {
  const { calls } = dialed();
  (await waitFor("POST")).respond(200, [bytes(103)], "7");
  const first = await waitFor("GET");
  expect(first.query.get("since")).toBe("7");
  first.respond(200, [bytes(9)], "8");
  const second = await waitFor("GET", 1);
  expect(second.query.get("since")).toBe("8");
  expect(second.query.get("client")).toBe(first.query.get("client"));
  expect(calls).toContain("frame 9");
});

test("a response to a POST does not make the poll skip what others wrote", async () => {
  const { link } = dialed();
  (await waitFor("POST")).respond(200, [], "7");
  link.send(bytes(1));
  (await waitFor("POST", 1)).respond(200, [], "12");
  (await waitFor("GET")).respond(200, [bytes(5)], "9");
  expect((await waitFor("GET", 1)).query.get("since")).toBe("9");
});

test.each([
  [401, 4401],
  [403, 4403],
  [404, 1006],
  [410, 4404],
  [413, 1009],
  [503, 1013],
])("HTTP %i closes the link with %i", async (status, code) => {
  const { calls } = dialed();
  (await waitFor("POST")).respond(status);
  await vi.waitFor(() => expect(calls).toEqual([`closed ${code}`]));
});

test("a closed link calls no hook", async () => {
  const { link, calls } = dialed();
  const greeting = await waitFor("POST");
  link.close();
  greeting.respond(200, [bytes(103)], "7");
  await Promise.resolve();
  expect(calls).toEqual([]);
});
