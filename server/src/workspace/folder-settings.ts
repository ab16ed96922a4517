/**
 * The settings that hold for a document: the editor's for its folder, and what the folder's own file says. As
 * long as they say the same they are the same object, by which analyses know that they are still good.
 */
import {
  mergeSettings,
  NO_SETTINGS,
  sameSettings,
  settingsAt,
} from '../service/language-service.ts';
import type { Settings } from '../service/settings/settings.ts';
import { pathOfFile, pathOfUri } from './files/file-paths.ts';
import type { FolderFiles } from './folder-files.ts';
import type { Folder, Folders } from './folders.ts';

export function folderSettings(
  folders: Folders,
  /** The editor's settings for a folder, or for none. */
  ofEditor: (folder: Folder | undefined) => Settings,
  files: () => FolderFiles,
) {
  /** By the URI of the folder; those of the window are under an empty one. */
  let known: ReadonlyMap<string, Settings> = new Map();

  function merged(folder: Folder | undefined): Settings {
    const editor = ofEditor(folder);
    if (folder === undefined) return editor;
    return mergeSettings(editor, files().settingsOf(folder) ?? NO_SETTINGS, folder.root);
  }

  /** What held for a folder before; for one that has just come, what held outside of all. */
  function before(uri: string): Settings | undefined {
    return known.get(uri) ?? known.get('');
  }

  function kept(uri: string, next: Settings): Settings {
    const last = before(uri);
    return last && sameSettings(last, next) ? last : next;
  }

  return {
    /** The settings for a document or file, by its URI. Outside of all folders they are the window's. */
    of: (uri: string) => {
      const folder = folders.of(uri);
      const settings = known.get(folder?.uri ?? '') ?? merged(folder);
      return folder ? settingsAt(settings, pathOfFile(uri) ?? pathOfUri(uri)) : settings;
    },
    /** Puts them together anew; says whether any are others now. */
    renew: () => {
      const all = [undefined, ...folders.all()];
      const next = new Map(all.map((folder) => [folder?.uri ?? '', folder]));
      const settings = new Map([...next].map(([uri, folder]) => [uri, kept(uri, merged(folder))]));
      const isSame = [...settings].every(([uri, one]) => before(uri) === one);
      known = settings;
      return !isSame;
    },
  };
}
