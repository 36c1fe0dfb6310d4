/** `/action Order the seal` opens the form of an action that begins with these words, and leads back here. */

/**
 * The address that a command in a field leads to; null for what is none. The field has them:
 * `data-command-action="/p/…/actions/new/?what=WORDS"`.
 */
export function commandAddress(field: HTMLElement, text: string): string | null {
  const [, name = "", words = ""] = /^\/(\w+)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  const pattern = name ? field.getAttribute(`data-command-${name.toLowerCase()}`) : null;
  return pattern ? pattern.replace("WORDS", encodeURIComponent(words.slice(0, 300))) : null;
}
