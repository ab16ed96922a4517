/** A project's settings: its files, overridden by the command line. */
import { resolve } from 'node:path';
import type { Settings } from '../../service/settings/settings.ts';
import type { ReadResult } from '../../workspace/files/file-access.ts';
import {
  DEFAULT_SETTINGS,
  diskAccess,
  folderOf,
  LIMITS,
  parseVersion,
  pathInFolder,
  withChanges,
} from '../../workspace/front-end.ts';
import type { Request } from '../arguments/parse.ts';
import { type UsageError, usageError } from '../world.ts';
import { repositoryAround, withSlashes } from './project.ts';
import { type Region, type SettingsTree, settingsTree } from './settings-tree.ts';

export interface ProjectSettings extends Pick<SettingsTree, 'enter' | 'enterAll' | 'failure'> {
  readonly kind: 'settings';
  /** For paths without a nearer settings file. */
  readonly around: Region;
  readonly regionOf: (path: string) => Region;
  /** Known folders inside that have settings files. */
  readonly inner: () => readonly Region[];
  readonly excluded: readonly string[];
}

/** Fails if a named settings file is unreadable or no JSON. */
export async function projectSettings(
  root: string,
  request: Request,
  cwd: string,
): Promise<ProjectSettings | UsageError> {
  const { config } = request;
  const only = config ? withSlashes(resolve(cwd, config)) : config;
  const top = only === undefined ? repositoryAround(root) : root;
  const folder = pathInFolder(top, root);
  const finish = (settings: Settings) => withFlags(settings, request, top, folder);
  const tree = settingsTree({ top, only, finish });
  await tree.enterAll(root);
  const failure = tree.failure();
  if (failure !== undefined) return usageError(failure);
  const around = tree.regionOf(root);
  const { regionOf, enter, enterAll } = tree;
  const above = folder === undefined ? '' : `${folder}/`;
  return {
    kind: 'settings',
    ...{ around, regionOf, enter, enterAll, failure: tree.failure },
    inner: () => tree.regions().filter((one) => pathInFolder(root, one.folder) !== undefined),
    excluded: around.settings.exclude.flatMap((path) =>
      path.startsWith(above) ? path.slice(above.length) : [],
    ),
  };
}

/** Settings of the command line alone. */
export function flagSettings(request: Request): Settings {
  return withFlags(DEFAULT_SETTINGS, request, '/', undefined);
}

/** Adds the command line's settings; patterns are relative to the project's folder. */
function withFlags(
  settings: Settings,
  request: Request,
  root: string,
  folder: string | undefined,
): Settings {
  const { rules, showPossible, neighbours, qemuVersion } = request;
  const above = folder === undefined ? '' : `${folder}/`;
  const exclude = request.exclude.map((path) => above + path);
  const changes = {
    severities: new Map(rules),
    values: {
      ...(showPossible && { showPossible }),
      ...(neighbours && { neighbours }),
      ...(qemuVersion !== undefined && { qemuVersion: parseVersion(qemuVersion) }),
    },
  };
  const { overrides } = settings;
  return {
    ...withChanges(settings, changes),
    // Over every override.
    ...(overrides.length > 0 && { overrides: [...overrides, { ...changes, files: ['**'] }] }),
    ...(exclude.length > 0 && { exclude: [...settings.exclude, ...exclude], root }),
  };
}

/** Reads a named file by the server's rules: a regular file inside its folder. */
export function readNamed(path: string): Promise<ReadResult> {
  const slashed = withSlashes(path);
  return diskAccess(() => [folderOf(slashed)]).read(slashed, LIMITS.includedBytes);
}
