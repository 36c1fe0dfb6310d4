/** Pictures in what Word copies: its HTML names files of its own machine, and the pictures stand in the RTF beside it. */

const KIND = /\\(png|jpeg)blip/;
const DIGITS = /(?:[0-9a-f]{2}\s*){16,}/gi;
const LARGEST = 60_000_000;

/** The pictures of a text in RTF, in its order; null for one in a format that browsers do not show. */
export function picturesInRtf(rtf: string): (File | null)[] {
  if (rtf.length > LARGEST) return [];
  return rtf
    .split("\\shppict")
    .slice(1)
    .map((part, number) => {
      const [own = ""] = part.split("\\nonshppict");
      const kind = KIND.exec(own)?.[1];
      // The id of a picture is written in the same digits, and is shorter than any picture.
      const digits = [...own.matchAll(DIGITS)].map(([found]) => found).sort((a, b) => b.length - a.length)[0];
      if (!kind || !digits) return null;
      return new File([bytesOf(digits)], `picture-${number + 1}.${kind === "png" ? "png" : "jpg"}`, {
        type: `image/${kind}`,
      });
    });
}

function bytesOf(digits: string): Uint8Array<ArrayBuffer> {
  const bare = digits.replace(/\s+/g, "");
  const bytes = new Uint8Array(bare.length >> 1);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(bare.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}
