import { expect, test } from "vitest";
import { narrows } from "../../behaviours/narrows";

const shown = (): string[] =>
  [...document.querySelectorAll<HTMLElement>("a:not([hidden]), h2")]
    .filter((one) => !one.closest("section")?.hidden)
    .map((one) => one.textContent ?? "");

test("typing narrows a menu to what has the words, and Enter opens the first of them", () => {
  document.body.innerHTML = `<div class="menu"><input data-narrows>
    <section data-narrowed><h2>Décider</h2><a class="menu__item" href="#d">Décisions</a><a class="menu__item" href="#s">Synchro</a></section>
    <section data-narrowed><h2>Faire</h2><a class="menu__item" href="#a">Actions</a></section></div>`;
  const end = new AbortController();
  narrows(end.signal);
  const field = document.querySelector("input") as HTMLInputElement;
  const opened: string[] = [];
  document.addEventListener("click", (event) => opened.push((event.target as HTMLElement).textContent ?? ""));
  const type = (words: string) => {
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const enter = () => field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));

  enter();
  expect(opened).toEqual([]);
  type("DECI");
  expect(shown()).toEqual(["Décider", "Décisions"]);
  enter();
  expect(opened).toEqual(["Décisions"]);
  type("nothing of the kind");
  expect(shown()).toEqual([]);
  type("");
  expect(shown()).toHaveLength(5);
  end.abort();
});
