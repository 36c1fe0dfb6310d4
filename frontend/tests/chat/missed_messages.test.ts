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
