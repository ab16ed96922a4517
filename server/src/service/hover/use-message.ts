/** What an expansion such as `$MONITOR` brings into the commands that it stands in. */
import * as l10n from '@vscode/l10n';
import { exposureOf } from '../../qemu/display/exposure.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { Option } from '../../qemu/options/options.ts';
import { audienceWords, WIDEST_FIRST } from '../../qemu/reach/audience.ts';
import { addTo } from '../../text/lookup.ts';
import { sameSpan } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { code, fill, item, type Line, type Part, paragraph, strong, text } from './prose.ts';
import { monitorLines, moreWords } from './reach-message.ts';
import type { TokenAt } from './token-at.ts';
import { decides, monitorsOf, type Reached } from './token-monitors.ts';

/** More values than these are counted. */
const MAX_VALUES = 4;
/** Longer ones are cut. */
const MAX_LENGTH = 120;

/** One of the values, with a command that it stands in. */
interface Value {
  readonly words: string;
  readonly tokens: readonly TokenAt[];
}

/** The lines about an expansion: its values, and the monitors that they make. */
export function useLines(analysis: Analysis, tokens: readonly TokenAt[]): readonly Line[] {
  const [first] = tokens;
  if (first?.use === undefined) return [];
  const values = valuesOf(tokens);
  const [only] = values;
  const name = code(first.use.source);
  if (values.length === 1 && only) {
    const stands = fill(
      (what, value) => l10n.t('{0} stands for {1}', what, value),
      ...[name, shortened(only.words)],
    );
    return monitorLines(analysis, first.machine, reachedBy(only), first, [paragraph(...stands)]);
  }
  const shown = values.slice(0, MAX_VALUES).map(valueLine);
  const more = values.length - MAX_VALUES;
  return [
    paragraph(...fill((what) => l10n.t('{0} stands for one of these', what), name)),
    ...shown,
    ...(more > 0 ? [item(text(moreWords(more)))] : []),
  ];
}

/** A value, and who can open the most open of the monitors that it makes. */
function valueLine(value: Value): Line {
  const machine = value.tokens[0]?.machine;
  const audiences = reachedBy(value).flatMap((one) =>
    machine ? [exposureOf(machine, one.monitor, one.reach).audience] : [],
  );
  const widest = WIDEST_FIRST.find((audience) => audiences.includes(audience));
  if (widest === undefined) return item(shortened(value.words));
  const parts = fill(
    (words, who) => l10n.t('{0}: {1}', words, who),
    ...[shortened(value.words), strong(audienceWords(widest))],
  );
  return item(...parts);
}

function shortened(words: string): Part {
  return code(words.length > MAX_LENGTH ? `${words.slice(0, MAX_LENGTH)}…` : words);
}

/** The values in the order of the commands, each once. */
function valuesOf(tokens: readonly TokenAt[]): readonly Value[] {
  const byMachine = new Map<Machine, TokenAt[]>();
  for (const token of tokens) {
    addTo(byMachine, token.machine, token);
  }
  const values = new Map<string, Value>();
  for (const own of byMachine.values()) {
    const words = wordsOf(own);
    if (!values.has(words)) values.set(words, { words, tokens: own });
  }
  return [...values.values()];
}

/** What the expansion gives to the words of one command. */
function wordsOf(tokens: readonly TokenAt[]): string {
  const seen = new Set<Option>();
  const words: string[] = [];
  for (const { owner, use } of tokens) {
    if (owner.kind !== 'option' || use === undefined || seen.has(owner.option)) continue;
    seen.add(owner.option);
    for (const { value: word } of owner.option.words) {
      const pieces = word.pieces.filter(({ through }) =>
        through.some(({ at }) => sameSpan(at, use.at)),
      );
      const parts = pieces.map((piece) => (piece.kind === 'known' ? piece.text : piece.source));
      if (pieces.length > 0) words.push(parts.join(''));
    }
  }
  return words.join(' ');
}

function reachedBy({ tokens }: Value): readonly Reached[] {
  const [first] = tokens;
  const owners = tokens.filter(({ token }) => decides(token)).map(({ owner }) => owner);
  return first === undefined ? [] : monitorsOf(first.machine, owners);
}
