/**
 * The island `editor`: co-editing of one document. The server's read-only text inside stays until the first sync.
 *
 * `<div data-island="editor" data-document="<id>" data-url="/ws/documents/<id>" data-name="Ada Mercier" data-hue="12"
 *       data-read-only="false" data-strings="<id of a JSON script, see strings.ts>">`; optional are
 * `data-person` (whose copy on this device it is), `data-fallback` (the address by HTTP, by default
 * `/api/v1/documents/<id>`), `data-sprite` (the icons' address), `data-compared` (the id of a template with the version
 * since which changes are marked), `data-reading` (the address that hears up to where the text was read; what others
 * changed before stands in `#unread`).
 * Around it: `[data-toolbar]`, `[data-saved]`, `[data-bar]`, `[data-outline]`, `[data-presence]`, `[data-notes]`.
 * `data-files` (the address below which its files are), `data-mentions` (that of names, cards and what `@` offers),
 * `data-things` (that of what `#` offers), `data-pasted` (that which reads pasted Markdown).
 * Around it: `[data-count]` (the number of words), `[data-toolbar]`, `[data-saved]`, `[data-bar]`, `[data-outline]`, `[data-presence]`.
 */
import { csrfHeaders } from "./csrf_headers";
import { EditorPage } from "./page";
import { documentSocket } from "./transport";

export function mount(element: HTMLElement): () => void {
  const { document: id = "", fallback = `/api/v1/documents/${id}`, person = "" } = element.dataset;
  const page = new EditorPage(element, {
    person,
    document: id,
    socket: documentSocket(element),
    http: fallback,
    headers: csrfHeaders,
  });
  void page.begin();
  return () => page.end();
}
