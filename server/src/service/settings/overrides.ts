import { getOrInsert, once } from '../../text/lookup.ts';
import { matchesGlob, pathInFolder } from './glob.ts';
import { type Settings, withChanges } from './settings.ts';

/** Equal results are one object. */
const known = once((_settings: Settings) => new Map<string, Settings>());

/** Settings of an absolute path. Later overrides win. */
export function settingsAt(settings: Settings, path: string): Settings {
  const { root, overrides } = settings;
  const inFolder = overrides.length > 0 ? pathInFolder(root, path) : undefined;
  if (inFolder === undefined) return settings;
  const matching = overrides.filter(({ files }) =>
    files.some((pattern) => matchesGlob(pattern, inFolder)),
  );
  if (matching.length === 0) return settings;
  const ofFolder = known(settings);
  const key = matching.map((override) => overrides.indexOf(override)).join();
  return getOrInsert(ofFolder, key, () => ({
    ...matching.reduce(withChanges, settings),
    overrides: [],
  }));
}
