/**
 * The numbers of the changes of each topic that this page has heard of. One that does not come in time was lost on its
 * way, and what it told is fetched. The server repeats the last number for some seconds, so that the last change of all
 * is missed as well.
 */
const WAIT_MS = 400; // nodes and threads of the server overtake each other
const SPREAD_MS = 600; // what one page lost, many have lost
const RETRY_MS = 3_000;

type Timer = ReturnType<typeof setTimeout>;
type Known = { upTo: number; newest: number; beyond: Set<number>; timer?: Timer | undefined };
/** Fetch what was lost of a topic; false where the server could not be reached. */
export type FetchLost = (topic: string) => Promise<boolean>;

export class ChangeNumbers {
  readonly #topics = new Map<string, Known>();

  constructor(
    private readonly fetchLost: FetchLost,
    signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => {
      for (const { timer } of this.#topics.values()) clearTimeout(timer);
    });
  }

  /** The page was made after this change of a topic. */
  begin(topic: string, upTo: number): void {
    this.#topics.set(topic, { upTo, newest: upTo, beyond: new Set() });
  }

  /** A change was told. */
  hear(topic: string, change: number): void {
    if (!this.#topics.has(topic)) this.begin(topic, change - 1);
    const known = this.#topics.get(topic) as Known;
    known.beyond.add(change);
    this.#moveOn(topic, known, change);
  }

  /** There are so many changes; `isNews`: of which the page shows less, although it has heard of none. */
  repeat(topic: string, change: number, isNews: boolean): void {
    if (!this.#topics.has(topic)) this.begin(topic, isNews ? change - 1 : change);
    this.#moveOn(topic, this.#topics.get(topic) as Known, change);
  }

  #moveOn(topic: string, known: Known, newest: number): void {
    known.newest = Math.max(known.newest, newest);
    while (known.beyond.delete(known.upTo + 1)) known.upTo++;
    if (known.newest > known.upTo) known.timer ??= this.#checkIn(topic, known, WAIT_MS + Math.random() * SPREAD_MS);
  }

  #checkIn(topic: string, known: Known, wait: number): Timer {
    return setTimeout(() => void this.#check(topic, known), wait);
  }

  async #check(topic: string, known: Known): Promise<void> {
    const { newest } = known;
    const isThere = known.upTo >= newest || (await this.fetchLost(topic));
    known.timer = isThere ? undefined : this.#checkIn(topic, known, RETRY_MS);
    if (!isThere) return;
    known.upTo = Math.max(known.upTo, newest);
    for (const change of known.beyond) if (change <= known.upTo) known.beyond.delete(change);
    this.#moveOn(topic, known, known.newest);
  }
}
