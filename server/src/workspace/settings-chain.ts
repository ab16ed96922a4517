/** Reads a settings file with the files that it extends. */
import * as l10n from '@vscode/l10n';
import {
  extendSettings,
  pathInFolder,
  readWorkspaceFile,
  withPathsIn,
} from '../service/language-service.ts';
import type { FileProblem } from '../service/settings/file-problem.ts';
import type { FileSettings } from '../service/settings/settings.ts';
import type { WorkspaceFile } from '../service/settings/workspace-file.ts';
import { LIMITS } from '../text/limits.ts';
import { folderOf, normalPath } from '../text/paths.ts';

interface ChainParts {
  /** Paths in settings are relative to it. */
  readonly root: string;
  /** Null or undefined if a file cannot be read. */
  readonly read: (path: string) => Promise<string | null | undefined>;
}

export interface SettingsChain {
  /** Undefined for invalid JSON. */
  readonly settings: FileSettings | undefined;
  /** Texts of extended files, nearest first. */
  readonly extended: ReadonlyMap<string, string>;
  readonly problem: FileProblem | undefined;
}

/** Reads extended files; reports one that cannot be read. */
export async function followExtends(
  file: WorkspaceFile,
  path: string,
  { root, read }: ChainParts,
): Promise<SettingsChain> {
  const extended = new Map<string, string>();
  const layers = [placed(file, path, root)];
  const toChain = (message?: string): SettingsChain => ({
    extended,
    settings: layers.reduceRight((base, own) => own && base && extendSettings(own, base)),
    problem:
      message === undefined || file.extends === undefined
        ? undefined
        : { at: file.extends.at, severity: 'error', message, inSchema: false },
  });
  let last = { path, file };
  while (last.file.extends) {
    const next = normalPath(`${folderOf(last.path)}/${last.file.extends.path}`);
    if (next === path || extended.has(next)) {
      return toChain(l10n.t('The settings in {0} extend themselves', shown(next, root)));
    }
    if (extended.size === LIMITS.kept) {
      return toChain(l10n.t('At most {0} files are extended', LIMITS.kept));
    }
    const text = pathInFolder(root, next) === undefined ? undefined : await read(next);
    const base = typeof text === 'string' ? readWorkspaceFile(text) : undefined;
    if (typeof text !== 'string' || base?.settings === undefined) {
      return toChain(
        l10n.t('No settings in the workspace can be read from {0}', shown(next, root)),
      );
    }
    extended.set(next, text);
    layers.push(placed(base, next, root));
    last = { path: next, file: base };
  }
  return toChain();
}

function placed({ settings }: WorkspaceFile, path: string, root: string): FileSettings | undefined {
  const folder = pathInFolder(root, folderOf(path)) ?? '';
  return settings && withPathsIn(folder, settings);
}

function shown(path: string, root: string): string {
  return pathInFolder(root, path) ?? path;
}
