/** Draws Mermaid diagrams: in a frame apart (`diagrams/frame.ts`), which comes with the first diagram of a page. */
import { make } from "./dom";

/** Longer sources are shown as they are. */
const LONGEST = 20_000;
/** After this time (ms) without an answer a diagram is not drawn. */
const PATIENCE = 15_000;

interface Answer {
  isReady?: boolean;
  id?: number;
  svg?: string;
  error?: string;
}

let frame: Promise<HTMLIFrameElement> | null = null;
let count = 0;

/** A picture of a diagram, as the address of an image; `frameAddress` is that of the frame's page. Rejects with why not. */
export async function drawDiagram(source: string, frameAddress: string): Promise<string> {
  if (source.length > LONGEST) throw new Error("");
  // Another page may stand in the place of the one that the frame was opened on.
  if (frame && !(await frame.catch(() => null))?.isConnected) frame = null;
  if (!frame && !navigator.onLine) throw new Error("");
  frame ??= open(frameAddress);
  const { contentWindow } = await frame;
  count += 1;
  const id = count;
  const answer = await heard(
    (data) => data.id === id,
    contentWindow,
    () => contentWindow?.postMessage({ id, source }, "*"),
  );
  if (!answer.svg) throw new Error(answer.error ?? "");
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(answer.svg)}`;
}

async function open(address: string): Promise<HTMLIFrameElement> {
  // Without an origin: what is drawn there can reach nothing of this page, nor of the server.
  const element = make("iframe", { class: "diagram-frame", sandbox: "allow-scripts", src: address, tabindex: "-1" });
  element.setAttribute("aria-hidden", "true");
  try {
    await heard(
      ({ isReady }) => isReady === true,
      () => element.contentWindow,
      () => document.body.append(element),
    );
  } catch (error) {
    element.remove();
    frame = null; // tried again with the next diagram
    throw error;
  }
  return element;
}

type From = Window | null | (() => Window | null);

/** Waits for a message of the frame, once `begin` has run. */
function heard(isIt: (data: Answer) => boolean, from: From, begin: () => void): Promise<Answer> {
  return new Promise((done, failed) => {
    const listening = new AbortController();
    const timer = setTimeout(() => {
      listening.abort();
      failed(new Error(""));
    }, PATIENCE);
    const listen = ({ data, source }: MessageEvent): void => {
      const expected = typeof from === "function" ? from() : from;
      if (source !== expected || typeof data !== "object" || data === null || !isIt(data as Answer)) return;
      clearTimeout(timer);
      listening.abort();
      done(data as Answer);
    };
    window.addEventListener("message", listen, { signal: listening.signal });
    begin();
  });
}
