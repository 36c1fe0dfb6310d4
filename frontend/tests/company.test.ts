import { beforeEach, expect, test } from "vitest";
import { lineOf, showCompany } from "../company";

const people = ["Ada Mercier", "Bo Nguyen", "Fay Lemoine", "Inès Rahal", "Karim Benali", "Théa Morel"].map((name) => ({
  name,
  initials: name.replace(/[^A-Z]/g, ""),
  hue: 3,
}));
const place = () => document.querySelector<HTMLElement>("[data-company]") as HTMLElement;

beforeEach(() => {
  document.body.innerHTML = "<span data-company></span>";
});

test("a few faces are shown, and how many more there are, by name", () => {
  showCompany(people);
  expect([...place().querySelectorAll(".face")].map((one) => one.textContent)).toEqual([
    "AMAda Mercier",
    "BNBo Nguyen",
    "FLFay Lemoine",
    "IRInès Rahal",
  ]);
  expect(place().querySelector(".faces__more")).toMatchObject({ textContent: "+2", title: "Karim Benali, Théa Morel" });
});

test("who leaves is shown no more", () => {
  showCompany(people);
  showCompany([]);
  expect(place().children.length).toBe(0);
});

test("a page that shows who is here says which page it is, and another does not", () => {
  expect(lineOf("/ws/news?project=pump")).toMatch(/^ws.*[/]ws[/]news[?]project=pump&page=%2F/);
  place().remove();
  expect(lineOf("/ws/news?project=pump")).not.toContain("page=");
});
