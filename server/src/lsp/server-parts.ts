/** Parts of a server that features share: files, settings and analyses, each made of those before. */
import {
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isForPeople } from '../languages/detect.ts';
import { AnalysisCache } from '../workspace/analysis-cache.ts';
import { attention as attentionOf } from '../workspace/attention.ts';
import type { FileAccess } from '../workspace/files/file-access.ts';
import { isBelow, isVirtual, uriOfFile } from '../workspace/files/file-paths.ts';
import { type FileStore, fileStore } from '../workspace/files/file-store.ts';
import { FolderFiles } from '../workspace/folder-files.ts';
import { folderSettings } from '../workspace/folder-settings.ts';
import { type Folders, workspaceFolders } from '../workspace/folders.ts';
import { type NamedDocuments, namedDocuments } from '../workspace/named-documents.ts';
import { documentFactory } from '../workspace/positions.ts';
import { reviewWorkspace } from '../workspace/review/review.ts';
import { unfollowedLog } from '../workspace/unfollowed-log.ts';
import { graphsOfTexts } from '../workspace/walk/include-graph.ts';
import { PortIndex } from '../workspace/walk/port-index.ts';
import { ScriptIndex } from '../workspace/walk/script-index.ts';
import { Workspace } from '../workspace/workspace.ts';
import { clientAccess } from './client-access.ts';
import { readFeatures } from './client-features.ts';
import { ClientSettings } from './client-settings.ts';
import type { ServerFeature } from './context.ts';
import { type ClientFeatures, toPlacedDiagnostic } from './convert/convert.ts';
import { type InventoryMachine, machinesOf } from './features/inventory-feature.ts';
import { hiddenFiles } from './hidden-files.ts';
import type { Platform } from './platform.ts';
import { SESSION } from './session.ts';
import { keepTyping } from './typing.ts';

/** Milliseconds that diagnostics wait for scripts that bring a file in. */
const PATIENCE = 2000;
/** Milliseconds that the editor may take to read a file. */
const DOWNLOAD = 10_000;

type Events = { readonly [Name in keyof ServerFeature]-?: NonNullable<ServerFeature[Name]> };

type TellAll = <Name extends keyof Events>(event: Name, ...what: Parameters<Events[Name]>) => void;

interface Client {
  features: ClientFeatures;
  capabilities: ClientCapabilities;
  isWatching: boolean;
}

/** The connection, the client, and the open documents. */
export type Core = ReturnType<typeof openCore>;
/** The folders and texts that the server reads. */
export interface ServerFiles {
  readonly names: NamedDocuments;
  readonly folders: Folders;
  /** Folders on this machine's disk. */
  readonly onDisk: () => readonly string[];
  readonly access: FileAccess;
  readonly store: FileStore;
}

/** The settings of the editor and of folders. */
export type ServerSettings = ReturnType<typeof openSettings>;
/** Analyses of documents, and the review of all files. */
export type Analyses = ReturnType<typeof openAnalyses>;

/** Makes the core; `features` is filled later. */
export function openCore(
  connection: Connection,
  platform: Platform,
  features: readonly ServerFeature[],
) {
  const client: Client = {
    features: readFeatures({ capabilities: {} }),
    capabilities: {},
    isWatching: false,
  };
  const typing = keepTyping();
  const documents = new TextDocuments<TextDocument>(
    documentFactory(() => client.features.encoding, typing.changed),
  );
  const tellAll: TellAll = (event, ...what) => {
    for (const feature of features)
      (feature[event] as ((...of: typeof what) => void) | undefined)?.(...what);
  };
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => platform.later(milliseconds, resolve));
  return {
    connection,
    platform,
    client,
    typing,
    documents,
    tellAll,
    looksChanged: () => tellAll('looksChanged'),
    patience: () => wait(PATIENCE),
    patienceForFiles: () => wait(DOWNLOAD),
    say: (message: string): void => connection.console.info(message),
    failed: (failure: string): void => connection.console.error(failure),
    attempt: (request: Promise<unknown>): void => {
      request.catch((error: unknown) => connection.console.warn(String(error)));
    },
  };
}

