/** Hands the files that `-readconfig` names to the command lines that name them. */
import { candidatePaths, folderOf, type Inclusions } from '../invocation/inclusions.ts';
import type { ConfigInvocation, Invocation } from '../invocation/invocation.ts';
import { knownText } from '../text/mapped-text.ts';

/** The invocation with the config files that are at hand. */
export function withConfigFiles(invocation: Invocation, inclusions: Inclusions): Invocation {
  if (invocation.kind !== 'argv' || inclusions.path === undefined) return invocation;
  const configs = new Map<string, ConfigInvocation>(invocation.configs);
  for (const [index, { text }] of invocation.words.entries()) {
    if (text.text !== '-readconfig' && text.text !== '--readconfig') continue;
    const value = invocation.words[index + 1]?.text;
    const name = value && knownText(value);
    if (name === undefined || configs.has(name)) continue;
    const config = inclusions.config(candidatePaths(name, [folderOf(inclusions.path)]));
    if (config) configs.set(name, config);
  }
  return configs.size > 0 ? { ...invocation, configs } : invocation;
}
