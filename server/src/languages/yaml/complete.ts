/** What there is to complete in YAML: words of commands, in the quotes that stand around them. */

import { readYaml } from '../../syntax/yaml/reader.ts';
import type { Closing } from '../marked-text.ts';
import { endOf, lineEnd, lineStart, openQuote } from '../marked-text.ts';
import { SHELL_COMPLETION } from '../shell/index.ts';
import type { CompletionSupport, Repair } from '../support.ts';

/** Of a list without quotes a comma ends an item. */
const TAIL = /[\w.:=+@%/-]*/y;

/** Completes options in scripts and lists of YAML. */
export const YAML_COMPLETION: CompletionSupport = {
  ...SHELL_COMPLETION,
  repairs: yamlRepairs,
  // What only a script lacks leaves the file whole.
  isWhole: (text, offset) => {
    const line = text.slice(lineStart(text, offset), lineEnd(text, offset));
    return openQuote(line) === '' && readYaml(text).isWhole;
  },
};

/** A quote, a list, or both that are open on the cursor's line; of a script what a script may lack. */
function yamlRepairs(text: string, offset: number): readonly Repair[] {
  const tail = endOf(TAIL, text, offset);
  const end = Math.max(tail, lineEnd(text, offset));
  const line = text.slice(lineStart(text, offset), offset);
  const quote = openQuote(line);
  const closed: readonly Closing[] = quote === '' ? [] : [{ at: tail, text: quote }];
  // In a file that is whole a list is open in a script alone.
  const isOpen = /[[,]/.test(line.slice(line.lastIndexOf(']') + 1)) && !readYaml(text).isWhole;
  const bracket: readonly Closing[] = isOpen ? [{ at: end, text: ']' }] : [];
  const own = [closed, [...closed, ...bracket]].filter((repair) => repair.length > 0);
  return own.length === 2 && bracket.length === 0 ? own.slice(0, 1) : own;
}
