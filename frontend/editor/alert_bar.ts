/** The bar across the page when somebody has to know, or to do, something about their text. */

import type { Status } from "./connection_types";
import type { Conflict } from "./device_copy";
import { icon, make } from "./dom";
import { LATE } from "./save_status";
import { type Say, timeOf } from "./strings";

export type Press = "try_again" | "reload" | "copy_text" | "download_text" | "drop_copy" | "start_again";

export interface Notice {
  /** Key of the sentence. */
  words: string;
  time?: number;
  presses: readonly Press[];
}

const TAKE: readonly Press[] = ["copy_text", "download_text"];

/** What has to be said, the gravest first; null most of the time. */
export function noticeOf(status: Status, kept: boolean, conflicts: readonly Conflict[], now: number): Notice | null {
  const { state, reason, unsavedSince } = status;
  const since = unsavedSince === null ? {} : { time: unsavedSince };
  const take = unsavedSince === null ? [] : TAKE;
  switch (reason) {
    case "signed-out":
      return { words: "bar_signed_out", presses: ["try_again", ...take] };
    case "no-access":
      return { words: "bar_no_access", presses: take };
    case "gone":
      return { words: "bar_gone", presses: take };
    case "outdated":
      return { words: "bar_outdated", presses: ["reload"] };
    case "rejected":
      return { words: "bar_rejected", presses: [...TAKE, "start_again"] };
    case "too-large":
      return { words: "bar_too_large", presses: [...TAKE, "start_again"] };
  }
  if (state === "readonly" && unsavedSince !== null) {
    return { words: "bar_read_only", ...since, presses: [...TAKE, "start_again"] };
  }
  if (unsavedSince !== null && now - unsavedSince >= LATE) {
    const presses: Press[] = state === "offline" ? ["try_again"] : [];
    return { words: kept ? "bar_unsaved" : "bar_unkept", ...since, presses: [...presses, "copy_text"] };
  }
  const [conflict] = conflicts;
  return conflict ? { words: "bar_conflict", time: conflict.at, presses: [...TAKE, "drop_copy"] } : null;
}

export class Bar {
  private shown = "";

  constructor(
    private readonly place: HTMLElement,
    private readonly say: Say,
    private readonly pressed: (press: Press, notice: Notice) => void,
  ) {
    place.setAttribute("role", "status");
  }

  show(notice: Notice | null): void {
    const key = JSON.stringify(notice);
    if (key === this.shown) return;
    this.shown = key;
    this.place.hidden = notice === null;
    if (!notice) {
      this.place.replaceChildren();
      return;
    }
    const words = this.say(notice.words, notice.time === undefined ? {} : { time: timeOf(notice.time) });
    const presses = notice.presses.map((press) => {
      const button = make("button", { type: "button", class: "button button--s" }, this.say(press));
      button.addEventListener("click", () => this.pressed(press, notice));
      return button;
    });
    this.place.replaceChildren(
      icon("cloud-off"),
      make("span", {}, words),
      make("span", { class: "buttons" }, ...presses),
    );
  }

  /** Says shortly that a press has done its work. */
  answer(words: string): void {
    this.place.querySelector(".bar__answer")?.remove();
    this.place.append(make("span", { class: "bar__answer" }, words));
  }
}
