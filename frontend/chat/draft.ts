/**
 * What is being written, the same on all devices: kept on this one until the server has it, and sent a moment after the
 * last letter.
 */
import { uuidv4 } from "lib0/random";
import { csrfToken } from "../csrf_token";

export type DraftNotification = { place: string; text: string; device: string };

const WAIT_MS = 700;
const RETRY_MS = 5_000;
const DEVICE = uuidv4();

export class Draft {
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #storageKey: string;

  constructor(
    private readonly field: HTMLTextAreaElement,
    private readonly place: string,
    private readonly address: string,
    me: string,
    signal: AbortSignal,
  ) {
    this.#storageKey = `draft-message:${me}:${place}`;
    const unsaved = localStorage.getItem(this.#storageKey);
    if (unsaved !== null && unsaved !== field.value) {
      this.#write(unsaved);
      this.#saveSoon();
    }
    const left = leftHere(this.#storageKey, field.defaultValue);
    if (unsaved === null && left !== null) this.#write(left);
    for (const name of ["input", "change"]) field.addEventListener(name, () => this.changed(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  /** The field has other words now: keep them here at once, and there soon. */
  changed(): void {
    localStorage.setItem(this.#storageKey, this.field.value);
    this.#noteHere();
    this.#saveSoon();
  }

  /** Take what another device wrote, unless something is being written here. */
  receive({ place, text, device }: DraftNotification): void {
    const isUnsaved = localStorage.getItem(this.#storageKey) !== null;
    if (place !== this.place || device === DEVICE || isUnsaved || this.field.value === text) return;
    this.#write(text);
  }

  /** The server has taken the words, and keeps no draft of them: the field is empty, and nothing is to be saved. */
  taken(): void {
    clearTimeout(this.#timer);
    this.#write("");
    localStorage.removeItem(this.#storageKey);
  }

  #write(text: string): void {
    this.field.value = text;
    this.#noteHere();
    this.field.dispatchEvent(new CustomEvent("ronde:written"));
  }

  #noteHere(): void {
    const draft: Left = { key: this.#storageKey, from: this.field.defaultValue, text: this.field.value };
    history.replaceState({ ...history.state, draft }, "");
  }

  #saveSoon(wait = WAIT_MS): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), wait);
  }

  async #save(): Promise<void> {
    const text = this.field.value;
    const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken(), text, device: DEVICE });
    const response = await fetch(this.address, { method: "POST", body }).catch(() => null);
    const isRefused = response && !response.ok && response.status < 500 && response.status !== 429;
    if (isRefused) return; // it stays on this device
    if (!response?.ok || response.redirected) this.#saveSoon(RETRY_MS);
    else if (this.field.value === text) localStorage.removeItem(this.#storageKey);
  }
}

/** What stood in the field when one left the page, and what it had when that came; the key names whose it is. */
type Left = { key: string; from: string; text: string };

/** Back may show the page as it came then, and not what was written in it; null where it is another one. */
function leftHere(key: string, from: string): string | null {
  const [navigation] = performance.getEntriesByType?.("navigation") ?? [];
  const left = (history.state as { draft?: Left } | null)?.draft;
  const isBack = (navigation as PerformanceNavigationTiming | undefined)?.type === "back_forward";
  return isBack && left?.key === key && left.from === from ? left.text : null;
}
