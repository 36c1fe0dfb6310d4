/** htmx as we use it: parts are morphed, islands are left alone, and an error is shown as a sentence. */
import htmx, { type HtmxAjaxOptions, type HtmxRequestCtx } from "htmx.org";
import { showRefusal } from "./behaviours/toasts";
import { requestError } from "./request_errors";
import { pageString } from "./strings";

/** What a proxy says of a server that is not there. */
const NO_SERVER = [502, 503, 504];
const NOTHING_TO_SWAP = 204;

/** Whether a server has answered, if only by refusing; null stands for no answer. */
export const isAnswer = (answer: Response | null): answer is Response =>
  answer !== null && !NO_SERVER.includes(answer.status);

export function configureHtmx(): void {
  Object.assign(htmx.config, {
    defaultSwap: "outerMorph",
    includeIndicatorCSS: false,
    // Ours are called hx-: each link of a long text would be asked for another spelling as well.
    prefix: "",
    // A morph would undo what an island has drawn.
    morphSkip: "[data-island], [hx-morph-skip]",
    // The person decides what is open, not the server.
    morphIgnore: ["data-htmx-powered", "open", "aria-busy"],
    history: "reload",
  });
}

/** Let htmx find what another page asks of it (`page_swap.ts`). */
export const readPage = (): void => htmx.process(document.body);

/** Show an error as a toast instead of swapping it into the page. */
export function showRequestErrors(signal: AbortSignal): void {
  document.addEventListener(
    "htmx:after:request",
    (event) => {
      const { ctx } = (event as CustomEvent<{ ctx: HtmxRequestCtx }>).detail;
      const sentence = requestError(ctx);
      if (sentence === null) return;
      event.preventDefault();
      if (sentence) showRefusal(sentence);
    },
    { signal },
  );
  document.addEventListener("htmx:before:swap", keepTitle, { signal });
  document.addEventListener(
    "ronde:refused",
    (event) => showRefusal(String((event as CustomEvent<{ value: string }>).detail.value)),
    { signal },
  );
  const reportLoss = ({ target }: Event): void => {
    // What the page notes by itself is no loss to anyone.
    if (!(target instanceof Element && target.matches("[data-unasked]"))) showRefusal(pageString("lost"));
  };
  document.addEventListener("htmx:error", reportLoss, { signal });
}

/** A part that comes from another page does not name this one. */
function keepTitle(event: Event): void {
  const { ctx } = (event as CustomEvent<{ ctx: HtmxRequestCtx & { title?: string } }>).detail;
  const address = ctx.response?.raw.url;
  if (address && new URL(address).pathname !== location.pathname) ctx.title = "";
}

/**
 * Fetch a part again, from its own address or the page's, and morph it into the response; false without an answer.
 * Nobody has asked for it, so that nobody is told then: the part stays as it is.
 */
export async function refetchPart(part: HTMLElement): Promise<boolean> {
  // A part that is being fetched already has the next fetch wait, and no answer of its own here.
  let isAnswered = false;
  const options: HtmxAjaxOptions & { fetch: typeof fetch } = {
    source: part,
    target: part,
    swap: "outerMorph",
    ...(part.id ? { select: `#${CSS.escape(part.id)}` } : {}),
    fetch: async (address, request) => {
      const answer = await fetchWhole(address, request).catch(() => null);
      isAnswered = isAnswer(answer);
      return isAnswer(answer) ? answer : new Response(null, { status: NOTHING_TO_SWAP });
    },
  };
  await htmx.ajax("GET", part.dataset.refreshUrl ?? location.pathname + location.search, options);
  return isAnswered;
}

/** Fails as well where an answer breaks off. */
async function fetchWhole(address: RequestInfo | URL, request?: RequestInit): Promise<Response> {
  const answer = await fetch(address, request);
  await answer.clone().arrayBuffer();
  return answer;
}

/** Replace a part by one of the page at an address. */
export const replacePart = (part: HTMLElement, address: string, select: string): Promise<void> =>
  htmx.ajax("GET", address, { source: part, target: part, swap: "outerMorph", select });

/** Fill an element with a part of the page at an address. */
export const fetchInto = (element: HTMLElement, address: string, select: string): Promise<void> =>
  htmx.ajax("GET", address, { source: element, target: element, swap: "innerHTML", select });
