import { beforeEach, describe, expect, test } from "vitest";
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
