/** What options are that have to do with monitors, of both programs that have any; QEMU's manual tells of the others. */
import { STORAGE_DAEMON_VALUED, SYSTEM_VALUED } from '../options/option-table.ts';
import { type Description, describe, type Words } from './description.ts';
import { MONITOR_OPTION_WORDS } from './monitor-option-docs.ts';
import { STORAGE_DAEMON_WORDS } from './storage-daemon-docs.ts';

/** The programs that options belong to. */
export type DescribedProgram = 'system' | 'storage-daemon';

/** What an option is, by its name without dashes; undefined for one that is not described here. */
export function describeOption(
  name: string,
  program: DescribedProgram = 'system',
): Description | undefined {
  const words = wordsOf(program).get(name);
  if (words === undefined) return undefined;
  const valued = program === 'system' ? SYSTEM_VALUED : STORAGE_DAEMON_VALUED;
  return describe(valued.has(name) ? { valueType: 'string', ...words } : words);
}

/** The options of a program that are described. */
export function describedOptions(program: DescribedProgram): readonly string[] {
  return [...wordsOf(program).keys()];
}

function wordsOf(program: DescribedProgram): ReadonlyMap<string, Words> {
  return program === 'system' ? MONITOR_OPTION_WORDS : STORAGE_DAEMON_WORDS;
}
