import { afterEach, beforeEach, expect, test } from "vitest";
import { peopleField } from "../../behaviours/people_field";

let stop: AbortController;
const field = () => document.querySelector("[data-picks]") as HTMLInputElement;
const chosen = () => [...document.querySelectorAll<HTMLInputElement>("[data-chosen] input")].map(({ value }) => value);

beforeEach(() => {
  stop = new AbortController();
  document.body.innerHTML = `<form><div data-people-field><ul data-chosen></ul>
    <input name="people" data-picks="/choices/person/" aria-controls="list"><ul id="list"><li data-value="Fay Lemoine @fay"></li></ul>
    <template data-one><li><span data-name></span><input type="hidden" name="people"><button type="button" data-unpick aria-label="Remove"></button></li></template>
    </div></form>`;
  peopleField(stop.signal);
});

afterEach(() => stop.abort());

function pick(name: string): void {
  field().value = name;
  field().dispatchEvent(new Event("change", { bubbles: true }));
}

test("who is picked stands above the field, once, and the field is free for the next", () => {
  pick("Bo Nguyen @bo");
  pick("Fay Lemoine");
  pick("Bo Nguyen @bo");
  expect(chosen()).toEqual(["Bo Nguyen @bo", "Fay Lemoine"]);
  expect(document.querySelector("[data-name]")?.textContent).toBe("Bo Nguyen");
  expect(field().value).toBe("");
});

test("a namesake is another person, and told apart by the handle", () => {
  pick("Bo Nguyen @bo");
  pick("Bo Nguyen @bo-2");
  expect(chosen()).toEqual(["Bo Nguyen @bo", "Bo Nguyen @bo-2"]);
  expect([...document.querySelectorAll("[data-name]")].map(({ textContent }) => textContent)).toEqual([
    "Bo Nguyen",
    "Bo Nguyen @bo-2",
  ]);
});

test("Backspace in the empty field takes the last one back, and a press any of them", () => {
  for (const name of ["Bo Nguyen", "Fay Lemoine", "Zoe Faure"]) pick(name);
  field().dispatchEvent(new KeyboardEvent("keydown", { key: "Backspace", bubbles: true }));
  document.querySelector<HTMLElement>("[data-unpick]")?.click();
  expect(chosen()).toEqual(["Fay Lemoine"]);
});

test("Enter picks the first that fits, and sends where nothing is typed", () => {
  const enter = () => new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
  let clicked = "";
  document.addEventListener("click", ({ target }) => (clicked = (target as HTMLElement).dataset.value ?? ""), {
    signal: stop.signal,
  });
  expect(field().dispatchEvent(enter())).toBe(true);
  field().value = "fa";
  expect(field().dispatchEvent(enter())).toBe(false);
  expect(clicked).toBe("Fay Lemoine @fay");
});
