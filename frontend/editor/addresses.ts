/** Where a link may lead: anywhere but into a script. Relative addresses are ours. */

const SCHEMES = /^(?:https?:|mailto:|tel:|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i;

export function isSafeAddress(address: string): boolean {
  // Browsers skip blanks and control characters when they look for the scheme.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return SCHEMES.test(address.replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202f\ufeff]+/g, ""));
}
