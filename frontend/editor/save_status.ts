/** The sign that never lies: what has become of the text, as an icon and a word, and a bar when it lasts. */

import type { Status } from "./connection_types";
import { icon, make } from "./dom";
import { type Say, timeOf } from "./strings";

export type Sign = "saved" | "saving" | "unsaved" | "offline" | "connecting" | "readonly";

/** From here on (ms) a change that is not saved is called so, in a bar across the page. */
export const LATE = 2_000;
/** A state must last this long (ms) to be read aloud. */
const CALM = 1_500;

const ICONS: Record<Sign, string> = {
  saved: "cloud-check",
  saving: "refresh-cw",
  unsaved: "cloud-off",
  offline: "wifi-off",
  connecting: "refresh-cw",
  readonly: "eye",
};

export function signOf({ state, saved, unsavedSince }: Status, now: number): Sign {
  if (saved) return "saved";
  if (state === "readonly" || state === "stopped") return unsavedSince === null ? "readonly" : "unsaved";
  if (unsavedSince !== null && now - unsavedSince >= LATE) return state === "live" ? "unsaved" : "offline";
  if (state === "live") return "saving";
  if (state === "offline") return "offline";
  return unsavedSince === null ? "connecting" : "saving";
}

/** Shows the sign in `place`; `kept` says whether this device has a copy. */
export class SavedSign {
  private readonly spoken = make("span", { class: "unseen", role: "status" });
  private readonly shown = make("span");
  private last: { sign: Sign | ""; words: string } = { sign: "", words: "" };
  private calm: ReturnType<typeof setTimeout> | undefined;
  private savedAt = Date.now();

  constructor(
    private readonly place: HTMLElement,
    private readonly say: Say,
  ) {
    place.replaceChildren(this.shown, this.spoken);
  }

  show(sign: Sign, kept: boolean): void {
    if (sign === "saved" && this.last.sign !== "saved") this.savedAt = Date.now();
    const words = this.words(sign, kept);
    if (this.last.sign === sign && this.last.words === words) return;
    this.last = { sign, words };
    this.place.dataset.state = sign;
    this.shown.replaceChildren(icon(ICONS[sign]), make("span", { class: "saved__words" }, words));
    this.place.title = words;
    // "Saving, saved, saving, saved" at every word would drown the text that is being written.
    clearTimeout(this.calm);
    if (sign !== "saving") this.calm = setTimeout(() => this.speak(sign, words), CALM);
  }

  destroy(): void {
    clearTimeout(this.calm);
  }

  private speak(sign: Sign, words: string): void {
    if (this.spoken.dataset.said === sign) return;
    this.spoken.dataset.said = sign;
    this.spoken.textContent = words;
  }

  private words(sign: Sign, kept: boolean): string {
    switch (sign) {
      case "saved":
        return this.say("saved", { time: timeOf(this.savedAt) });
      case "saving":
        return this.say("saving");
      case "unsaved":
        return this.say("not_saved");
      case "offline":
        return this.say(kept ? "offline_kept" : "offline");
      case "connecting":
        return this.say("connecting");
      case "readonly":
        return this.say("read_only");
    }
  }
}
