/** Colours for code, loaded with the first block that has a language. */
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import latex from "highlight.js/lib/languages/latex";
import matlab from "highlight.js/lib/languages/matlab";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import vhdl from "highlight.js/lib/languages/vhdl";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";

export const lowlight = createLowlight({
  bash,
  c,
  cpp,
  css,
  diff,
  go,
  ini,
  java,
  javascript,
  json,
  latex,
  matlab,
  python,
  r,
  rust,
  sql,
  typescript,
  vhdl,
  xml,
  yaml,
});

interface Tree {
  children?: readonly Tree[];
  value?: string;
  properties?: { className?: unknown };
}

/** The coloured parts of some code, by offset; none in a language that is not known. */
export function colour(code: string, language: string): { from: number; to: number; className: string }[] {
  if (!lowlight.registered(language)) return [];
  const parts: { from: number; to: number; className: string }[] = [];
  let at = 0;
  const walk = ({ children = [], value, properties }: Tree): void => {
    const from = at;
    at += value?.length ?? 0;
    for (const child of children) walk(child);
    const names = properties?.className;
    if (Array.isArray(names) && at > from) parts.push({ from, to: at, className: names.join(" ") });
  };
  walk(lowlight.highlight(language, code) as Tree);
  return parts;
}
