/** Shows whether the text is saved, as an icon and a word. */

import type { ConnectionStatus } from "./connection_types";
import { icon, make } from "./dom";
import { formatMoment, type Translate } from "./strings";

export type SaveState = "saved" | "saving" | "unsaved" | "offline" | "connecting" | "readonly";

/** After this time (ms) a change that is not saved is reported, also in the alert bar. */
export const LATE = 2_000;
/** A state must last this long (ms) to be read aloud. */
const CALM = 1_500;

const ICONS: Record<SaveState, string> = {
  saved: "cloud-check",
  saving: "refresh-cw",
  unsaved: "cloud-off",
  offline: "wifi-off",
  connecting: "refresh-cw",
  readonly: "eye",
};

export function saveStateOf({ state, saved, unsavedSince }: ConnectionStatus, now: number): SaveState {
  if (saved) return "saved";
  if (state === "readonly" || state === "stopped") return unsavedSince === null ? "readonly" : "unsaved";
  if (unsavedSince !== null && now - unsavedSince >= LATE) return state === "live" ? "unsaved" : "offline";
  if (state === "live") return "saving";
  if (state === "offline") return "offline";
  return unsavedSince === null ? "connecting" : "saving";
}

/** Writes the status into `container`, in place of the sign that the editor is on its way. */
export class SaveStatus {
  private readonly spoken = make("span", { class: "unseen", role: "status" });
  private readonly shown = make("span");
  private last: { state: SaveState | ""; text: string } = { state: "", text: "" };
  private calm: ReturnType<typeof setTimeout> | undefined;
  private savedAt = Date.now();

  constructor(
    private readonly container: HTMLElement,
    private readonly translate: Translate,
  ) {
    container.append(this.spoken);
  }

  /** `isKept` tells whether this device has a copy. Who is offline is so until the server has answered. */
  show(reported: SaveState, isKept: boolean): void {
    const state = reported === "connecting" && this.last.state === "offline" ? "offline" : reported;
    if (state === "saved" && this.last.state !== "saved") this.savedAt = Date.now();
    const text = this.textOf(state, isKept);
    if (this.last.state === state && this.last.text === text) return;
    this.last = { state, text };
    this.container.dataset.state = state;
    if (!this.shown.isConnected) this.container.replaceChildren(this.shown, this.spoken);
    this.shown.replaceChildren(icon(ICONS[state]), make("span", { class: "saved__words" }, text));
    this.container.title = text;
    // Reading "saving, saved" aloud at every word would drown the text that is being written.
    clearTimeout(this.calm);
    if (state !== "saving") this.calm = setTimeout(() => this.readAloud(state, text), CALM);
  }

  destroy(): void {
    clearTimeout(this.calm);
  }

  private readAloud(state: SaveState, text: string): void {
    if (this.spoken.dataset.state === state) return;
    this.spoken.dataset.state = state;
    this.spoken.textContent = text;
  }

  private textOf(state: SaveState, isKept: boolean): string {
    switch (state) {
      case "saved":
        return this.translate("saved", { time: formatMoment(this.savedAt) });
      case "saving":
        return this.translate("saving");
      case "unsaved":
        return this.translate("not_saved");
      case "offline":
        return this.translate(isKept ? "offline_kept" : "offline");
      case "connecting":
        return this.translate("connecting");
      case "readonly":
        return this.translate("read_only");
    }
  }
}