/** Makes the access to files; no folder is open yet. */
export function openFiles(core: Core): ServerFiles {
  const { connection, platform, client, patienceForFiles, say } = core;
  const names = namedDocuments();
  const folders = workspaceFolders();
  const onDisk = (): readonly string[] =>
    platform.disk ? folders.paths().filter((path) => !isVirtual(path)) : [];
  const access = clientAccess(connection, platform.disk?.(onDisk), {
    reads: (path) => client.features.readsFiles && folders.contain(path),
    patience: patienceForFiles,
  });
  return { names, folders, onDisk, access, store: fileStore(access, names.openText, say) };
}

/** Makes the settings; `onRenewed` is called after changes. */
export function openSettings(
  { connection, client, documents, patience, tellAll }: Core,
  { folders, store, onDisk }: ServerFiles,
  { onRenewed, review }: { onRenewed: () => void; review: () => { renew: () => void } },
) {
  const hidden = hiddenFiles(connection, patience);
  const hasConfiguration = (): boolean => client.capabilities.workspace?.configuration === true;
  const renew = (): void => {
    if (settings.renew()) onRenewed();
  };
  const editor = new ClientSettings(connection, folders.all, {
    changed: renew,
    told: () => {
      if (!hasConfiguration()) return;
      hidden.changed();
      review().renew();
    },
    patience,
  });
  const parts = {
    ...{ folders, store },
    documents: () => documents.all(),
    documentOf: (uri: string) => documents.get(uri),
  };
  const folderFiles = new FolderFiles(parts, (isFound) => {
    // A walk has just found the file; nothing below it was analyzed yet.
    if (isFound) settings.renew();
    else renew();
    tellAll('folderFilesChanged');
  });
  const settings = folderSettings(
    folders,
    (folder) => editor.of(folder),
    () => folderFiles,
  );
  const ready = async (): Promise<void> => {
    await Promise.all([editor.ready(), folderFiles.ready()]);
  };
  return {
    ...{ settings, editor, folderFiles, hidden, ready },
    readyForWalk: async (): Promise<void> => {
      await ready();
      if (hasConfiguration()) await hidden.ask(onDisk());
    },
    excluded: (folder: string) => [...settings.of(uriOfFile(folder)).exclude, ...hidden.of(folder)],
  };
}

/** Makes caches and review; nothing is analyzed yet. */
export function openAnalyses(core: Core, files: ServerFiles, settings: ServerSettings) {
  const { platform, client, documents, tellAll, failed, say, patience, looksChanged } = core;
  const { names, folders, store, access, onDisk } = files;
  const settingsOf = settings.settings.of;
  const attention = attentionOf(platform.tell);
  const unfollowed = unfollowedLog(say);
  const surroundings = {
    ...{ access, store, attention, failed, leftOut: say },
    documents: () => documents.all(),
    listing: store.listing,
    hasSettings: (folder: string) => settings.folderFiles.found(folder),
    isInside: folders.contain,
    ready: settings.readyForWalk,
    excluded: settings.excluded,
    isOpen: names.isOpen,
    openText: names.openText,
    turn: platform.turn,
  };
  const index = new ScriptIndex(surroundings);
  const graphAround = graphsOfTexts((name) => index.named(name), store.get);
  const quietOf = (path: string, languageId: string) =>
    isForPeople(languageId) && !folders.contain(path)
      ? new Set<string>()
      : graphAround(path)?.quiet;
  const cache = new AnalysisCache(store, { failed, unfollowed }, attention, quietOf);
  const workspace = new Workspace({
    ...surroundings,
    ...{ cache, index, graphAround, patience, onFound: looksChanged },
    // Elsewhere no script can be found that brings a file in.
    isInside: (path) => onDisk().some((folder) => isBelow(folder, path)),
  });
  const review = reviewWorkspace<InventoryMachine, Diagnostic>({
    ...surroundings,
    ...{ cache, names, settingsOf, session: SESSION, unfollowed, later: platform.later },
    encoding: () => client.features.encoding,
    toShown: (finding) => toPlacedDiagnostic(finding, client.features),
    isWatched: () => client.isWatching,
    machinesOf: (uri, analysis, find) => machinesOf(uri, analysis, find, client.features),
    onNews: (paths) => tellAll('reviewed', paths),
    onProgress: (state) => tellAll('reviewProgressed', state),
  });
  const ports = new PortIndex(surroundings);
  const forgetWalks = (): void => {
    index.clear();
    ports.clear();
  };
  return { attention, surroundings, index, ports, cache, workspace, review, forgetWalks };
}
