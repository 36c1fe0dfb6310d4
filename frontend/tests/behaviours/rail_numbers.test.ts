import { expect, test } from "vitest";
import { showNumbers } from "../../behaviours/rail_numbers";

test("the numbers beside the links are those that the server says", () => {
  document.body.innerHTML = `<a data-goes="inbox"></a><a data-goes="chat"><span class="rail__count rail__count--new">9</span></a>
    <a data-goes="sync"><span class="rail__count">9</span></a><a class="bar__item" data-goes="chat"><span class="bar__dot"></span></a>
    <a class="bar__item" data-goes="today"></a>`;
  showNumbers({
    inbox: { number: 2, new: true },
    sync: { number: "9:15", new: false },
    today: { number: 1, new: true },
  });
  expect([...document.querySelectorAll(".rail__count")].map((one) => one.textContent)).toEqual(["2", "9:15"]);
  expect(document.querySelector(".rail__count--new")?.textContent).toBe("2");
  expect([...document.querySelectorAll(".bar__dot")].map((one) => one.parentElement?.dataset.goes)).toEqual(["today"]);
});
