/** The sections of -readconfig files: what an option says, written as lines (`vm_config_groups`). */
import * as l10n from '@vscode/l10n';
import { CONFIG_GROUPS } from '../machine/config-groups.ts';
import { type Description, describe, type Words } from './description.ts';
import { describeOption } from './option-docs.ts';

/** What a section of a config file is, by its group; undefined for a group that no QEMU has. */
export function describeGroup(name: string): Description | undefined {
  const row = CONFIG_GROUPS.find((candidate) => candidate.name === name);
  if (row === undefined) return undefined;
  const words = OWN_WORDS.get(name);
  if (words) return describe(words, row);
  const option = optionOf(name);
  const found = describeOption(option);
  if (found === undefined) return undefined;
  const { summary, deprecated } = found;
  return { ...describe({ says: () => summary }, row), ...(deprecated ? { deprecated } : {}) };
}

/** The option that says on a command line what a section says, without its dash. */
export function optionOf(group: string): string {
  return OPTIONS.get(group) ?? group;
}

/** Groups that are called otherwise than their option. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['acpi', 'acpitable'],
  ['boot-opts', 'boot'],
  ['memory', 'm'],
  ['smp-opts', 'smp'],
]);

const OWN_WORDS: ReadonlyMap<string, Words> = new Map<string, Words>([
  ['cpudef', { says: () => l10n.t('Defines a model of processors') }],
]);
