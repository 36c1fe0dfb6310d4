import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { mount } from "../../chat";

vi.mock("htmx.org", () => ({ default: { ajax: vi.fn(async () => {}) } }));

const article = (seq: number, by = "bo") =>
  `<article class="message" id="m-${seq}" data-seq="${seq}" data-by="${by}" data-key="key-${seq}"><p class="message__by"><span class="message__name">Bo Nguyen</span><a class="message__time" href="/messages/key-${seq}/"><time datetime="2026-11-24T09:00:00Z"></time></a></p><div class="message__text"><p>words ${seq}</p></div><div data-reactions></div></article>`;
const PAGE = `
  <section data-island="chat" data-me="ada" data-base="/chat/t1/" data-topic="t1" data-room="electronics" data-ends>
    <div data-list>${article(1)}${article(2, "ada")}</div>
    <input type="hidden" name="csrfmiddlewaretoken" value="token">
    <template data-menu data-words-today="Today" data-words-new="New"><div class="message__menu">
      <button type="button" data-react="eye" data-label="I am looking at it" aria-label="I am looking at it"></button>
      <button type="button" data-edits data-own>Edit</button><button type="button" data-deletes data-own>Delete</button><button type="button" data-quotes>Quote</button><button type="button" data-unreads>Unread</button>
      <form id="bring"><input name="from"><input name="text"><input name="back"></form></div></template>
    <p data-announce aria-live="polite"></p>
  </section>`;

let unmount = () => {};
let posted: { url: string; body: URLSearchParams }[];
let respond: (url: string) => Response;

const at = <E extends Element = HTMLElement>(selector: string) => document.querySelector<E>(selector);
const notify = (chat: object) =>
  document.dispatchEvent(new CustomEvent("ronde:changed", { detail: { chat: { topic: "t1", room: "r", ...chat } } }));

function hover(seq: number): void {
  at(`#m-${seq}`)?.dispatchEvent(new Event("pointerover", { bubbles: true }));
}

beforeEach(() => {
  posted = [];
  respond = () => new Response(null, { status: 204 });
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    if (init?.method === "POST") posted.push({ url, body: init.body as URLSearchParams });
    return respond(url);
  });
  document.body.innerHTML = PAGE;
  unmount = mount(at("[data-island]") as HTMLElement);
});

afterEach(() => unmount());

describe("a reaction", () => {
  test("shows at once and is sent", async () => {
    hover(1);
    at("#m-1 .message__menu [data-react=eye]")?.click();
    const given = at("#m-1 [data-reactions] [data-react=eye]");
    expect(given?.getAttribute("aria-pressed")).toBe("true");
    expect(given?.querySelector("[data-number]")?.textContent).toBe("1");
    await vi.waitFor(() => expect(posted.some(({ url }) => url === "/messages/key-1/reactions/")).toBe(true));
  });

  test("goes again where it was refused", async () => {
    respond = () => new Response(null, { status: 403 });
    hover(1);
    at("#m-1 .message__menu [data-react=eye]")?.click();
    await vi.waitFor(() => expect(at("#m-1 [data-reactions] [data-react=eye]")).toBeNull());
  });

  test("of another person says who gave it, and leaves one's own as it is", () => {
    const reaction = { kind: "eye", number: 2, names: ["Bo Nguyen", "Fay Lemoine"], by: "fay", stands: true };
    notify({ seq: 2, reaction });
    const given = at("#m-2 [data-reactions] [data-react=eye]");
    expect(given?.title).toBe("I am looking at it: Bo Nguyen, Fay Lemoine");
    expect(given?.getAttribute("aria-pressed")).toBe("false");
    notify({ seq: 2, reaction: { ...reaction, number: 0, names: [] } });
    expect(at("#m-2 [data-reactions] [data-react=eye]")).toBeNull();
  });
});

test("the menu is filled in for its message, and edits only one's own", () => {
  hover(1);
  expect(at("[data-edits]")?.hasAttribute("hidden")).toBe(true);
  expect(at<HTMLInputElement>("#bring [name=from]")?.value).toBe("message-key-1");
  expect(at<HTMLInputElement>("#bring [name=text]")?.value).toBe("words 1");
  hover(2);
  expect(at("[data-edits]")?.hasAttribute("hidden")).toBe(false);
});

test("any emoji is a reaction, and shows itself", async () => {
  notify({ seq: 1, reaction: { kind: "🎉", number: 1, names: ["Fay Lemoine"], by: "fay", stands: true } });
  const given = at("#m-1 [data-reactions] [data-react]");
  expect(given?.querySelector(".reaction__emoji")?.textContent).toBe("🎉");
  expect(given?.title).toBe("🎉: Fay Lemoine");
  given?.click();
  await vi.waitFor(() => expect(posted.at(-1)?.body.get("kind")).toBe("🎉"));
  expect(given?.querySelector("[data-number]")?.textContent).toBe("2");
});

