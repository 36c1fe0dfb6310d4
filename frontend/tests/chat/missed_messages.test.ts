import { expect, test, vi } from "vitest";
import { mount } from "../../chat";

vi.mock("htmx.org", () => ({ default: { ajax: vi.fn(async () => {}) } }));

const message = (seq: number) =>
  `<article class="message" id="m-${seq}" data-seq="${seq}"><p class="message__text">${seq}</p></article>`;
const shown = () => [...document.querySelectorAll(".message__text")].map((one) => one.textContent);

test("a message whose notification was lost is fetched when the page asks what it missed", async () => {
  document.body.innerHTML = `<section data-base="/chat/t1/" data-topic="t1" data-ends><div data-list>${message(1)}</div></section>`;
  const responses = [new Response(null, { status: 204 }), new Response(message(1) + message(2))];
  const fetched: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    if (url.includes("readings")) return new Response(null, { status: 204 });
    fetched.push(url);
    return responses.shift();
  });
  const unmount = mount(document.querySelector("section") as HTMLElement);
  const notifyNothingNew = () =>
    document.dispatchEvent(new CustomEvent("ronde:changed", { detail: { seq: 7, what: [] } }));
  notifyNothingNew();
  await vi.waitFor(() => expect(fetched).toEqual(["/chat/t1/messages/?since=1"]));
  expect(shown()).toEqual(["1"]);
  notifyNothingNew();
  await vi.waitFor(() => expect(shown()).toEqual(["1", "2"]));
  document.dispatchEvent(new CustomEvent("ronde:changed", { detail: { seq: 8, what: ["proposal:12"] } }));
  expect(fetched).toHaveLength(2); // no other change makes it fetch messages
  unmount();
});

function open(...seqs: number[]): () => void {
  const messages = seqs.map(message).join("");
  document.body.innerHTML = `<section data-base="/chat/t1/" data-topic="t1" data-change="${seqs.length}" data-ends><div data-list>${messages}</div></section>`;
  return mount(document.querySelector("section") as HTMLElement);
}

test("a message waits for the one before it where it overtook that", () => {
  vi.stubGlobal("fetch", async () => new Response(null, { status: 204 }));
  const unmount = open(1);
  const arrive = (seq: number) =>
    document.dispatchEvent(
      new CustomEvent("ronde:changed", {
        detail: { chat: { topic: "t1", room: "", seq, change: seq, html: { en: message(seq) } } },
      }),
    );
  arrive(3);
  expect(shown()).toEqual(["1"]);
  arrive(2);
  expect(shown()).toEqual(["1", "2", "3"]);
  unmount();
});

test("messages are fetched when a gap in the numbers shows that a notification was lost", async () => {
  vi.stubGlobal("fetch", async (url: string) =>
    url.includes("readings") ? new Response(null, { status: 204 }) : new Response([1, 2, 3].map(message).join("")),
  );
  const unmount = open(1);
  const chat = { topic: "t1", room: "", seq: 3, change: 3, html: { en: message(3) } };
  document.dispatchEvent(new CustomEvent("ronde:changed", { detail: { chat } }));
  await vi.waitFor(() => expect(shown()).toEqual(["1", "2", "3"]), { timeout: 3_000 });
  unmount();
});

test("messages are fetched again as far up as they are shown when a change was lost", async () => {
  const now = (seq: number) => message(seq).replace(`>${seq}<`, `>now ${seq}<`);
  vi.stubGlobal("fetch", async (url: string) => {
    if (url.includes("readings")) return new Response(null, { status: 204 });
    return new Response(url.endsWith("?before=3") ? now(1) + now(2) : now(3));
  });
  const unmount = open(1, 2, 3);
  document.dispatchEvent(new CustomEvent("ronde:changed", { detail: { what: ["*"] } }));
  await vi.waitFor(() => expect(shown()).toEqual(["now 1", "now 2", "now 3"]));
  unmount();
});

test("what a message says of itself leads nowhere, and nothing comes into it", async () => {
  const fetched: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    fetched.push(url);
    return new Response(message(9));
  });
  const unmount = open(1);
  const unsent = '<article class="message"><p class="message__state" data-later="Not sent yet"></p></article>';
  document.querySelector("[data-list]")?.insertAdjacentHTML("beforeend", unsent);
  document.querySelector("[data-list]")?.dispatchEvent(new Event("scroll"));
  document.querySelector<HTMLElement>(".message__state")?.click();
  await new Promise((done) => setTimeout(done));
  expect(fetched.filter((url) => url.includes("after="))).toEqual([]);
  expect(document.querySelector(".message .message")).toBeNull();
  unmount();
});
