/** Settings files of a project: the nearest above a path counts, with what it extends. */
import type { FileSettings, Settings } from '../../service/settings/settings.ts';
import type { WorkspaceFile } from '../../service/settings/workspace-file.ts';
import {
  DEFAULT_SETTINGS,
  diskAccess,
  folderOf,
  followExtends,
  LIMITS,
  mergeSettings,
  pathInFolder,
  readWorkspaceFile,
  WORKSPACE_FILE,
} from '../../workspace/front-end.ts';
import type { SettingsChain } from '../../workspace/settings-chain.ts';

interface SettingsFile extends WorkspaceFile, Pick<SettingsChain, 'extended'> {
  readonly path: string;
  readonly text: string;
}

/** A folder down to the next settings files. */
export interface Region {
  readonly folder: string;
  readonly file: SettingsFile | undefined;
  readonly settings: Settings;
}

interface TreeParts {
  /** Base of all paths; nothing outside is read. */
  readonly top: string;
  /** The file that replaces all settings files; null if all are ignored. */
  readonly only: string | null | undefined;
  readonly finish: (settings: Settings) => Settings;
}

/** The settings files of a project. */
export type SettingsTree = ReturnType<typeof settingsTree>;

/** Reads each folder's settings file once, outer folders first. */
export function settingsTree({ top, only, finish }: TreeParts) {
  const none: Region = { folder: top, file: undefined, settings: finish(DEFAULT_SETTINGS) };
  const regions = new Map<string, Region>();
  const entered = new Map<string, Promise<void>>();
  const excludes = new Map<Region, readonly string[]>();
  let failure: string | undefined;

  function regionOf(path: string): Region {
    for (let folder = path; ; folder = folderOf(folder)) {
      const region = regions.get(folder);
      if (region || folder === folderOf(folder)) return region ?? none;
    }
  }

  function put(folder: string, settings: FileSettings, file: SettingsFile): void {
    const own = mergeSettings(DEFAULT_SETTINGS, settings, top);
    // An inner file cannot include what an outer one excludes.
    const exclude = [...(excludes.get(regionOf(folder)) ?? []), ...own.exclude];
    const root = exclude.length > 0 ? top : own.root;
    const region = { folder, file, settings: finish({ ...own, exclude, root }) };
    excludes.set(region, exclude);
    regions.set(folder, region);
  }

  async function readIn(folder: string, path: string): Promise<void> {
    const read = await readSettings(path, only ? folderOf(path) : top);
    if (read === undefined && !only) return;
    if (typeof read === 'object') put(folder, read.settings, read.file);
    else failure ??= read ?? unreadable(path, 'there is no such file');
  }

  function enter(folder: string): Promise<void> {
    const known = entered.get(folder);
    if (known !== undefined) return known;
    const path = only ?? `${folder.replace(/\/$/, '')}/${WORKSPACE_FILE}`;
    const isRead = only === undefined || (only !== null && folder === top);
    const reading = isRead ? readIn(folder, path) : Promise.resolve();
    entered.set(folder, reading);
    return reading;
  }

  return {
    regionOf,
    enter,
    /** Enters all folders from `top` down to `folder`. */
    enterAll: async (folder: string): Promise<void> => {
      await enter(top);
      let at = top.replace(/\/$/, '');
      for (const name of pathInFolder(top, folder)?.split('/') ?? []) {
        at = `${at}/${name}`;
        await enter(at);
      }
    },
    regions: (): readonly Region[] =>
      [...regions.values()].toSorted((a, b) => (a.folder < b.folder ? -1 : 1)),
    failure: (): string | undefined => failure,
  };
}

/** A settings file with what it extends; undefined if absent, an error if unusable. */
async function readSettings(
  path: string,
  root: string,
): Promise<{ readonly settings: FileSettings; readonly file: SettingsFile } | string | undefined> {
  const access = diskAccess(() => [root]);
  const read = await access.read(path, LIMITS.includedBytes);
  if (read.kind === 'absent') return undefined;
  if (read.kind === 'refused') return unreadable(path, read.reason);
  const { text } = read;
  const file = readWorkspaceFile(text);
  const chain = await followExtends(file, path, {
    root,
    read: async (other) => {
      const found = await access.read(other, LIMITS.includedBytes);
      return found.kind === 'text' ? found.text : undefined;
    },
  });
  if (chain.settings === undefined) {
    const line = lineOf(text, file.problems[0]?.at.start ?? 0);
    return `The settings in ${path} are no JSON (line ${line})`;
  }
  if (chain.problem) {
    const { at, message } = chain.problem;
    return `${path}:${lineOf(text, at.start)}: ${message}`;
  }
  return { settings: chain.settings, file: { ...file, path, text, extended: chain.extended } };
}

function unreadable(path: string, reason: string): string {
  return `The settings in ${path} cannot be read: ${reason}`;
}

/** The line of an offset, from 1. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
