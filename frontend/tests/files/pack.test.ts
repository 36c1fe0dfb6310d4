/** Several files go as one ZIP. */
import { expect, test } from "vitest";
import { packed } from "../../files/pack";

test("one file stays as it is; several are a ZIP with the sums, sizes and places of each", async () => {
  const one = new File(["123456789"], "a.md", { lastModified: 5 });
  expect(await packed([one])).toBe(one);
  const zip = await packed([one, new File(["é"], "a.md", { lastModified: 7 })]);
  expect([zip.name, zip.lastModified]).toEqual(["2.zip", 7]);
  const view = new DataView(await zip.arrayBuffer());
  const end = view.byteLength - 22;
  expect([view.getUint32(end, true), view.getUint16(end + 8, true)]).toEqual([0x06054b50, 2]);
  const name = (at: number): string => new TextDecoder().decode(new Uint8Array(view.buffer, at, 4 + (at ? 2 : 0)));
  const first = view.getUint32(end + 16, true);
  expect(view.getUint32(first + 16, true)).toBe(0xcbf43926); // the sum of 123456789
  expect(view.getUint32(first + 24, true)).toBe(9);
  const second = first + 46 + 4;
  expect(name(second + 46)).toBe("a-2.md");
  const local = view.getUint32(second + 42, true);
  expect(view.getUint32(local, true)).toBe(0x04034b50);
  expect(new TextDecoder().decode(new Uint8Array(view.buffer, local + 30 + 6, 2))).toBe("é");
});
