/** Where one writes: Enter sends, what cannot go now is kept and shown, what is refused comes back to be changed. */
import { uuidv4 } from "lib0/random";
import { pageString } from "../strings";
import { type Answer, Outbox, type Unsent } from "./chat-outbox";
import { parse, type Stream, token } from "./chat-stream";
import { refuse } from "./toast";

type Field = HTMLInputElement | HTMLTextAreaElement;

export class Composer {
  readonly outbox: Outbox;

  constructor(
    private readonly root: HTMLElement,
    private readonly form: HTMLFormElement,
    private readonly stream: Stream,
    signal: AbortSignal,
  ) {
    this.outbox = new Outbox(`unsent:${root.dataset.me}:${root.dataset.base}`, (unsent) => this.#post(unsent), {
      waiting: (unsent, isLate) => this.#showUnsent(unsent, isLate),
      sent: (unsent, html) => this.#arrived(unsent, html),
      refused: (unsent, sentence) => this.#giveBack(unsent, sentence),
    });
    form.addEventListener("submit", (event) => this.#say(event), { signal });
    form.addEventListener("keydown", (event) => this.#key(event), { signal });
    form.addEventListener("click", (event) => this.#press(event.target as Element), { signal });
    window.addEventListener("online", () => void this.outbox.flush(), { signal });
    signal.addEventListener("abort", () => this.outbox.close());
    void this.outbox.flush();
  }

  /** Answer a message, quoting what of it is marked, or its beginning; null answers nobody. */
  answer(message: HTMLElement | null): void {
    const line = this.form.querySelector<HTMLElement>("[data-reply]");
    const words = message?.querySelector(".message__text")?.textContent?.trim() ?? "";
    const marked = getSelection()?.toString().trim() ?? "";
    const quote = (marked && words.includes(marked) ? marked : words).slice(0, 300);
    this.#set("reply_to", message?.dataset.key ?? "");
    this.#set("quote", quote);
    if (!line) return;
    line.hidden = !message;
    const name = message?.querySelector(".message__name")?.textContent ?? "";
    const place = line.querySelector("span");
    if (place) place.textContent = `${name}: ${quote}`;
    if (message) this.#field("text")?.focus();
  }

  #field(name: string): Field | null {
    return this.form.querySelector<Field>(`[name=${name}]`);
  }

  #set(name: string, value: string): void {
    const field = this.#field(name);
    if (!field) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #key(event: KeyboardEvent): void {
    const isTouch = window.matchMedia?.("(pointer: coarse)").matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || isTouch) return;
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  #press(target: Element): void {
    if (target.closest("[data-unreply]")) this.answer(null);
    const mark = target.closest<HTMLElement>("[data-insert]")?.dataset.insert;
    const text = this.#field("text");
    if (!mark || !text) return;
    const [from, to] = [text.selectionStart ?? 0, text.selectionEnd ?? 0];
    const chosen = text.value.slice(from, to);
    text.setRangeText(mark + chosen + (chosen ? mark : ""), from, to, "end");
    this.#set("text", text.value);
    text.focus();
  }

  #say(event: SubmitEvent): void {
    event.preventDefault();
    event.stopPropagation(); // the page's own care for forms is for those that leave it
    const text = this.#field("text")?.value.trim();
    if (!text) return;
    const [replyTo, quote] = [this.#field("reply_to")?.value ?? "", this.#field("quote")?.value ?? ""];
    this.#set("text", "");
    this.answer(null);
    this.outbox.add({ key: uuidv4(), text, replyTo, quote });
    this.#field("text")?.focus();
  }

  async #post({ key, text, replyTo, quote }: Unsent): Promise<Answer> {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token(), key, text, reply_to: replyTo, quote });
    let response: Response;
    try {
      response = await fetch(this.form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
    } catch {
      return { state: "later" };
    }
    if (response.redirected) {
      refuse(pageString("signedOut")); // kept: it goes when the person is back
      return { state: "later" };
    }
    if (response.ok) return { state: "sent", html: await response.text() };
    if (response.status >= 500 || response.status === 429) return { state: "later" };
    const said = response.headers.get("HX-Trigger");
    if (said)
      return { state: "refused", sentence: (JSON.parse(said) as Record<string, string>)["ronde:refused"] ?? "" };
    return { state: "refused", sentence: pageString(response.status === 404 ? "gone" : "forbidden") };
  }

  #shown(unsent: Unsent): HTMLElement | null {
    return this.stream.list.querySelector<HTMLElement>(`[data-unsent-key="${CSS.escape(unsent.key)}"]`);
  }

  #showUnsent(unsent: Unsent, isLate: boolean): void {
    const template = this.root.querySelector<HTMLTemplateElement>("template[data-unsent]");
    const shown = this.#shown(unsent) ?? (template?.content.firstElementChild?.cloneNode(true) as HTMLElement | null);
    if (!shown) return;
    shown.dataset.unsentKey = unsent.key;
    const [text, state] = [shown.querySelector(".message__text"), shown.querySelector<HTMLElement>(".message__state")];
    if (text) text.textContent = unsent.text;
    if (state) state.textContent = (isLate ? state.dataset.later : state.dataset.waits) ?? "";
    if (shown.isConnected) return;
    this.stream.list.append(shown);
    this.stream.toEnd();
  }

  #arrived(unsent: Unsent, html: string): void {
    this.#shown(unsent)?.remove();
    // Said while looking at something long past: go where it was said.
    if (!("ends" in this.root.dataset)) location.assign(this.root.dataset.base ?? "");
    const article = parse(html).querySelector<HTMLElement>("article");
    if (article) this.stream.insert(html, Number(article.dataset.seq));
  }

  #giveBack(unsent: Unsent, sentence: string): void {
    this.#shown(unsent)?.remove();
    refuse(sentence);
    const text = this.#field("text");
    if (text) this.#set("text", [unsent.text, text.value].filter(Boolean).join("\n"));
  }
}
