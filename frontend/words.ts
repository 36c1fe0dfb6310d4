/** The few sentences scripts say; the page's template writes them, in the reader's tongue. */

export function word(name: string): string {
  return document.getElementById("words")?.dataset[name] ?? "";
}

/** A time of day as the server writes it in this tongue: 09:15, in French 9 h 15. */
export function clock(time: Date | number, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone }).formatToParts(time);
  const [hour, minute] = ["hour", "minute"].map((kind) => parts.find(({ type }) => type === kind)?.value ?? "");
  const pattern = word("clock") || "{hour}:{minute}";
  const short = pattern.includes(":") ? hour : String(Number(hour));
  return pattern.replace("{hour}", short ?? "").replace("{minute}", minute ?? "");
}
