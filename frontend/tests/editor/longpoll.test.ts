/** The way round blocked websockets: frames by POST and long poll, in order, with the same ends. */
import { afterEach, expect, test, vi } from "vitest";
import { dialLongPoll, packFrames, unpackFrames } from "../../editor/longpoll";
import type { Hooks, Link } from "../../editor/transport";

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

interface Asked {
  method: string;
  query: URLSearchParams;
  frames: Uint8Array[];
  headers: Headers;
  answer: (status: number, frames?: Uint8Array[], seq?: string) => void;
}

let asked: Asked[] = [];
const links: Link[] = [];

function dialed(): { link: Link; told: string[] } {
  asked = [];
  vi.stubGlobal("fetch", (address: string, options: RequestInit) => {
    let resolve: (answer: Response) => void = () => undefined;
    let reject: (error: Error) => void = () => undefined;
    const promise = new Promise<Response>((...both) => {
      [resolve, reject] = both;
    });
    options.signal?.addEventListener("abort", () => reject(new DOMException("over", "AbortError")));
    asked.push({
      method: options.method ?? "",
      query: new URL(address, "http://ronde.test").searchParams,
      frames: unpackFrames((options.body as Uint8Array | undefined) ?? new Uint8Array()),
      headers: new Headers(options.headers),
      answer: (status, frames = [], seq = "") =>
        resolve(
          new Response(status === 204 ? null : packFrames(frames), {
            status,
            headers: seq ? { "Ronde-Seq": seq } : {},
          }),
        ),
    });
    return promise;
  });
  const told: string[] = [];
  const hooks: Hooks = {
    opened: () => told.push("opened"),
    received: (frame) => told.push(`frame ${frame.join(",")}`),
    closed: (code) => told.push(`closed ${code}`),
  };
  const link = dialLongPoll("/api/v1/documents/d1", () => ({ "X-CSRFToken": "t" }))(hooks);
  links.push(link);
  return { link, told };
}

const waitFor = async (method: string, nth = 0): Promise<Asked> =>
  vi.waitFor(() => {
    const found = asked.filter((each) => each.method === method)[nth];
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

test("the greeting comes first, then what was said meanwhile goes up in order", async () => {
  const { link, told } = dialed();
  link.send(bytes(1));
  link.send(bytes(2));
  const greeting = await waitFor("POST");
  expect(greeting.frames).toEqual([]);
  expect(greeting.headers.get("X-CSRFToken")).toBe("t");
  greeting.answer(200, [bytes(103)], "7");
  const second = await waitFor("POST", 1);
  expect(second.frames).toEqual([bytes(1), bytes(2)]);
  link.send(bytes(3));
  expect(asked.filter(({ method }) => method === "POST")).toHaveLength(2);
  second.answer(200, [bytes(101)]);
  expect((await waitFor("POST", 2)).frames).toEqual([bytes(3)]);
  expect(told).toEqual(["opened", "frame 103", "frame 101"]);
});

test("each long poll goes on where the last one ended", async () => {
  const { told } = dialed();
  (await waitFor("POST")).answer(200, [bytes(103)], "7");
  const first = await waitFor("GET");
  expect(first.query.get("since")).toBe("7");
  first.answer(200, [bytes(9)], "8");
  const second = await waitFor("GET", 1);
  expect(second.query.get("since")).toBe("8");
  expect(second.query.get("client")).toBe(first.query.get("client"));
  expect(told).toContain("frame 9");
});

test("an answer to a POST does not make the poll skip what others wrote", async () => {
  const { link } = dialed();
  (await waitFor("POST")).answer(200, [], "7");
  link.send(bytes(1));
  (await waitFor("POST", 1)).answer(200, [], "12");
  (await waitFor("GET")).answer(200, [bytes(5)], "9");
  expect((await waitFor("GET", 1)).query.get("since")).toBe("9");
});

test.each([
  [401, 4401],
  [403, 4403],
  [404, 1006],
  [410, 4404],
  [413, 1009],
  [503, 1013],
])("HTTP %i closes the line with %i", async (status, code) => {
  const { told } = dialed();
  (await waitFor("POST")).answer(status);
  await vi.waitFor(() => expect(told).toEqual([`closed ${code}`]));
});

test("a closed line says nothing more", async () => {
  const { link, told } = dialed();
  const greeting = await waitFor("POST");
  link.close();
  greeting.answer(200, [bytes(103)], "7");
  await Promise.resolve();
  expect(told).toEqual([]);
});
