/**
 * What a shell was told about itself: options of `shopt`, and the letters of `declare -u` and `-l`. They lie
 * beside the variables, so that branches, subshells and functions keep them apart as they do those.
 */
import { isKnown, type MappedText, mappedText } from '../../text/mapped-text.ts';
import type { State } from './state.ts';
import { only } from './values.ts';
import type { Runner } from './view.ts';

/** The name under which a state has an option of `shopt`. */
export function optionName(option: string): string {
  return `shopt ${option}`;
}

/** The name under which a state has the letters that `declare` gives a variable. */
export function lettersName(variable: string): string {
  return `declare ${variable}`;
}

/** Sets a setting from here on. */
export function setSetting(name: string, text: string, { settings }: Runner, state: State): void {
  settings.add(name);
  state.set(name, only({ kind: 'scalar', text: textOf(text) }));
}

/** What a setting is: empty where nobody has set it, undefined where that depends. */
export function settingOf(name: string, { settings }: Runner, state: State): string | undefined {
  if (!settings.has(name) || !state.has(name)) return '';
  const [first, ...others] = state.get(name);
  if (first === undefined || others.length > 0) return undefined;
  const { value } = first;
  if (value.kind === 'unset') return '';
  return value.kind === 'scalar' && isKnown(value.text) ? value.text.text : undefined;
}

function textOf(text: string): MappedText {
  const at = { start: 0, end: 0 };
  return mappedText([{ kind: 'known', text, at, verbatim: false, context: 'bare', through: [] }]);
}
