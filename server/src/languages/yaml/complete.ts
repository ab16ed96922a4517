/** Completes command words in YAML, in their quotes. */

import { readYaml } from '../../syntax/yaml/reader.ts';
import type { Closing } from '../marked-text.ts';
import { endOf, lineEnd, lineStart, openQuote } from '../marked-text.ts';
import { SHELL_COMPLETION } from '../shell/index.ts';
import type { CompletionSupport, Repair } from '../support.ts';

const TAIL = /[\w.:=+@%/-]*/y;

export const YAML_COMPLETION: CompletionSupport = {
  ...SHELL_COMPLETION,
  repairs: yamlRepairs,
  // The file is valid although a script lacks a quote.
  isWhole: (text, offset) => {
    const line = text.slice(lineStart(text, offset), lineEnd(text, offset));
    return openQuote(line) === '' && readYaml(text).isWhole;
  },
};

/** Closes a quote or list on the cursor's line; in scripts, what a script lacks. */
function yamlRepairs(text: string, offset: number): readonly Repair[] {
  const tail = endOf(TAIL, text, offset);
  const end = Math.max(tail, lineEnd(text, offset));
  const line = text.slice(lineStart(text, offset), offset);
  const quote = openQuote(line);
  const closed: readonly Closing[] = quote === '' ? [] : [{ at: tail, text: quote }];
  // An open `[` in a valid file is a script's, which needs no closing.
  const isOpen = /[[,]/.test(line.slice(line.lastIndexOf(']') + 1)) && !readYaml(text).isWhole;
  const bracket: readonly Closing[] = isOpen ? [{ at: end, text: ']' }] : [];
  const own = [closed, [...closed, ...bracket]].filter((repair) => repair.length > 0);
  return own.length === 2 && bracket.length === 0 ? own.slice(0, 1) : own;
}
