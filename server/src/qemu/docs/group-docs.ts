/** The sections of -readconfig files: what an option says, written as lines (`vm_config_groups`). */
import { CONFIG_GROUPS } from '../machine/config-groups.ts';
import { type Description, describe } from './description.ts';
import { describeOption } from './option-docs.ts';

/** What a section of a config file is, by its group; undefined for a group that is not described here. */
export function describeGroup(name: string): Description | undefined {
  const row = CONFIG_GROUPS.find((candidate) => candidate.name === name);
  if (row === undefined) return undefined;
  const found = describeOption(name);
  if (found === undefined) return undefined;
  const { summary, deprecated } = found;
  return { ...describe({ says: () => summary }, row), ...(deprecated ? { deprecated } : {}) };
}
