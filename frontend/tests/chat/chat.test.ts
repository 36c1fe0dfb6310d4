import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { mount } from "../../chat";
import { MessageOutbox, type SendMessage, type UnsentMessage } from "../../chat/outbox";

// jsdom's XPath is not htmx's; what htmx fetches is not tested here.
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
  <section data-island="chat" data-me="${ME}" data-base="/chat/t1/" data-topic="t1" data-change="1" data-room="electronics" data-ends>
    <div data-list>${messages}</div>
    <form data-composer action="/chat/t1/messages/" method="post">
      <input type="hidden" name="csrfmiddlewaretoken" value="token"><input type="hidden" name="reply_to"><input type="hidden" name="quote">
      <p data-reply hidden><span></span><button type="button" data-unreply></button></p>
      <textarea name="text"></textarea><button type="submit">Send</button>
    </form>
    <template data-unsent><article class="message message--unsent"><p class="message__text"></p><p class="message__state" data-words-sending="Sending" data-words-late="Not sent yet"></p></article></template>
    <template data-menu data-words-today="Today"><div class="message__menu"><a href="/actions/new/?from=message-">Action</a><button type="button" data-answer>Reply</button><a data-more href="">More</a></div></template>
  </section>`;

let unmount = () => {};
let posted: { url: string; body: URLSearchParams }[];
let respond: (url: string, init?: RequestInit) => Response | Promise<Response>;

function open(messages = article(1, "one")): HTMLElement {
  document.body.innerHTML = page(messages);
  const root = document.querySelector<HTMLElement>("[data-island]") as HTMLElement;
  unmount = mount(root);
  return root;
}

const notify = (detail: object) => document.dispatchEvent(new CustomEvent("ronde:changed", { detail }));
const messageArrives = (seq: number, text: string, more = {}) =>
  notify({
    chat: {
      topic: "t1",
      room: "electronics",
      seq,
      change: seq,
      by: "bo",
      html: { en: article(seq, text) },
      last: text,
      ...more,
    },
  });
const texts = () => [...document.querySelectorAll(".message__text")].map((one) => one.textContent);
const field = () => document.querySelector("textarea") as HTMLTextAreaElement;

function type(text: string, init: KeyboardEventInit = {}): void {
  field().value = text;
  field().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...init }));
}

beforeEach(() => {
  document.body.dataset.zone = "Asia/Tokyo";
  localStorage.clear();
  posted = [];
  respond = (url) =>
    new Response(url.includes("readings") ? null : article(2, "mine", ME), {
      status: url.includes("readings") ? 204 : 201,
    });
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    if (init?.method === "POST") posted.push({ url, body: init.body as URLSearchParams });
    return respond(url, init);
  });
});

afterEach(() => {
  unmount();
  vi.useRealTimers();
});

describe("messages of others", () => {
  test("appear at the end, once, under today, with the time in the reader's zone", () => {
    open();
    messageArrives(2, "two");
    messageArrives(2, "two");
    expect(texts()).toEqual(["one", "two"]);
    expect(document.querySelector("#m-2 time")?.textContent).toBe("18:00");
    expect(document.querySelector(".talk__day")?.textContent).toBe("Today");
  });

  test("replace the list after a break longer than one page", async () => {
    open();
    respond = () => new Response(`<a data-earlier="60"></a>${article(60, "sixty")}${article(61, "sixty-one")}`);
    document.dispatchEvent(new CustomEvent("ronde:connection", { detail: { online: true } }));
    await vi.waitFor(() => expect(texts()).toEqual(["sixty", "sixty-one"]));
    expect(document.querySelector("[data-earlier]")).not.toBeNull();
  });

  test("are fetched again in place when they change", async () => {
    open(article(1, "one") + article(2, "two"));
    respond = () => new Response(article(1, "one, mended"));
    notify({ chat: { topic: "t1", room: "electronics", seq: 1, changed: true } });
    await vi.waitFor(() => expect(texts()).toEqual(["one, mended", "two"]));
  });

  test("are counted once in another topic, in its room and in the rail", () => {
    open();
    for (const _ of ["told", "and told again"]) messageArrives(9, "elsewhere", { topic: "t2" });
    expect(texts()).toEqual(["one"]);
    expect(document.querySelector("[data-topic=t2] .topic__count")?.textContent).toBe("3");
    expect(document.querySelector(".room__count")?.textContent).toBe("3");
    expect(document.querySelector(".rail__count")?.textContent).toBe("4");
  });

  test("stand at their topic with who said them, as the reader's language writes that", () => {
    open();
    document.body.insertAdjacentHTML("beforeend", '<div id="words" data-said-by="{name} : {words}"></div>');
    messageArrives(9, "oui", { topic: "t2", speaker: "Bo" });
    expect(document.querySelector("[data-topic=t2] .topic__last")?.textContent).toBe("Bo : oui");
  });

  test("are not counted when they are one's own from another device", () => {
    open();
    messageArrives(9, "elsewhere", { topic: "t2", by: ME });
    expect(document.querySelector("[data-topic=t2] .topic__count")?.textContent).toBe("2");
  });
});

describe("reading", () => {
  test("on another device clears the counts here", () => {
    open();
    notify({ chat: { topic: "t2", room: "electronics", seq: 9, was: 2, unread: 0 } });
    expect(document.querySelector("[data-topic=t2] .topic__count")?.textContent).toBe("");
    expect(document.querySelector(".rail__count")?.textContent).toBe("1");
  });
});

describe("writing", () => {
  const messages = () => posted.filter(({ url }) => url.includes("/messages/"));

  test("Enter sends the message under its own id and clears the field", async () => {
    open();
    type("  hello ");
    expect(field().value).toBe("");
    await vi.waitFor(() => expect(texts()).toEqual(["one", "mine"]));
    expect(messages()[0]?.body.get("text")).toBe("hello");
    expect(messages()[0]?.body.get("key")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([{ shiftKey: true }, { isComposing: true }])("Enter with %o does not send", (init) => {
    open();
    type("hello", init);
    expect(messages()).toEqual([]);
    expect(field().value).toBe("hello");
  });

  test("an empty message is not sent", () => {
    open();
    type("   ");
    expect(messages()).toEqual([]);
  });

  test("a message written offline is shown as not sent, and goes under the same id when online again", async () => {
    open();
    respond = () => Promise.reject(new TypeError("offline"));
    type("hello");
    await vi.waitFor(() => expect(document.querySelector(".message__state")?.textContent).toBe("Not sent yet"));
    respond = () => new Response(article(2, "hello", ME), { status: 201 });
    window.dispatchEvent(new Event("online"));
    await vi.waitFor(() => expect(document.querySelector(".message--unsent")).toBeNull());
    expect(texts()).toEqual(["one", "hello"]);
    expect(messages()[0]?.body.get("key")).toBe(messages()[1]?.body.get("key"));
  });

  test("an unsent message survives closing the page", async () => {
    open();
    respond = () => Promise.reject(new TypeError("offline"));
    type("hello");
    await vi.waitFor(() => expect(messages().length).toBe(1));
    unmount();
    open();
    expect(document.querySelector(".message--unsent .message__text")?.textContent).toBe("hello");
  });

  test("a refused message returns to the field and its refusal is shown", async () => {
    open();
    respond = () =>
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

  test("a reply carries and quotes its message, and can be cancelled", () => {
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
  const unsent = (key: string): Omit<UnsentMessage, "at"> => ({ key, text: key, replyTo: "", quote: "" });
  const silent = { waiting: () => {}, sent: () => {}, refused: () => {} };

  test("keeps the order of messages over a failure", async () => {
    vi.useFakeTimers();
    const tried: string[] = [];
    let down = true;
    const post: SendMessage = async ({ key }) => {
      tried.push(key);
      return down ? { state: "later" } : { state: "sent", html: "" };
    };
    const outbox = new MessageOutbox("test", post, silent);
    outbox.add(unsent("first"));
    outbox.add(unsent("second"));
    await vi.advanceTimersByTimeAsync(0);
    down = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(tried).toEqual(["first", "first", "second"]);
    expect(localStorage.getItem("test")).toBeNull();
  });

  test("waits longer after each failure, but at most half a minute", async () => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(1);
    const post = vi.fn<SendMessage>(async () => ({ state: "later" }));
    const outbox = new MessageOutbox("test", post, silent);
    outbox.add(unsent("first"));
    await vi.advanceTimersByTimeAsync(1000 + 2000 + 4000);
    expect(post).toHaveBeenCalledTimes(4);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(post.mock.calls.length).toBeGreaterThan(100);
    outbox.close();
  });
});
