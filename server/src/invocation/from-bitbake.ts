/** QEMU options for `runqemu` in BitBake files (meta/classes-recipe/qemuboot.bbclass); other files assign, too. */

import { type Assignment, assignmentsIn } from '../syntax/command-lines/reader.ts';
import { shlexWords } from '../syntax/shlex/reader.ts';
import { readTemplate } from '../syntax/templates/reader.ts';
import { allowed, fuelFor } from '../text/fuel.ts';
import { LIMITS } from '../text/limits.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { appended, haveMonitor } from './from-command-lines.ts';
import type { ArgvInvocation, Invocation, Word } from './invocation.ts';
import { mayShowMonitor } from './program.ts';
import { heldWords } from './shell/launch/orphan-options.ts';

/** Assignments of one name with equal overrides. `QB_SERIAL_OPT` and `QB_TCPSERIAL_OPT` are exclusive. */
interface Group {
  readonly first: Assignment;
  readonly words: Word[];
}

export function lowerBitbake(text: string): readonly Invocation[] {
  const assignments = assignmentsIn(text);
  const variables = variablesOf(assignments);
  const fuel = fuelFor(0);
  const told = (source: string, depth: number): MappedText | undefined => {
    const value = depth < LIMITS.few ? allowed(fuel, variables.get(source)) : undefined;
    const own = value && readTemplate(value, 'bitbake', (inner) => told(inner, depth + 1));
    return allowed(fuel, own);
  };
  const wordsOf = (assigned: Assignment): readonly Word[] => {
    return shlexWords(readTemplate(assigned.text, 'bitbake', (source) => told(source, 0)));
  };
  const groups: Group[] = [];
  const last = new Map<string, Group>();
  const others: ArgvInvocation[] = [];
  for (const assigned of assignments) {
    const { base, overrides, adds } = assigned;
    if (overrides.includes('remove')) continue;
    if (!base.startsWith('QB_')) {
      if (mayShowMonitor(assigned.text.decoded)) others.push(...heldWords(wordsOf(assigned)));
      continue;
    }
    const key = keyOf(assigned);
    const known = adds ? last.get(key) : undefined;
    const group = known ?? { first: assigned, words: [] };
    for (const word of wordsOf(assigned)) group.words.push(word);
    if (known) continue;
    groups.push(group);
    last.set(key, group);
  }
  const started = groups
    .filter(({ words }) => haveMonitor(words))
    .map(({ first, words }) => appended(words, first.nameAt));
  const used = new Set(
    started.flatMap(({ words }) =>
      words.flatMap(({ value: { pieces } }) => pieces.map(({ definition }) => definition?.start)),
    ),
  );
  return [...started, ...others.filter(({ programAt }) => !used.has(programAt.start))];
}

function keyOf({ base, overrides }: Assignment): string {
  return [base, ...overrides.filter((one) => one !== 'append' && one !== 'prepend')].join(':');
}

function variablesOf(assignments: readonly Assignment[]): ReadonlyMap<string, MappedText> {
  const known = new Map<string, MappedText>();
  const doubtful = new Set<string>();
  for (const { base, overrides, adds, definition } of assignments) {
    const source = `\${${base}}`;
    if (adds || overrides.length > 0 || known.has(source)) doubtful.add(source);
    known.set(source, definition);
  }
  for (const source of doubtful) known.delete(source);
  return known;
}
