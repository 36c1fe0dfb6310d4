/** The numbers beside the links of the sidebar are asked for again when something was read, or came into the inbox. */
import { showBadge } from "./installed";

const GATHER_MS = 150;
const SPREAD_MS = 250; // a mention of a circle reaches many pages at once
const CONCERNED = ["inbox", "topics", "*"];

type Numbers = Record<string, { number: number | string; new: boolean }>;

export function railNumbers(signal: AbortSignal): void {
  const address = document.body.dataset.numbersUrl;
  if (!address) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener(
    "ronde:changed",
    (event) => {
      const { what = [] } = (event as CustomEvent<{ what?: string[] }>).detail;
      if (!what.some((key) => CONCERNED.includes(key) || key.startsWith("inbox:"))) return;
      timer ??= setTimeout(
        () => {
          timer = undefined;
          void refresh(address);
        },
        GATHER_MS + Math.random() * SPREAD_MS,
      );
    },
    { signal },
  );
  signal.addEventListener("abort", () => clearTimeout(timer));
}

async function refresh(address: string): Promise<void> {
  const response = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok || response.redirected) return; // it is asked again at the next change
  showNumbers((await response.json()) as Numbers);
}

/** Put the numbers beside their links; a link of which nothing is said has none. */
export function showNumbers(numbers: Numbers): void {
  for (const link of document.querySelectorAll<HTMLElement>("[data-goes]")) {
    const { number = 0, new: isNew = false } = numbers[link.dataset.goes ?? ""] ?? {};
    if (link.matches(".bar__item")) showDot(link, isNew);
    else showCount(link, number, isNew);
  }
  showBadge();
}

function showCount(link: HTMLElement, number: number | string, isNew: boolean): void {
  let counter = link.querySelector(".rail__count");
  if (!number) return void counter?.remove();
  if (!counter) {
    counter = document.createElement("span");
    link.append(counter);
  }
  counter.className = `rail__count${isNew ? " rail__count--new" : ""}`;
  counter.textContent = String(number);
}

function showDot(link: HTMLElement, isNew: boolean): void {
  const dot = link.querySelector(".bar__dot");
  if (!isNew) return void dot?.remove();
  if (!dot) link.append(Object.assign(document.createElement("span"), { className: "bar__dot" }));
}
