/** The settings of a project: those of its file, and over them what the command line says. */
import { join, resolve } from 'node:path';
import type { Settings } from '../../service/settings/settings.ts';
import type { WorkspaceFile } from '../../service/settings/workspace-file.ts';
import type { ReadResult } from '../../workspace/files/file-access.ts';
import {
  DEFAULT_SETTINGS,
  diskAccess,
  folderOf,
  MAX_FILE_BYTES,
  mergeSettings,
  NO_SETTINGS,
  parseVersion,
  readWorkspaceFile,
  WORKSPACE_FILE,
  withChanges,
} from '../../workspace/front-end.ts';
import type { Request } from '../arguments/parse.ts';
import { type UsageError, usageError } from '../world.ts';
import { withSlashes } from './project.ts';

export interface ProjectSettings {
  readonly kind: 'settings';
  readonly settings: Settings;
  /** The file that they come from; undefined where there is none. */
  readonly file: SettingsFile | undefined;
}

interface SettingsFile extends WorkspaceFile {
  readonly path: string;
  readonly text: string;
}

/** Reads the settings of a project, as the server reads files. One that is named and cannot be read is an error, and so is one that is no JSON. */
export async function projectSettings(
  root: string,
  request: Request,
  cwd: string,
): Promise<ProjectSettings | UsageError> {
  const named = request.config;
  const path = named ? resolve(cwd, named) : join(root, WORKSPACE_FILE);
  const read = named === null ? undefined : await readNamed(path);
  if (read?.kind === 'refused' || (named && read?.kind === 'absent')) {
    const reason = read.kind === 'refused' ? read.reason : 'there is no such file';
    return usageError(`The settings in ${path} cannot be read: ${reason}`);
  }
  const text = read?.kind === 'text' ? read.text : undefined;
  const file = text === undefined ? undefined : { ...readWorkspaceFile(text), path, text };
  if (file && file.settings === undefined) {
    const [problem] = file.problems;
    const line = problem ? lineOf(file.text, problem.at.start) : 1;
    return usageError(`The settings in ${path} are no JSON (line ${line})`);
  }
  const merged = mergeSettings(DEFAULT_SETTINGS, file?.settings ?? NO_SETTINGS, root);
  return { kind: 'settings', settings: withFlags(merged, request, root), file };
}

/** The settings where no project has any: those of the command line. */
export function flagSettings(request: Request): Settings {
  return withFlags(DEFAULT_SETTINGS, request, '/');
}

function withFlags(settings: Settings, request: Request, root: string): Settings {
  const { rules, showPossible, neighbours, qemuVersion, exclude } = request;
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

/** The number of the line in which an offset is, from 1. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The text of a file that is named, as the server reads files: a regular one in the folder that it is named in. */
export function readNamed(path: string): Promise<ReadResult> {
  const slashed = withSlashes(path);
  return diskAccess(() => [folderOf(slashed)]).read(slashed, MAX_FILE_BYTES);
}
