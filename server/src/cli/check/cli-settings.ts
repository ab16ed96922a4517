/** The settings of a project: those of its file, and over them what the command line says. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Settings } from '../../service/settings/settings.ts';
import type { WorkspaceFile } from '../../service/settings/workspace-file.ts';
import {
  DEFAULT_SETTINGS,
  mergeSettings,
  NO_SETTINGS,
  parseVersion,
  readWorkspaceFile,
  WORKSPACE_FILE,
} from '../../workspace/front-end.ts';
import type { Request } from '../arguments/parse.ts';
import { type UsageError, usageError } from '../world.ts';

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

/** Reads the settings of a project. One that is named and cannot be read is an error, and so is one that is no JSON. */
export function projectSettings(
  root: string,
  request: Request,
  cwd: string,
): ProjectSettings | UsageError {
  const named = request.config;
  const path = named ? resolve(cwd, named) : join(root, WORKSPACE_FILE);
  const text = named === null ? undefined : readText(path);
  if (typeof text === 'object') {
    if (named || text.code !== 'ENOENT') {
      return usageError(`The settings in ${path} cannot be read (${text.code})`);
    }
  }
  const file = typeof text === 'string' ? { ...readWorkspaceFile(text), path, text } : undefined;
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
  return {
    ...settings,
    severities: new Map([...settings.severities, ...rules]),
    showPossible: settings.showPossible || showPossible,
    neighbours: settings.neighbours || neighbours,
    ...(qemuVersion !== undefined && { qemuVersion: parseVersion(qemuVersion) }),
    ...(exclude.length > 0 && { exclude: [...settings.exclude, ...exclude], root }),
  };
}

/** The number of the line in which an offset is, from 1. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function readText(path: string): string | { readonly code: string } {
  try {
    return new TextDecoder().decode(readFileSync(path));
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}
