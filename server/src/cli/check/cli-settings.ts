/** The settings of a project: those of its files, and over them what the command line says. */
import { resolve } from 'node:path';
import type { Settings } from '../../service/settings/settings.ts';
import type { ReadResult } from '../../workspace/files/file-access.ts';
import {
  DEFAULT_SETTINGS,
  diskAccess,
  folderOf,
  MAX_FILE_BYTES,
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
  /** The project's folder, as far as no other settings file counts. */
  readonly around: Region;
  readonly regionOf: (path: string) => Region;
  /** Folders within the project with settings files of their own, as far as they are known. */
  readonly inner: () => readonly Region[];
  /** The patterns of what is not looked at, from the project's folder. */
  readonly excluded: readonly string[];
}

/** Reads the settings of a project, as the server reads files. One that is named and cannot be read is an error, and so is one that is no JSON. */
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

/** The settings where no project has any: those of the command line. */
export function flagSettings(request: Request): Settings {
  return withFlags(DEFAULT_SETTINGS, request, '/', undefined);
}

/** The patterns of a command line count from the project's folder, which may lie further down than the root. */
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
    // No override wins over the command line.
    ...(overrides.length > 0 && { overrides: [...overrides, { ...changes, files: ['**'] }] }),
    ...(exclude.length > 0 && { exclude: [...settings.exclude, ...exclude], root }),
  };
}

/** The text of a file that is named, as the server reads files: a regular one in the folder that it is named in. */
export function readNamed(path: string): Promise<ReadResult> {
  const slashed = withSlashes(path);
  return diskAccess(() => [folderOf(slashed)]).read(slashed, MAX_FILE_BYTES);
}
