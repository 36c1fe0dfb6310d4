/**
 * The island `versions`: who wrote what, and the time slider that plays the history of a document. The comparison of two
 * versions is the server's and stands there before. Nothing is read until a person asks for it.
 *
 * `<div data-island="versions" data-updates="<address>" data-from="<place of the log>" data-to="…"
 * data-mentions="<address of names>" data-strings="<id>">`; in it `[name="show"]`, `[data-frame]`, `[data-status]`, `[data-writers]`, and the slider's `[data-play]`,
 * `[data-range]`, `[data-moment]`, `[data-now]`.
 */
import { face } from "../../faces";
import { formatTime, pageString, pageZone } from "../../strings";
import { draw } from "../formulas";
import { MentionNames } from "../mention_names";
import { readStrings, type Translate } from "../strings";
import { FrameRenderer } from "./frame";
import { MomentBar } from "./moment_bar";
import { Slider } from "./slider";
import { readUpdates } from "./slider_updates";
import { Timeline } from "./timeline";

const AT_ONCE_MS = 12; // of reading, after which the page has its turn
const AT_REST_MS = 250; // a moment that is shown for so long is drawn: while the history plays, sources go by

export function mount(element: HTMLElement): () => void {
  const page = new HistoryPage(element);
  page.begin();
  return () => page.end();
}

class HistoryPage {
  private readonly ending = new AbortController();
  private readonly translate: Translate;
  private readonly timeline = new Timeline();
  private readonly renderer: FrameRenderer;
  private readonly slider: Slider;
  private readonly bar: MomentBar;
  private reading: Promise<boolean> | undefined;
  private shown: number | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly element: HTMLElement) {
    this.translate = readStrings(element);
    const { mentions = "" } = element.dataset;
    this.renderer = new FrameRenderer(this.timeline, this.translate, new MentionNames(mentions && `${mentions}names`));
    this.bar = new MomentBar(element, Number(element.dataset.to));
    this.slider = new Slider(element, this.translate, (seq) => this.show(seq), this.ending.signal);
  }

  begin(): void {
    const { signal } = this.ending;
    const to = Number(this.element.dataset.to);
    this.slider.begin(to);
    const atRest = () => void this.show(to, Number(this.element.dataset.from));
    const choice = this.element.querySelector<HTMLInputElement>('[name="show"][value="authors"]');
    choice?.addEventListener("change", atRest, { signal });
    this.element.addEventListener("change", () => this.keepChoice(choice?.checked ?? false), { signal });
    if (choice && new URLSearchParams(location.search).get("show") === "authors") choice.checked = true;
    if (choice?.checked) atRest(); // the browser keeps it when a page is loaded again
    this.keepChoice(choice?.checked ?? false);
  }

  end(): void {
    clearTimeout(this.resting);
    this.ending.abort();
  }

  /** Who wrote what is still shown when another version is chosen. */
  private keepChoice(showsAuthors: boolean): void {
    for (const link of this.element.querySelectorAll<HTMLAnchorElement>('a[href^="?"]')) {
      const query = new URLSearchParams(link.getAttribute("href") ?? "");
      if (showsAuthors) query.set("show", "authors");
      else query.delete("show");
      link.setAttribute("href", `?${query}`);
    }
  }

  /** Show the text at a place of the log; with `since`, also what was taken away after that one. */
  private async show(seq: number, since?: number): Promise<void> {
    this.shown = seq;
    for (const choice of this.element.querySelectorAll<HTMLInputElement>('[name="show"]')) {
      choice.checked = choice.value === "authors";
    }
    this.reading ??= this.read();
    if (!(await this.reading) || this.shown !== seq) return;
    const piece = this.timeline.pieceAt(seq);
    const frame = this.renderer.render(piece, since === undefined ? undefined : this.timeline.pieceAt(since));
    this.element.querySelector("[data-frame]")?.replaceChildren(frame);
    this.drawAtRest();
    this.showWriters(piece);
    const moment = this.momentOf(piece);
    this.slider.say(moment);
    this.bar.show(this.timeline.pieces[piece]?.seq ?? 0, moment);
  }

  /** Read the updates; says whether they could be read. */
  private async read(): Promise<boolean> {
    const status = this.element.querySelector<HTMLElement>("[data-status]");
    try {
      const known = this.timeline.pieces.at(-1)?.seq ?? 0;
      for await (const { pieces, last } of readUpdates(this.element.dataset.updates ?? "", known, this.ending.signal)) {
        let began = performance.now();
        for (const piece of pieces) {
          this.timeline.add(piece);
          if (performance.now() - began < AT_ONCE_MS) continue;
          await new Promise((resume) => setTimeout(resume));
          began = performance.now();
        }
        const percent = last ? Math.round((100 * (pieces.at(-1)?.seq ?? last)) / last) : 100;
        if (status) status.textContent = this.translate("loaded", { percent });
      }
    } catch {
      this.reading = undefined; // the next try goes on where this one ended
      if (status) status.textContent = this.translate("failed");
      return false;
    }
    if (status) status.hidden = true;
    this.element.querySelector(".compare__authors")?.removeAttribute("aria-busy");
    return true;
  }

  private drawAtRest(): void {
    clearTimeout(this.resting);
    const frame = this.element.querySelector<HTMLElement>("[data-frame]");
    const how = this.element.querySelector<HTMLElement>("[data-diagrams]")?.dataset ?? {};
    if (frame) this.resting = setTimeout(() => draw(frame, how), AT_REST_MS);
  }

  private showWriters(piece: number): void {
    const list = this.element.querySelector<HTMLElement>("[data-writers]");
    if (!list) return;
    const lines = [...this.timeline.writersUpTo(piece)].map(([person, first]) => {
      const line = document.createElement("li");
      const name = document.createElement("span");
      const since = document.createElement("span");
      name.textContent = person.name;
      since.textContent = this.translate("from", { time: formatDay(this.timeline.pieces[first]?.at ?? 0) });
      line.append(face(person.name, person.initials, person.hue), name, since);
      return line;
    });
    list.hidden = !lines.length;
    list.replaceChildren(...lines);
  }

  private momentOf(piece: number): string {
    const found = this.timeline.pieces[piece];
    return found ? `${formatDay(found.at)}, ${formatTime(found.at * 1000)}` : "";
  }
}

/** A day as the server writes it, with the year when it is another one. */
function formatDay(seconds: number): string {
  const day = new Date(seconds * 1000);
  const years = new Intl.DateTimeFormat("en", { year: "numeric", timeZone: pageZone() });
  const year = years.format(day) === years.format() ? {} : ({ year: "numeric" } as const);
  const locale = pageString("locale") || "en-GB";
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: pageZone(), ...year }).format(day);
}
