import { beforeAll, expect, it } from "vitest";
import { emojiFor } from "../../behaviours/emoji";

const signs = async (typed: string, language: string, favourites: string[] = []): Promise<string[]> =>
  (await emojiFor(typed, language, favourites, 8)).map(({ sign }) => sign.replaceAll("\uFE0F", ""));

beforeAll(async () => void (await signs("smile", "en")), 30_000); // reads all names once

it.each([
  ["en", "tada", "🎉"],
  ["en", "thumbs_up", "👍"],
  ["en", "heart", "❤"],
  ["en", "droplet", "💧"],
  ["en", "screw", "🪛"],
  ["fr", "goutte", "💧"],
  ["fr", "etoile", "⭐"],
  ["fr", "fusée", "🚀"],
  ["fr", "merci", "🙏"],
  ["fr", "tada", "🎉"],
  ["en", "vélo", "🚲"],
])("in %s, %s finds %s", async (language, typed, sign) => {
  expect(await signs(typed, language)).toContain(sign);
});

it("names each in the language of the page, also when it is found by a word of the other one", async () => {
  expect(await emojiFor("fusée", "en", [], 1)).toEqual([{ sign: "🚀", name: "rocket" }]);
  expect(await emojiFor("rocket", "fr", [], 1)).toEqual([{ sign: "🚀", name: "fusée" }]);
  expect((await emojiFor("rocket", "pt", [], 1))[0]?.name).toBe("rocket");
});

it("puts favourites first, then names before key words", async () => {
  expect((await signs("coeur", "fr", ["❤️"]))[0]).toBe("❤");
  const found = await signs("fish", "en");
  expect(found[0]).toBe("🐟");
  expect(found).toHaveLength(8);
});

it("offers each person once, and nothing for words that no emoji has", async () => {
  expect(await signs("facepalm", "en")).toEqual(["🤦"]);
  expect(await signs("xyzzy", "en")).toEqual([]);
});
