/** Opens a project with the named files as open documents, which no setting excludes. */
import type { Unread } from '../../service/analysis/unread-file.ts';
import type { Settings } from '../../service/settings/settings.ts';
import type { FileAccess } from '../../workspace/files/file-access.ts';
import {
  diskAccess,
  folderOf,
  LIMITS,
  languageOf,
  languageOfFile,
  mayBeBroughtIn,
  mayHaveFindings,
  namedDocuments,
  pathOfFile,
  settingsAt,
  TextDocument,
  textProblem,
  unreadFile,
  uriOfFile,
} from '../../workspace/front-end.ts';
import type { NamedDocuments } from '../../workspace/named-documents.ts';
import type { ProjectSettings } from './cli-settings.ts';
import type { NamedPath, Project } from './project.ts';

/** A text instead of a file's: the standard input, or the result of a fix. */
export interface GivenText {
  readonly path: string;
  readonly text: string;
  /** The language if neither name nor content decides. */
  readonly otherwise?: string;
}

/** How files of a project are read. */
export interface OpenOptions {
  readonly config: Pick<ProjectSettings, 'enter' | 'enterAll' | 'regionOf' | 'excluded'>;
  readonly noIgnore: boolean;
  readonly forceExclude: boolean;
  readonly given: readonly GivenText[];
}

interface OpenProject extends Project {
  readonly access: FileAccess;
  readonly names: NamedDocuments;
  readonly documents: readonly TextDocument[];
  /** Why named files cannot be read, by path. */
  readonly refused: ReadonlyMap<string, string>;
  /** Named files in unsupported languages, with their mentions of QEMU. */
  readonly unread: ReadonlyMap<string, Unread | undefined>;
  /** How many named files in a supported language mention no QEMU. */
  readonly quiet: number;
  /** Folders to search; undefined for the whole project. */
  readonly paths: readonly string[] | undefined;
  readonly settingsOf: (uri: string) => Settings;
}

/** Reads named files; an unreadable one is in `refused`. */
export async function openProject(
  { root, isMarked, named }: Project,
  options: OpenOptions,
): Promise<OpenProject> {
  const disk = diskAccess(() => [root]);
  const access = options.noIgnore ? withoutIgnoreLists(disk) : disk;
  const names = namedDocuments();
  const refused = new Map<string, string>();
  const unread = new Map<string, Unread | undefined>();
  const documents: TextDocument[] = [];
  let quiet = 0;
  let hasUsers = options.given.length > 0;
  const openAs = (path: string, text: string, languageId: string): void => {
    const document = TextDocument.create(uriOfFile(path), languageId, 0, text);
    documents.push(document);
    names.opened(document);
  };
  for (const path of [...named, ...options.given].map((one) => one.path)) {
    await options.config.enterAll(folderOf(path));
  }
  const given = new Set(options.given.map(({ path }) => path));
  for (const { path, text, otherwise } of options.given) {
    openAs(path, text, languageOf('', path, text) === undefined ? (otherwise ?? '') : '');
  }
  const files = named.filter(({ path, isFolder }) => !isFolder && !given.has(path));
  for (const { path } of files) {
    const result = await access.read(path, LIMITS.includedBytes);
    if (result.kind !== 'text') {
      refused.set(path, reasonOf(result));
      continue;
    }
    const { text } = result;
    const problem = textProblem(text);
    if (problem !== undefined) {
      refused.set(path, problem);
      continue;
    }
    const language = languageOf('', path, text);
    // An unsupported file may hold settings, one without QEMU a monitor's host.
    hasUsers ||= mayBeBroughtIn(language);
    if (language === undefined) {
      unread.set(path, unreadFile(path, text));
      continue;
    }
    if (mayHaveFindings(languageOfFile(path, text) ?? '', text)) openAs(path, text, '');
    else quiet++;
  }
  const folders = named.filter(({ isFolder }) => isFolder).map(({ path }) => path);
  const isSwept = folders.includes(root) || (isMarked && (folders.length > 0 || hasUsers));
  return {
    root,
    isMarked,
    named,
    access,
    names,
    documents,
    refused,
    unread,
    quiet,
    paths: isSwept ? undefined : folders,
    settingsOf: settingsFor(options, named),
  };
}

function settingsFor(
  { config, forceExclude }: Pick<OpenOptions, 'config' | 'forceExclude'>,
  named: readonly NamedPath[],
): (uri: string) => Settings {
  const files = new Set(named.filter(({ isFolder }) => !isFolder).map(({ path }) => path));
  return (uri) => {
    const path = pathOfFile(uri) ?? uri;
    const settings = settingsAt(config.regionOf(path).settings, path);
    return files.has(path) && !forceExclude ? { ...settings, exclude: [] } : settings;
  };
}

function reasonOf(result: { readonly kind: 'absent' } | { readonly reason: string }): string {
  return 'reason' in result ? result.reason : 'there is no such file';
}

function withoutIgnoreLists(access: FileAccess): FileAccess {
  return {
    ...access,
    read: async (path, maxBytes) =>
      /\/(?:\.gitignore|\.git\/info\/exclude)$/.test(path)
        ? { kind: 'absent' }
        : access.read(path, maxBytes),
  };
}
