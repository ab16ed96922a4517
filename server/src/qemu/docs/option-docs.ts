/** What options are, of both programs that have monitors. */
import { STORAGE_DAEMON_VALUED, SYSTEM_VALUED } from '../options/option-table.ts';
import { type Description, describe, type Words } from './description.ts';
import { DEVICE_OPTION_WORDS } from './device-option-docs.ts';
import { MACHINE_OPTION_WORDS } from './machine-option-docs.ts';
import { MONITOR_OPTION_WORDS } from './monitor-option-docs.ts';
import { REMOVED_OPTION_WORDS } from './removed-option-docs.ts';
import { STORAGE_DAEMON_WORDS } from './storage-daemon-docs.ts';

/** The programs that options belong to. */
export type DescribedProgram = 'system' | 'storage-daemon';

/** What an option is, by its name without dashes; undefined for one that the program never had. */
export function describeOption(
  name: string,
  program: DescribedProgram = 'system',
): Description | undefined {
  const words = wordsOf(program).get(name);
  if (words === undefined) return undefined;
  const valued = program === 'system' ? SYSTEM_VALUED : STORAGE_DAEMON_VALUED;
  return describe(valued.has(name) ? { valueType: 'string', ...words } : words);
}

/** The options of a program that are described, those that it no longer has among them. */
export function describedOptions(program: DescribedProgram): readonly string[] {
  return [...wordsOf(program).keys()];
}

const SYSTEM_WORDS: ReadonlyMap<string, Words> = new Map([
  ...MONITOR_OPTION_WORDS,
  ...MACHINE_OPTION_WORDS,
  ...DEVICE_OPTION_WORDS,
  ...REMOVED_OPTION_WORDS,
]);

function wordsOf(program: DescribedProgram): ReadonlyMap<string, Words> {
  return program === 'system' ? SYSTEM_WORDS : STORAGE_DAEMON_WORDS;
}
