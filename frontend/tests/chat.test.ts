import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { mount } from "../behaviours/chat";
import { Outbox, type Post, type Unsent } from "../behaviours/chat-outbox";

// jsdom's XPath is not htmx's; what htmx fetches is not asked about here.
vi.mock("htmx.org", () => ({ default: { ajax: vi.fn(async () => {}) } }));

const ME = "ada";
const article = (seq: number, text: string, by = "bo", key = `key-${seq}`) =>
  `<article class="message" id="m-${seq}" data-seq="${seq}" data-by="${by}" data-key="${key}"><p><span class="message__name">Bo Nguyen</span><a class="message__time" href="/messages/${key}/"><time datetime="2026-11-24T09:00:00Z"></time></a></p><div class="message__text">${text}</div></article>`;

const page = (messages: string) => `
  <html><a data-goes="chat"><span class="rail__count">3</span></a>
  <div id="chat-side">
    <a class="room" data-room="electronics" aria-current="true"><span class="room__count">2</span></a>
    <ul><li><a class="topic topic--new" data-topic="t2"><time></time><span class="topic__last"></span><span class="topic__count">2</span></a></li>
    <li><a class="topic" data-topic="t1"><time></time><span class="topic__last"></span><span class="topic__count"></span></a></li></ul>
  </div>
  <section data-island="chat" data-me="${ME}" data-zone="Europe/Paris" data-base="/chat/t1/" data-topic="t1" data-room="electronics" data-ends>
    <div data-list>${messages}</div>
    <form data-composer action="/chat/t1/messages/" method="post">
      <input type="hidden" name="csrfmiddlewaretoken" value="token"><input type="hidden" name="reply_to"><input type="hidden" name="quote">
      <p data-reply hidden><span></span><button type="button" data-unreply></button></p>
      <textarea name="text"></textarea><button type="submit">Send</button>
    </form>
    <template data-unsent><article class="message message--unsent"><p class="message__text"></p><p class="message__state" data-waits="Sending" data-later="Not sent yet"></p></article></template>
    <template data-menu data-words-today="Today"><div class="message__menu"><a href="/actions/new/?from=message-">Action</a><button type="button" data-answer>Reply</button><a data-more href="">More</a></div></template>
  </section>`;

let unmount = () => {};
let posted: { url: string; body: URLSearchParams }[];
let answer: (url: string, init?: RequestInit) => Response | Promise<Response>;

function open(messages = article(1, "one")): HTMLElement {
  document.body.innerHTML = page(messages);
  const root = document.querySelector<HTMLElement>("[data-island]") as HTMLElement;
  unmount = mount(root);
  return root;
}

const news = (detail: object) => document.dispatchEvent(new CustomEvent("ronde:news", { detail }));
const said = (seq: number, text: string, more = {}) =>
  news({ chat: { topic: "t1", room: "electronics", seq, by: "bo", html: article(seq, text), last: text, ...more } });
const words = () => [...document.querySelectorAll(".message__text")].map((one) => one.textContent);
const field = () => document.querySelector("textarea") as HTMLTextAreaElement;

function type(text: string, init: KeyboardEventInit = {}): void {
  field().value = text;
  field().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...init }));
}

beforeEach(() => {
  document.documentElement.lang = "en";
  localStorage.clear();
  posted = [];
  answer = (url) =>
    new Response(url.includes("readings") ? null : article(2, "mine", ME), {
      status: url.includes("readings") ? 204 : 201,
    });
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    if (init?.method === "POST") posted.push({ url, body: init.body as URLSearchParams });
    return answer(url, init);
  });
});

afterEach(() => {
  unmount();
  vi.useRealTimers();
});

describe("what others say", () => {
  test("appears at its end, once, with the time in the reader's zone and under today", () => {
    open();
    said(2, "two");
    said(2, "two");
    expect(words()).toEqual(["one", "two"]);
    expect(document.querySelector("#m-2 time")?.textContent).toBe("10:00");
    expect(document.querySelector(".talk__day")?.textContent).toBe("Today");
  });

  test("a hint that was lost shows in the numbers, and what it brought is fetched", async () => {
    open();
    answer = () => new Response(article(1, "one") + article(2, "two") + article(3, "three"));
    said(3, "three");
    await vi.waitFor(() => expect(words()).toEqual(["one", "two", "three"]));
  });

  test("after a break longer than a page, the page is shown from its end", async () => {
    open();
    answer = () => new Response(`<a data-earlier="60"></a>${article(60, "sixty")}${article(61, "sixty-one")}`);
    document.dispatchEvent(new CustomEvent("ronde:line", { detail: { online: true } }));
    await vi.waitFor(() => expect(words()).toEqual(["sixty", "sixty-one"]));
    expect(document.querySelector("[data-earlier]")).not.toBeNull();
  });

  test("a changed message is fetched again in its place", async () => {
    open(article(1, "one") + article(2, "two"));
    answer = () => new Response(article(1, "one, mended"));
    news({ chat: { topic: "t1", room: "electronics", seq: 1, changed: true } });
    await vi.waitFor(() => expect(words()).toEqual(["one, mended", "two"]));
  });

  test("in another topic it counts there, in the room and in the rail", () => {
    open();
    said(9, "elsewhere", { topic: "t2" });
    expect(words()).toEqual(["one"]);
    expect(document.querySelector("[data-topic=t2] .topic__count")?.textContent).toBe("3");
    expect(document.querySelector(".room__count")?.textContent).toBe("3");
    expect(document.querySelector(".rail__count")?.textContent).toBe("4");
  });

  test("one's own words from another device count nowhere", () => {
    open();
    said(9, "elsewhere", { topic: "t2", by: ME });
    expect(document.querySelector("[data-topic=t2] .topic__count")?.textContent).toBe("2");
  });
});

