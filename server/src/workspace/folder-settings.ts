/** The editor's settings, then the nearest file's. Equal settings are one object, so that analyses stay valid. */
import {
  mergeSettings,
  NO_SETTINGS,
  sameSettings,
  settingsAt,
} from '../service/language-service.ts';
import type { Settings } from '../service/settings/settings.ts';
import { folderOf } from '../text/paths.ts';
import { pathOfFile, pathOfUri, uriOfFile } from './files/file-paths.ts';
import type { FolderFile, FolderFiles } from './folder-files.ts';
import type { Folder, Folders } from './folders.ts';

export function folderSettings(
  folders: Folders,
  ofEditor: (folder: Folder | undefined) => Settings,
  files: () => FolderFiles,
) {
  /** By the folder's URI; '' for the window. */
  let known: ReadonlyMap<string, Settings> = new Map();
  let innerCount = 0;

  function merged(folder: Folder | undefined, file: FolderFile | undefined): Settings {
    const editor = ofEditor(folder);
    if (folder === undefined) return editor;
    const settings = mergeSettings(editor, file?.settings ?? NO_SETTINGS, folder.root);
    if (!file?.isInner || file.path === undefined) return settings;
    const outer = merged(folder, files().of(uriOfFile(folderOf(folderOf(file.path)))));
    const exclude = [...outer.exclude, ...(file.settings?.values.exclude ?? [])];
    return { ...settings, exclude, root: exclude.length > 0 ? folder.root : settings.root };
  }

  function keyOf(folder: Folder | undefined, file: FolderFile | undefined): string {
    return file?.isInner ? file.uri : (folder?.uri ?? '');
  }

  /** A new folder starts with the window's settings. */
  function before(uri: string): Settings | undefined {
    return known.get(uri) ?? known.get('');
  }

  function kept(uri: string, next: Settings): Settings {
    const last = before(uri);
    return last && sameSettings(last, next) ? last : next;
  }

  return {
    of: (uri: string) => {
      const folder = folders.of(uri);
      const file = files().of(uri);
      const settings = known.get(keyOf(folder, file)) ?? merged(folder, file);
      return folder ? settingsAt(settings, pathOfFile(uri) ?? pathOfUri(uri)) : settings;
    },
    /** Computes settings again; true if any changed. */
    renew: () => {
      const inner = files()
        .all()
        .filter(({ isInner }) => isInner);
      const tops = [undefined, ...folders.all()].map((folder) => {
        return [folder, folder && files().top(folder)] as const;
      });
      const all = [...tops, ...inner.map((file) => [file.folder, file] as const)];
      const settings = new Map(
        all.map(([folder, file]) => {
          const key = keyOf(folder, file);
          return [key, kept(key, merged(folder, file))];
        }),
      );
      const isSame =
        inner.length === innerCount && [...settings].every(([uri, one]) => before(uri) === one);
      innerCount = inner.length;
      known = settings;
      return !isSame;
    },
  };
}
