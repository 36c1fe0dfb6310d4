import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { deleteArrivedDrafts, drafts, restoreDrafts } from "../../behaviours/drafts";

const page = (form: string) => {
  document.body.innerHTML = `<div id="words" data-sign-in="/account/login/"></div>${form}`;
};
const FORM = '<form method="post" action="/p/pump/proposals/"><textarea name="text"></textarea></form>';
const text = () => document.querySelector("textarea") as HTMLTextAreaElement;

function write(value: string): void {
  text().value = value;
  text().dispatchEvent(new Event("input", { bubbles: true }));
}

function send(): void {
  document.querySelector("form")?.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
}

describe("a draft", () => {
  beforeEach(() => {
    sessionStorage.clear();
    history.replaceState(null, "", "/p/pump/new/");
    page(FORM);
    const controller = new AbortController();
    drafts(controller.signal);
    return () => controller.abort();
  });

  test("is restored after a reload", () => {
    write("Twelve panels of 205 W");
    page(FORM);
    expect(restoreDrafts()).toBe(true);
    expect(text().value).toBe("Twelve panels of 205 W");
  });

  test("survives an expired sign-in", () => {
    write("Twelve panels");
    send();
    history.replaceState(null, "", "/account/login/");
    deleteArrivedDrafts();
    history.replaceState(null, "", "/p/pump/new/");
    page(FORM);
    expect(restoreDrafts()).toBe(true);
    expect(text().value).toBe("Twelve panels");
  });

  test("survives an error page", () => {
    write("Twelve panels");
    send();
    page('<p class="wrong__code">500</p>');
    deleteArrivedDrafts();
    page(FORM);
    expect(restoreDrafts()).toBe(true);
  });

  test("is deleted once the form has arrived", () => {
    write("Twelve panels");
    send();
    history.replaceState(null, "", "/p/pump/proposals/26/");
    page("<h1>P-26</h1>");
    deleteArrivedDrafts();
    expect(Object.keys(sessionStorage)).toEqual([]);
  });

  test("does not overwrite what the server returns with the form", () => {
    write("first words");
    page(FORM.replace("</textarea>", "first words</textarea>"));
    expect(restoreDrafts()).toBe(false);
    expect(text().value).toBe("first words");
  });

  test("stays when the form is sent along with a question, and ends when it is sent itself", () => {
    write("Twelve panels");
    const form = document.querySelector("form") as HTMLFormElement;
    const answer = (sourceElement: Element) =>
      document.dispatchEvent(
        new CustomEvent("htmx:after:request", {
          detail: { ctx: { sourceElement, request: { form, method: "POST" }, response: { status: 200, raw: {} } } },
        }),
      );
    answer(document.createElement("section"));
    expect(Object.keys(sessionStorage)).toHaveLength(1);
    answer(form);
    expect(Object.keys(sessionStorage)).toEqual([]);
  });

  test("is never saved for a form with a password", () => {
    page(FORM.replace("</form>", '<input type="password" name="password"></form>'));
    write("my address");
    expect(Object.keys(sessionStorage)).toEqual([]);
  });

  test("is deleted once its field is emptied", () => {
    write("a thought");
    write("");
    expect(Object.keys(sessionStorage)).toEqual([]);
  });
});

describe("a draft on the server", () => {
  const kept: Record<string, string> = {};
  const sent: { page: string; form: string; text: string }[] = [];
  const CHOICES = `<form method="post" id="objection">
    <select name="element"><option value="">Choose…</option><option value="3">FE-3</option></select>
    <input type="radio" name="danger" value="from"><input type="radio" name="danger" value="already">
    <textarea name="harm"></textarea></form>`;
  const select = () => document.querySelector("select") as HTMLSelectElement;
  const radio = (value: string) => document.querySelector(`[value=${value}]`) as HTMLInputElement;
  let controller = new AbortController();

  async function visit(form: string, path = "/p/pump/new/"): Promise<void> {
    controller.abort();
    controller = new AbortController();
    history.replaceState(null, "", path);
    page(form);
    document.body.dataset.drafts = "/drafts/";
    drafts(controller.signal);
    await vi.advanceTimersByTimeAsync(1);
  }

  beforeEach(() => {
    vi.useFakeTimers();
    sessionStorage.clear();
    for (const form of Object.keys(kept)) delete kept[form];
    sent.length = 0;
    vi.stubGlobal("fetch", async (_address: string, options?: { body: URLSearchParams }) => {
      if (!options) return { ok: true, redirected: false, json: async () => ({ ...kept }) };
      const { page = "", form = "", text = "" } = Object.fromEntries(options.body) as Record<string, string>;
      sent.push({ page, form, text });
      if (text) kept[form] = text;
      else delete kept[form];
      return { ok: true, redirected: false };
    });
  });

  afterEach(async () => {
    await vi.advanceTimersByTimeAsync(2_000);
    controller.abort();
    vi.useRealTimers();
    vi.unstubAllGlobals();
    delete document.body.dataset.drafts;
  });

  test("is sent once, a moment after the last letter", async () => {
    await visit(FORM);
    for (const words of ["T", "Tw", "Twelve"]) write(words);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent).toEqual([{ page: "/p/pump/new/", form: "/p/pump/proposals/", text: '{"text":"Twelve"}' }]);
  });

  test("is there on a fresh visit, what was chosen too", async () => {
    await visit(CHOICES);
    select().value = "3";
    radio("already").checked = true;
    write("It leaks.");
    await vi.advanceTimersByTimeAsync(2_000);
    sessionStorage.clear(); // another device
    await visit(CHOICES);
    expect([select().value, radio("already").checked, radio("from").checked, text().value]).toEqual([
      "3",
      true,
      false,
      "It leaks.",
    ]);
  });

  test("ends when the form has arrived", async () => {
    await visit(FORM);
    write("Twelve");
    await vi.advanceTimersByTimeAsync(2_000);
    send();
    await visit("<h1>P-26</h1>", "/p/pump/proposals/26/");
    expect(kept).toEqual({});
  });

  test("is not sent of pages that belong to no project", async () => {
    await visit(FORM, "/account/2fa/");
    write("123456");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent).toEqual([]);
  });

  test("does not come back over what is newer in this tab", async () => {
    kept["/p/pump/proposals/"] = '{"text":"old"}';
    page(FORM);
    sessionStorage.setItem("draft:/p/pump/new/:/p/pump/proposals/", '{"values":{"text":"new"}}');
    await visit(FORM);
    expect(text().value).toBe("new");
  });
});