describe("what one has read", () => {
  test("is told to the server once it is seen", async () => {
    open();
    said(2, "two");
    await vi.waitFor(() => expect(posted.map(({ body }) => body.get("seq"))).toEqual(["1", "2"]));
    expect(posted[0]?.url).toBe("/chat/t1/readings/");
  });

  test("on another device leaves the numbers here", () => {
    open();
    news({ chat: { topic: "t2", room: "electronics", seq: 9, read: true } });
    expect(document.querySelector("[data-topic=t2] .topic__count")?.textContent).toBe("");
    expect(document.querySelector(".rail__count")?.textContent).toBe("1");
  });
});

describe("what one says", () => {
  const messages = () => posted.filter(({ url }) => url.includes("/messages/"));

  test("Enter sends under an id of its own and clears the field", async () => {
    open();
    type("  hello ");
    expect(field().value).toBe("");
    await vi.waitFor(() => expect(words()).toEqual(["one", "mine"]));
    expect(messages()[0]?.body.get("text")).toBe("hello");
    expect(messages()[0]?.body.get("key")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([{ shiftKey: true }, { isComposing: true }])("Enter with %o does not send", (init) => {
    open();
    type("hello", init);
    expect(messages()).toEqual([]);
    expect(field().value).toBe("hello");
  });

  test("nothing is sent when nothing was written", () => {
    open();
    type("   ");
    expect(messages()).toEqual([]);
  });

  test("without a line it is shown as not sent, and goes under the same id when the line is back", async () => {
    open();
    answer = () => Promise.reject(new TypeError("no line"));
    type("hello");
    await vi.waitFor(() => expect(document.querySelector(".message__state")?.textContent).toBe("Not sent yet"));
    answer = () => new Response(article(2, "hello", ME), { status: 201 });
    window.dispatchEvent(new Event("online"));
    await vi.waitFor(() => expect(document.querySelector(".message--unsent")).toBeNull());
    expect(words()).toEqual(["one", "hello"]);
    expect(messages()[0]?.body.get("key")).toBe(messages()[1]?.body.get("key"));
  });

  test("what had not gone is still there after the page was closed", async () => {
    open();
    answer = () => Promise.reject(new TypeError("no line"));
    type("hello");
    await vi.waitFor(() => expect(messages().length).toBe(1));
    unmount();
    open();
    expect(document.querySelector(".message--unsent .message__text")?.textContent).toBe("hello");
  });

  test("what is refused comes back into the field with the sentence said", async () => {
    open();
    answer = () =>
      new Response(null, {
        status: 409,
        headers: { "HX-Trigger": JSON.stringify({ "ronde:refused": "This topic is closed." }) },
      });
    document.body.insertAdjacentHTML(
      "beforeend",
      '<div id="toasts"></div><template id="toast-refused"><div data-toast><p class="toast__words"></p></div></template>',
    );
    type("hello");
    await vi.waitFor(() => expect(field().value).toBe("hello"));
    expect(document.querySelector("#toasts .toast__words")?.textContent).toBe("This topic is closed.");
    expect(localStorage.length).toBe(0);
  });

  test("an answer carries what it answers, quoted, and can be taken back", () => {
    const root = open();
    const message = document.querySelector("#m-1") as HTMLElement;
    message.dispatchEvent(new Event("pointerover", { bubbles: true }));
    expect(message.querySelector("a[href*=actions]")?.getAttribute("href")).toContain("from=message-key-1");
    message.querySelector<HTMLElement>("[data-answer]")?.click();
    expect(root.querySelector<HTMLInputElement>("[name=reply_to]")?.value).toBe("key-1");
    expect(root.querySelector<HTMLInputElement>("[name=quote]")?.value).toBe("one");
    root.querySelector<HTMLElement>("[data-unreply]")?.click();
    expect(root.querySelector<HTMLInputElement>("[name=reply_to]")?.value).toBe("");
  });
});

describe("the outbox", () => {
  const unsent = (key: string): Unsent => ({ key, text: key, replyTo: "", quote: "" });
  const nobody = { waiting: () => {}, sent: () => {}, refused: () => {} };

  test("keeps the order in which things were said, over a failure", async () => {
    vi.useFakeTimers();
    const tried: string[] = [];
    let down = true;
    const post: Post = async ({ key }) => {
      tried.push(key);
      return down ? { state: "later" } : { state: "sent", html: "" };
    };
    const outbox = new Outbox("test", post, nobody);
    outbox.add(unsent("first"));
    outbox.add(unsent("second"));
    await vi.advanceTimersByTimeAsync(0);
    down = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(tried).toEqual(["first", "first", "second"]);
    expect(localStorage.getItem("test")).toBeNull();
  });

  test("waits longer after each failure, and no longer than half a minute", async () => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(1);
    const post = vi.fn<Post>(async () => ({ state: "later" }));
    const outbox = new Outbox("test", post, nobody);
    outbox.add(unsent("first"));
    await vi.advanceTimersByTimeAsync(1000 + 2000 + 4000);
    expect(post).toHaveBeenCalledTimes(4);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(post.mock.calls.length).toBeGreaterThan(100);
    outbox.close();
  });
});
