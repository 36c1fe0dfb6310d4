/** The few sentences that scripts show: the template writes them into `#words`, in the reader's language. */

export function pageString(name: string): string {
  return document.getElementById("words")?.dataset[name] ?? "";
}

/** A time of day as the server writes it in this language: 09:15, in French 9 h 15. */
export function formatTime(time: Date | number, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone }).formatToParts(time);
  const [hour, minute] = ["hour", "minute"].map((kind) => parts.find(({ type }) => type === kind)?.value ?? "");
  const pattern = pageString("clock") || "{hour}:{minute}";
  const short = pattern.includes(":") ? hour : String(Number(hour));
  return pattern.replace("{hour}", short ?? "").replace("{minute}", minute ?? "");
}
