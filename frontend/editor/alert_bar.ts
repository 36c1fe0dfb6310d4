/** The bar across the page that tells the person what has become of their text, with buttons for what to do. */

import type { ConnectionStatus } from "./connection_types";
import type { Conflict } from "./device_copy";
import { icon, make } from "./dom";
import { LATE } from "./save_status";
import { formatMoment, type Translate } from "./strings";

export type AlertButton = "try_again" | "reload" | "copy_text" | "download_text" | "drop_copy" | "start_again";

export interface Alert {
  /** The sentence's key among the strings. */
  text: string;
  time?: number;
  buttons: readonly AlertButton[];
}

const EXPORT: readonly AlertButton[] = ["copy_text", "download_text"];

/** The gravest alert, or null. */
export function alertFor(
  status: ConnectionStatus,
  isKept: boolean,
  conflicts: readonly Conflict[],
  now: number,
): Alert | null {
  const { state, reason, unsavedSince } = status;
  const since = unsavedSince === null ? {} : { time: unsavedSince };
  const exports = unsavedSince === null ? [] : EXPORT;
  switch (reason) {
    case "signed-out":
      return { text: "bar_signed_out", buttons: ["try_again", ...exports] };
    case "no-access":
      return { text: "bar_no_access", buttons: exports };
    case "gone":
      return { text: "bar_gone", buttons: exports };
    case "outdated":
      return { text: "bar_outdated", buttons: ["reload"] };
    case "rejected":
      return { text: "bar_rejected", buttons: [...EXPORT, "start_again"] };
    case "too-large":
      return { text: "bar_too_large", buttons: [...EXPORT, "start_again"] };
    case "full":
      return { text: "bar_full", buttons: [...EXPORT, "start_again"] };
  }
  if (state === "readonly" && unsavedSince !== null) {
    return { text: "bar_read_only", ...since, buttons: [...EXPORT, "start_again"] };
  }
  if (unsavedSince !== null && now - unsavedSince >= LATE) {
    const buttons: AlertButton[] = state === "offline" ? ["try_again"] : [];
    return { text: isKept ? "bar_unsaved" : "bar_unkept", ...since, buttons: [...buttons, "copy_text"] };
  }
  const [conflict] = conflicts;
  return conflict ? { text: "bar_conflict", time: conflict.at, buttons: [...EXPORT, "drop_copy"] } : null;
}

export class AlertBar {
  private shown = "";

  constructor(
    private readonly container: HTMLElement,
    private readonly translate: Translate,
    private readonly onClick: (button: AlertButton, alert: Alert) => void,
  ) {
    container.setAttribute("role", "status");
  }

  show(alert: Alert | null): void {
    const key = JSON.stringify(alert);
    if (key === this.shown) return;
    this.shown = key;
    this.container.hidden = alert === null;
    if (!alert) {
      this.container.replaceChildren();
      return;
    }
    const sentence = this.translate(alert.text, alert.time === undefined ? {} : { time: formatMoment(alert.time) });
    const buttons = alert.buttons.map((name) => {
      const button = make("button", { type: "button", class: "button button--s" }, this.translate(name));
      button.addEventListener("click", () => this.onClick(name, alert));
      return button;
    });
    this.container.replaceChildren(
      icon("cloud-off"),
      make("span", {}, sentence),
      make("span", { class: "buttons" }, ...buttons),
    );
  }

  /** Confirms shortly what a button has done. */
  confirm(sentence: string): void {
    this.container.querySelector(".bar__answer")?.remove();
    this.container.append(make("span", { class: "bar__answer" }, sentence));
  }
}
