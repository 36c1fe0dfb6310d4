/** Reactions where they stand in a form, as in a document's comments; `tests/chat/marks.test.ts` has those of messages. */
import { beforeEach, describe, expect, test } from "vitest";
import { pressReaction, showReaction } from "../../behaviours/reactions";

const choice = (kind: string, label: string) =>
  `<button class="reaction" name="kind" value="${kind}" data-react="${kind}" data-label="${label}" role="menuitem" tabindex="-1"><svg></svg></button>`;
const FORM = `
  <form class="reactions" data-reactions>
    <button class="reaction" name="kind" value="heart" data-react="heart" aria-pressed="false" title="Thank you: Bo">
      <svg></svg><span class="unseen" data-names>Thank you: Bo</span><span data-number>1</span></button>
    <button class="reaction reaction--add" type="button"></button>
    <span class="menu menu--reactions">${choice("heart", "Thank you")}${choice("eye", "I am looking at it")}</span>
  </form>`;

let form: HTMLElement;
const given = (kind: string) => form.querySelector<HTMLElement>(`:scope > [data-react=${kind}]`);

beforeEach(() => {
  document.body.innerHTML = FORM;
  form = document.querySelector("form") as HTMLElement;
});

describe("a press", () => {
  test("counts at once, and not any more where it was refused", () => {
    const takeBack = pressReaction(form, "heart", form);
    expect(given("heart")?.getAttribute("aria-pressed")).toBe("true");
    expect(given("heart")?.querySelector("[data-number]")?.textContent).toBe("2");
    takeBack();
    expect(given("heart")?.getAttribute("aria-pressed")).toBe("false");
    expect(given("heart")?.querySelector("[data-number]")?.textContent).toBe("1");
  });

  test("on a reaction that nobody gave puts it before the button that adds one, no item of a menu", () => {
    pressReaction(form, "eye", form);
    const first = given("eye");
    expect(first?.nextElementSibling?.matches(".reaction--add")).toBe(true);
    expect(first?.getAttribute("role")).toBeNull();
    expect(first?.title).toBe("I am looking at it");
    expect(first?.querySelector("svg")).not.toBeNull();
    expect(form.querySelectorAll(".menu--reactions > button").length).toBe(2);
  });
});

test("one that the last person took back goes, and stays to be chosen", () => {
  showReaction(form, { kind: "heart", number: 0, names: [], by: "bo", stands: false }, form, "ada");
  expect(given("heart")).toBeNull();
  expect(form.querySelector(".menu--reactions [data-react=heart]")).not.toBeNull();
});
