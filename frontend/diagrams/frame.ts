/**
 * The page inside the frame that draws diagrams (`editor/diagram.ts`). Mermaid writes style attributes and style sheets,
 * which the content security policy of our pages refuses: here they are allowed, and nothing else is. The frame has no
 * origin of its own, no cookies and no network; what it draws goes back as text, and is shown as an image.
 */
import mermaid from "mermaid";

interface Asked {
  id: number;
  source: string;
}

mermaid.initialize({
  startOnLoad: false,
  securityLevel: "strict",
  suppressErrorRendering: true,
  theme: "neutral",
  fontFamily: "sans-serif",
  // Words as SVG text: an image shows nothing of HTML.
  htmlLabels: false,
  flowchart: { htmlLabels: false },
});

const isAsked = (data: unknown): data is Asked =>
  typeof data === "object" && data !== null && "id" in data && "source" in data && typeof data.source === "string";

async function draw(source: string): Promise<string> {
  const { svg } = await mermaid.render("drawn", source);
  const page = new DOMParser().parseFromString(svg, "text/html");
  const drawn = page.querySelector("svg");
  if (!drawn) throw new Error("nothing was drawn");
  const [, , width = "0", height = "0"] = (drawn.getAttribute("viewBox") ?? "").split(/[\s,]+/);
  drawn.setAttribute("width", String(Math.ceil(Number(width))));
  drawn.setAttribute("height", String(Math.ceil(Number(height))));
  return new XMLSerializer().serializeToString(drawn);
}

// One after the other: Mermaid draws into the page.
let last: Promise<unknown> = Promise.resolve();

window.addEventListener("message", ({ data, source }) => {
  if (source !== window.parent || !isAsked(data)) return;
  const { id } = data;
  const answer = (said: object): void => window.parent.postMessage({ id, ...said }, "*");
  last = last.then(() =>
    draw(data.source).then(
      (svg) => answer({ svg }),
      (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
    ),
  );
});

window.parent.postMessage({ isReady: true }, "*");