describe("a deleted message", () => {
  const TOASTS = `<div id="toasts"></div><template id="toast-done"><div class="toast" data-toast><p class="toast__words"></p>
    <form method="post" hidden><button type="submit">Undo</button></form><button data-dismiss>Close</button></div></template>`;
  const removals = () => posted.filter(({ url }) => url === "/messages/key-2/removal/");
  const remove = () => {
    document.body.insertAdjacentHTML("beforeend", TOASTS);
    hover(2);
    at("#m-2 [data-deletes]")?.click();
  };

  test("is gone at once, and is brought back as it was", () => {
    remove();
    expect(at("#m-2")?.hidden).toBe(true);
    at("#toasts form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    expect(at("#m-2")?.hidden).toBe(false);
    expect(removals()).toEqual([]);
  });

  test("is deleted for good once that is not offered any more", async () => {
    remove();
    respond = () => new Response(article(2, "ada").replace("words 2", "removed"));
    expect(removals()).toEqual([]);
    at("#toasts [data-toast]")?.remove();
    await vi.waitFor(() => expect(at("#m-2 .message__text")?.textContent).toBe("removed"));
    expect(removals()).toHaveLength(1);
  });

  test("is deleted by who leaves the page", async () => {
    remove();
    window.dispatchEvent(new Event("pagehide"));
    await vi.waitFor(() => expect(removals()).toHaveLength(1));
  });
});

test("a finger that stays on a message opens its menu, and one that scrolls does not", () => {
  vi.useFakeTimers();
  const press = (name: string, x = 0) =>
    at("#m-1 .message__text")?.dispatchEvent(
      Object.assign(new MouseEvent(name, { bubbles: true, clientX: x }), { pointerType: "touch", isPrimary: true }),
    );
  press("pointerdown");
  press("pointermove", 40);
  vi.advanceTimersByTime(1_000);
  press("pointerup", 40);
  expect(at("#m-1 .message__menu")).toBeNull();
  press("pointerdown");
  press("pointerup");
  expect(at("#m-1 .message__menu")).toBeNull();
  press("pointerdown");
  vi.advanceTimersByTime(1_000);
  press("pointerup");
  vi.advanceTimersByTime(1);
  expect(at("#m-1 .message__menu")).not.toBeNull();
  vi.useRealTimers();
});

test("one's own message is edited where it stands, all of which is brought into sight", async () => {
  const scrolled = vi.fn();
  Element.prototype.scrollIntoView = scrolled;
  respond = (url) =>
    url.endsWith("/wording/") && !posted.some((one) => one.url === url)
      ? new Response(
          `<form action="/messages/key-2/wording/" data-edit><textarea name="text">words 2</textarea></form>`,
        )
      : new Response(article(2, "ada").replace("words 2", "better words"));
  hover(2);
  at("[data-edits]")?.click();
  const field = await vi.waitFor(() => {
    const found = at<HTMLTextAreaElement>("#m-2 [data-edit] textarea");
    expect(found).not.toBeNull();
    return found as HTMLTextAreaElement;
  });
  expect(scrolled.mock.contexts).toEqual([field.form]);
  field.value = "better words";
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(at("#m-2 .message__text")?.textContent).toBe("better words"));
  expect(posted.at(-1)?.body.get("text")).toBe("better words");
});

/** Edit the second message, whose form comes as it is read again, and return the field in it. */
async function editedMeanwhile(): Promise<HTMLTextAreaElement | null> {
  respond = (url) =>
    new Response(url.endsWith("/wording/") ? "<form data-edit><textarea>words 2</textarea></form>" : article(2, "ada"));
  hover(2);
  at("[data-edits]")?.click();
  at("#m-2")?.replaceWith(at("#m-2")?.cloneNode(true) as Node);
  await vi.waitFor(() => expect(at("#m-2 [data-edit] textarea")).not.toBeNull());
  return at<HTMLTextAreaElement>("#m-2 [data-edit] textarea");
}

test("a message that is read again while the form to edit it comes is edited where it stands then", async () => {
  expect((await editedMeanwhile())?.value).toBe("words 2");
});

test("what one types into a message stays when someone pins it", async () => {
  const field = await editedMeanwhile();
  if (field) field.value = "better words";
  const read = vi.fn();
  respond = () => {
    read();
    return new Response(article(2, "ada"));
  };
  notify({ seq: 2, changed: true });
  await vi.waitFor(() => expect(read).toHaveBeenCalled());
  await new Promise((done) => setTimeout(done)); // what was read is put in its place
  expect(at<HTMLTextAreaElement>("#m-2 [data-edit] textarea")?.value).toBe("better words");
});

test("what changed in a message meanwhile is shown once its editing is cancelled, and the focus stays there", async () => {
  const field = await editedMeanwhile();
  respond = () => new Response(article(2, "ada").replace("words 2", "words of my phone"));
  field?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  await vi.waitFor(() => expect(at("#m-2 .message__text")?.textContent).toBe("words of my phone"));
  await vi.waitFor(() => expect(document.activeElement).toBe(at("#m-2 .message__time")));
});

test("a new message is shown in the language of the page, whoever wrote it", () => {
  document.documentElement.lang = "fr";
  notify({ seq: 3, by: "bo", html: { en: article(3, "bo"), fr: article(3, "zoe") } });
  document.documentElement.lang = "";
  expect(at("#m-3")?.dataset.by).toBe("zoe");
});

test("what is marked unread is told, and the line stands before it", async () => {
  hover(2);
  at("[data-unreads]")?.click();
  await vi.waitFor(() => expect(posted.at(-1)?.body.get("unread")).toBe("yes"));
  expect(at(".talk__day--new")?.nextElementSibling?.id).toBe("m-2");
});

test("a new message is announced once, and not again when it is fetched", () => {
  notify({ seq: 3, by: "bo", html: { en: article(3) }, last: "words 3" });
  expect(at("[data-announce]")?.textContent).toBe("Bo Nguyen: words 3");
  if (at("[data-announce]")) (at("[data-announce]") as HTMLElement).textContent = "";
  notify({ seq: 3, by: "bo", html: { en: article(3) }, last: "words 3" });
  notify({ seq: 4, by: "ada", html: { en: article(4, "ada") }, last: "words 4" });
  expect(at("[data-announce]")?.textContent).toBe("");
});
