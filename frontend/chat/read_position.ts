/**
 * How far one has read a conversation: what was seen is told to the server at once, then every so often, and when one
 * leaves. The server moves the place on as far as nothing between is missing.
 */
import { csrfToken } from "../csrf_token";
import { showUnread } from "./sidebar";

const EVERY_MS = 1_500;
const AGAIN_MS = 5_000;

/** Where a person's place is, how much that leaves unread, and how often they took it back. */
type Place = { seq: number; unread: number; went_back: number };

export class ReadPosition {
  readonly #seen = new Set<number>();
  readonly #untold = new Set<number>();
  #place: number; // up to where everything is read
  #wentBack: number;
  #stopped = false; // what was marked unread stays so until the page is opened again
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    /** A person went back to this place on another device. */
    private readonly keepUnread: (readTo: number) => void,
    signal: AbortSignal,
  ) {
    this.#place = Number(root.dataset.readTo ?? 0);
    this.#wentBack = Number(root.dataset.wentBack ?? 0);
    const leave = () => document.hidden && this.#tell();
    document.addEventListener("visibilitychange", leave, { signal });
    addEventListener("pagehide", () => this.#tell(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  /** These were before a person's eyes. */
  saw(seqs: number[]): void {
    for (const seq of seqs) {
      if (this.#seen.has(seq)) continue;
      this.#seen.add(seq);
      this.#untold.add(seq);
    }
    if (!this.#timer) this.#tell();
  }

  /** Another device of the person has read on. */
  move(seq: number, wentBack: number | undefined): void {
    if (wentBack !== undefined && wentBack !== this.#wentBack) return;
    this.#place = Math.max(this.#place, seq);
  }

  /** Whether a notification says that the person has gone back since. */
  isBehind(wentBack: number | undefined): boolean {
    return wentBack !== undefined && wentBack > this.#wentBack;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { base, topic } = this.root.dataset;
    if (this.#stopped || !this.#untold.size || !topic) return;
    const told = [...this.#untold];
    this.#untold.clear();
    this.#wait(EVERY_MS);
    // With what was seen before and did not count yet: the page may now show what was missing between.
    const seen = [...new Set([...told, ...[...this.#seen].filter((seq) => seq > this.#place)])];
    const body = new URLSearchParams({
      csrfmiddlewaretoken: csrfToken(),
      seen: inSpans(seen),
      went_back: String(this.#wentBack),
    });
    const again = () => {
      for (const seq of told) this.#untold.add(seq);
      this.#wait(AGAIN_MS);
    };
    fetch(`${base}readings/`, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } }).then(
      async (response) => {
        if (response.redirected || !response.ok) return again();
        if (response.status === 204) return;
        const place = (await response.json()) as Place;
        if (place.went_back !== this.#wentBack) return this.keepUnread(place.seq);
        this.#place = place.seq;
        this.#show(place);
      },
      again,
    );
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), ms);
  }

  #show({ seq, unread }: Place): void {
    const { topic = "", room = "" } = this.root.dataset;
    showUnread({ topic, room, seq, unread });
  }
}

/** Numbers as `12-40,55`. */
export function inSpans(seqs: number[]): string {
  const spans: [number, number][] = [];
  for (const seq of [...seqs].sort((one, other) => one - other)) {
    const last = spans.at(-1);
    if (last && seq <= last[1] + 1) last[1] = seq;
    else spans.push([seq, seq]);
  }
  return spans.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(",");
}

/** Draw the line behind which messages are new. */
export function showUnreadLine(root: HTMLElement, list: HTMLElement, readTo: number): void {
  list.querySelector(".talk__day--new")?.remove();
  const template = root.querySelector<HTMLTemplateElement>("template[data-menu]");
  const line = document.createElement("p");
  line.className = "talk__day talk__day--new";
  line.textContent = template?.dataset.wordsNew ?? "";
  list.querySelector(`#m-${readTo + 1}`)?.before(line);
}

/** Whether a list's end is in the window: on a phone, the conversation stands below a long page. */
export function isOnScreen(list: HTMLElement, nearPx: number): boolean {
  const { bottom } = list.getBoundingClientRect();
  return (list.checkVisibility?.() ?? true) && bottom >= 0 && bottom <= innerHeight + nearPx;
}
