import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { orderByHand } from "../../behaviours/order_by_hand";
import { placeByDrag } from "../../behaviours/place_by_drag";

const LIST = `
  <input name="csrfmiddlewaretoken" value="token">
  <ul data-place-here="circle:field">
    <li><div class="doc" data-place="folder:3"><a href="#">Plans</a></div></li>
    <li><div class="doc" data-place="page:1" data-place-address="/1/place/"><p data-name><a href="#">One</a></p></div>
      <details open><ul>
        <li><div class="doc" data-place="page:2" data-place-address="/2/place/"><p data-name><a href="#">Two</a></p></div></li>
      </ul></details>
    </li>
  </ul>`;

let sent: string[] = [];
let ended = new AbortController();

beforeEach(() => {
  sent = [];
  ended = new AbortController();
  document.body.innerHTML = LIST;
  document.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      const form = event.target as HTMLFormElement;
      sent.push(`${form.getAttribute("action")} ${new FormData(form).get("onto")}`);
    },
    { signal: ended.signal },
  );
  placeByDrag(ended.signal);
});

afterEach(() => ended.abort());

function line(number: number): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-place="page:${number}"]`);
  if (!found) throw new Error(`no line ${number}`);
  return found;
}

function drag(from: HTMLElement, to: Element): boolean {
  from.dispatchEvent(new Event("dragstart", { bubbles: true }));
  const over = new Event("dragover", { bubbles: true, cancelable: true });
  to.dispatchEvent(over);
  to.dispatchEvent(new Event("drop", { bubbles: true, cancelable: true }));
  return over.defaultPrevented;
}

function press(number: number, key: string): void {
  const link = line(number).querySelector("a");
  link?.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey: true, bubbles: true, cancelable: true }));
}

test("pages of one page are put in an order by Alt with an arrow, and go back where that is refused", async () => {
  const ordered = (number: number): string =>
    `<li><div class="doc" data-place="page:${number}" data-order="${number}" data-order-address="/${number}/order/">` +
    `<p data-name><a href="#">${number}</a></p></div></li>`;
  document.body.innerHTML = `<input name="csrfmiddlewaretoken" value="token"><ul>${[1, 2, 3].map(ordered).join("")}</ul>`;
  const fetched = vi.fn(
    async (_address: string, _said: { body: URLSearchParams }) => new Response(null, { status: 204 }),
  );
  vi.stubGlobal("fetch", fetched);
  orderByHand(ended.signal);
  const move = (number: number, key: string): boolean | undefined =>
    line(number)
      .querySelector("a")
      ?.dispatchEvent(new KeyboardEvent("keydown", { key, altKey: true, bubbles: true, cancelable: true }));
  const names = (): string => [...document.querySelectorAll("li")].map((one) => one.textContent).join("");
  move(1, "ArrowDown");
  expect(names()).toBe("213");
  move(1, "ArrowDown");
  expect(names()).toBe("231");
  move(1, "ArrowDown");
  const sent = fetched.mock.calls.map(([address, { body }]) => `${address} ${body.get("before")}`);
  expect(sent).toEqual(["/1/order/ 3", "/1/order/ "]);
  expect(document.activeElement).toBe(line(1).querySelector("a"));
  fetched.mockResolvedValueOnce(new Response(null, { status: 409 }));
  move(2, "ArrowDown");
  expect(names()).toBe("321");
  await vi.waitFor(() => expect(names()).toBe("231"));
  vi.unstubAllGlobals();
});

test("a line is dropped into a folder", () => {
  expect(drag(line(1), document.querySelector('[data-place="folder:3"]') as Element)).toBe(true);
  expect(sent).toEqual(["/1/place/ folder:3"]);
});

test("a line goes neither onto itself nor below itself", () => {
  expect([drag(line(1), line(1)), drag(line(1), line(2)), drag(line(1), document.body)]).toEqual([false, false, false]);
  expect(sent).toEqual([]);
});

test("by keyboard a line goes below the one before, and out again", () => {
  press(1, "ArrowRight");
  press(2, "ArrowLeft");
  press(1, "ArrowLeft");
  expect(sent).toEqual(["/1/place/ folder:3", "/2/place/ circle:field"]);
});
