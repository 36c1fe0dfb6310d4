/** The few sentences that scripts show: the template writes them into `#words`, in the reader's language. */

export function pageString(name: string): string {
  return document.getElementById("words")?.dataset[name] ?? "";
}

/** What the server says in several languages, in the reader's. */
export function inPageLanguage(forms: Record<string, string>): string {
  return forms[document.documentElement.lang] ?? Object.values(forms)[0] ?? "";
}

/** Words with whose they are, as the server writes it in this language: `Ada: yes`, in French `Ada : oui`. */
export function saidBy(name: string, words: string): string {
  if (!name) return words;
  const pattern = pageString("saidBy") || "{name}: {words}";
  return pattern.replace(/\{(name|words)\}/g, (_found, part) => (part === "name" ? name : words));
}

/** The reader's time zone, in which the server writes times; the browser's where nobody is signed in. */
export function pageZone(): string | undefined {
  return document.body.dataset.zone || undefined;
}

/** A time of day as the server writes it in this language: 09:15, in French 9 h 15. */
export function formatTime(time: Date | number): string {
  const kinds = { hour: "2-digit", minute: "2-digit", timeZone: pageZone() } as const;
  const parts = new Intl.DateTimeFormat("en-GB", kinds).formatToParts(time);
  const [hour, minute] = ["hour", "minute"].map((kind) => parts.find(({ type }) => type === kind)?.value ?? "");
  const pattern = pageString("clock") || "{hour}:{minute}";
  const short = pattern.includes(":") ? hour : String(Number(hour));
  return pattern.replace("{hour}", short ?? "").replace("{minute}", minute ?? "");
}
