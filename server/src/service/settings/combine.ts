import type { FileSettings } from './settings.ts';

/** Rebases paths: `lab` of a file in `packages/a` becomes `packages/a/lab`. */
export function withPathsIn(folder: string, settings: FileSettings): FileSettings {
  if (folder === '') return settings;
  const within = (path: string): string => `${folder}/${path}`;
  const { values, accept, overrides } = settings;
  return {
    ...settings,
    values: { ...values, ...(values.exclude && { exclude: values.exclude.map(within) }) },
    accept: accept.map((entry) => ({ ...entry, path: within(entry.path) })),
    overrides: overrides.map((one) => ({ ...one, files: one.files.map(within) })),
  };
}

/** Merges by key and rule; the last override wins, so own ones come last. */
export function extendSettings(own: FileSettings, base: FileSettings): FileSettings {
  const exclude = [...(base.values.exclude ?? []), ...(own.values.exclude ?? [])];
  return {
    severities: new Map([...base.severities, ...own.severities]),
    values: { ...base.values, ...own.values, ...(exclude.length > 0 && { exclude }) },
    accept: [...own.accept, ...base.accept],
    overrides: [...base.overrides, ...own.overrides],
  };
}
