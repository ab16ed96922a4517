/** The settings files of a project: the nearest one above a file counts for it, and what it extends. */
import type { FileSettings, Settings } from '../../service/settings/settings.ts';
import type { WorkspaceFile } from '../../service/settings/workspace-file.ts';
import {
  DEFAULT_SETTINGS,
  diskAccess,
  folderOf,
  followExtends,
  MAX_FILE_BYTES,
  mergeSettings,
  pathInFolder,
  readWorkspaceFile,
  WORKSPACE_FILE,
} from '../../workspace/front-end.ts';
import type { SettingsChain } from '../../workspace/settings-chain.ts';

/** A settings file as it counts. */
interface SettingsFile extends WorkspaceFile, Pick<SettingsChain, 'extended'> {
  readonly path: string;
  readonly text: string;
}

/** A folder down to the next one with a settings file, and its settings. */
export interface Region {
  readonly folder: string;
  /** Undefined in a project without one. */
  readonly file: SettingsFile | undefined;
  readonly settings: Settings;
}

interface TreeParts {
  /** The folder that all paths count from; no file outside is read. */
  readonly top: string;
  /** The file that counts for all instead, wherever it is; null for none. */
  readonly only: string | null | undefined;
  /** Puts other settings over those of a file. */
  readonly finish: (settings: Settings) => Settings;
}

/** The settings files of a project. */
export type SettingsTree = ReturnType<typeof settingsTree>;

/** Reads settings files of folders as these are entered, each once, those further up first. */
export function settingsTree({ top, only, finish }: TreeParts) {
  const none: Region = { folder: top, file: undefined, settings: finish(DEFAULT_SETTINGS) };
  const regions = new Map<string, Region>();
  const entered = new Map<string, Promise<void>>();
  const excludes = new Map<Region, readonly string[]>();
  let failure: string | undefined;

  /** The region that a path lies in. */
  function regionOf(path: string): Region {
    for (let folder = path; ; folder = folderOf(folder)) {
      const region = regions.get(folder);
      if (region || folder === folderOf(folder)) return region ?? none;
    }
  }

  function put(folder: string, settings: FileSettings, file: SettingsFile): void {
    const own = mergeSettings(DEFAULT_SETTINGS, settings, top);
    // A path left out further up stays left out, whatever a file further down says.
    const exclude = [...(excludes.get(regionOf(folder)) ?? []), ...own.exclude];
    const root = exclude.length > 0 ? top : own.root;
    const region = { folder, file, settings: finish({ ...own, exclude, root }) };
    excludes.set(region, exclude);
    regions.set(folder, region);
  }

  async function readIn(folder: string, path: string): Promise<void> {
    const root = only ? folderOf(path) : top;
    const access = diskAccess(() => [root]);
    const read = await access.read(path, MAX_FILE_BYTES);
    if (read.kind === 'absent' && !only) return;
    if (read.kind !== 'text') {
      const reason = read.kind === 'refused' ? read.reason : 'there is no such file';
      failure ??= `The settings in ${path} cannot be read: ${reason}`;
      return;
    }
    const { text } = read;
    const file = readWorkspaceFile(text);
    const chain = await followExtends(file, path, {
      root,
      read: async (other) => {
        const found = await access.read(other, MAX_FILE_BYTES);
        return found.kind === 'text' ? found.text : undefined;
      },
    });
    if (chain.settings === undefined) {
      const line = lineOf(text, file.problems[0]?.at.start ?? 0);
      failure ??= `The settings in ${path} are no JSON (line ${line})`;
    } else if (chain.problem) {
      const { at, message } = chain.problem;
      failure ??= `${path}:${lineOf(text, at.start)}: ${message}`;
    } else put(folder, chain.settings, { ...file, path, text, extended: chain.extended });
  }

  /** Reads the file of a folder once, if it has one. */
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
    /** Reads the files of all folders from the top to one. */
    enterAll: async (folder: string): Promise<void> => {
      await enter(top);
      let at = top.replace(/\/$/, '');
      for (const name of pathInFolder(top, folder)?.split('/') ?? []) {
        at = `${at}/${name}`;
        await enter(at);
      }
    },
    /** The regions that are known, in the order of their folders. */
    regions: (): readonly Region[] =>
      [...regions.values()].toSorted((a, b) => (a.folder < b.folder ? -1 : 1)),
    /** Why the settings cannot be used: the first file that cannot count. */
    failure: (): string | undefined => failure,
  };
}

/** The number of the line in which an offset is, from 1. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
