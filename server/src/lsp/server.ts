/**
 * Puts the server together: what its features share, and who of them is told what.
 * Why: docs/decisions/diagnostics.md
 */
import {
  type Connection,
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isForPeople } from '../languages/detect.ts';
import type { Analysis } from '../service/analysis/analyze.ts';
import { analysisCache, ownAnalysis } from '../workspace/analysis-cache.ts';
import { attention as attentionOf } from '../workspace/attention.ts';
import { isBelow, isVirtual, pathOfFile, uriOfFile } from '../workspace/files/file-paths.ts';
import { fileStore } from '../workspace/files/file-store.ts';
import { folderFiles } from '../workspace/folder-files.ts';
import { folderSettings } from '../workspace/folder-settings.ts';
import { workspaceFolders } from '../workspace/folders.ts';
import { type FindDocument, namedDocuments } from '../workspace/named-documents.ts';
import { documentFactory } from '../workspace/positions.ts';
import { projectsAround } from '../workspace/project-around.ts';
import { reviewWorkspace } from '../workspace/review/review.ts';
import { ALIVE } from '../workspace/supervision.ts';
import { unfollowedLog } from '../workspace/unfollowed-log.ts';
import { graphsOfTexts } from '../workspace/walk/include-graph.ts';
import { isSkippedBelow } from '../workspace/walk/left-out.ts';
import { portIndex } from '../workspace/walk/port-index.ts';
import { scriptIndex } from '../workspace/walk/script-index.ts';
import { openWorkspace, type Snapshot } from '../workspace/workspace.ts';
import { introduction } from './capabilities.ts';
import { clientAccess } from './client-access.ts';
import { readFeatures } from './client-features.ts';
import { clientSettings } from './client-settings.ts';
import type { ServerContext, ServerFeature } from './context.ts';
import { type ClientFeatures, toPlacedDiagnostic } from './convert/convert.ts';
import { type InventoryMachine, machinesOf } from './features/inventory-feature.ts';
import { FEATURES } from './features.ts';
import { hiddenFiles } from './hidden-files.ts';
import { chooseLanguage } from './language.ts';
import type { Platform } from './platform.ts';
import { SESSION } from './session.ts';
import { keepTyping } from './typing.ts';
import { warmUp } from './warm-up.ts';

/** Tells the client that a document is a QEMU config file by its content; parameters: `{ uri }`. */
const IS_QEMU_CONFIG = 'qemuMonitorGuard/isQemuConfig';
/** How long diagnostics wait for the scripts that bring a file in, in milliseconds. */
const PATIENCE = 2000;
/** How long the editor may take to read a file, in milliseconds. */
const DOWNLOAD = 10_000;
/** Beyond so many changes at once, such as another branch being checked out, everything is looked for anew. */
const MANY_CHANGES = 500;

/** Serves a connection until the client ends it. */
export function serve(connection: Connection, platform: Platform): void {
  let features: ClientFeatures = readFeatures({ capabilities: {} });
  let capabilities: InitializeParams['capabilities'] = {};
  /** Whether the client tells of files that change. */
  let watched = false;
  const typing = keepTyping();
  const documents = new TextDocuments<TextDocument>(
    documentFactory(() => features.encoding, typing.changed),
  );
  const names = namedDocuments();
  const folders = workspaceFolders();
  const onDisk = (): readonly string[] =>
    platform.disk ? folders.paths().filter((path) => !isVirtual(path)) : [];
  const access = clientAccess(connection, platform.disk?.(onDisk), {
    reads: (path) => features.readsFiles && folders.contain(path),
    patience: () => wait(DOWNLOAD),
  });
  const say = (message: string): void => connection.console.info(message);
  const store = fileStore(access, names.openText, say);
  const failed = (failure: string): void => connection.console.error(failure);
  const attention = attentionOf(platform.tell);
  const unfollowed = unfollowedLog(say);
  const graphAround = graphsOfTexts((name) => index.named(name), store.get);
  const quietOf = (path: string, languageId: string) =>
    isForPeople(languageId) && !folders.contain(path)
      ? new Set<string>()
      : graphAround(path)?.quiet;
  const cache = analysisCache(store, { failed, unfollowed }, attention, quietOf);
  const settings = folderSettings(
    folders,
    (folder) => clientsOwn.of(folder),
    () => files,
  );
  const clientsOwn = clientSettings(connection, folders.all, attempt, {
    changed: renewSettings,
    told: () => {
      if (!capabilities.workspace?.configuration) return;
      hidden.changed();
      review.renew();
    },
    patience,
  });
  const openDocuments = () => documents.all();
  const files = folderFiles({ folders, documents: openDocuments, store, documentOf }, (isFound) => {
    // Nothing that it counts for was looked at before.
    if (isFound) settings.renew();
    else renewSettings();
    for (const feature of parts) feature.folderFilesChanged?.();
  });
  const hidden = hiddenFiles(connection, patience);
  const surroundings = {
    access,
    store,
    documents: openDocuments,
    hasSettings: files.found,
    isInside: folders.contain,
    attention,
    ready: async () => {
      await settingsReady();
      if (capabilities.workspace?.configuration) await hidden.ask(onDisk());
    },
    excluded: (folder: string) => [...settings.of(uriOfFile(folder)).exclude, ...hidden.of(folder)],
    isOpen: names.isOpen,
    openText: names.openText,
    turn: platform.turn,
    failed,
    leftOut: say,
  };
  const index = scriptIndex(surroundings);
  const ports = portIndex(surroundings);
  const aroundParts = { ...surroundings, settingsOf: settings.of, index: ports };
  const workspace = openWorkspace({
    ...surroundings,
    cache,
    index,
    graphAround,
    // Elsewhere nobody can look for the scripts that bring a file in.
    isInside: (path) => onDisk().some((folder) => isBelow(folder, path)),
    patience,
    onFound: looksChanged,
  });
  const review = reviewWorkspace<InventoryMachine, Diagnostic>({
    ...surroundings,
    cache,
    names,
    settingsOf: settings.of,
    session: SESSION,
    unfollowed,
    encoding: () => features.encoding,
    toShown: (finding) => toPlacedDiagnostic(finding, features),
    later: platform.later,
    isWatched: () => watched,
    machinesOf: (uri, analysis, other) => machinesOf(uri, analysis, other, features),
    onNews: (paths) => {
      for (const part of parts) part.reviewed?.(paths);
    },
    onProgress: (state) => {
      for (const part of parts) part.reviewProgressed?.(state);
    },
  });
  let isReviewShown = false;
  const context: ServerContext = {
    connection,
    platform,
    documents,
    typing,
    names,
    folders,
    workspace,
    surroundings: { ...surroundings, around: projectsAround(aroundParts) },
    around: projectsAround({ ...aroundParts, patience }),
    review,
    attention,
    closedFiles: {
      ownedByReview: () => {
        if (!isReviewShown) looksChanged();
        isReviewShown = true;
      },
      isOwnedByReview: (path) => isReviewShown && review.covers(path),
    },
    features: () => features,
    capabilities: () => capabilities,
    settingsReady,
    settingsOf: settings.of,
    reported: (document, report) => {
      for (const part of parts) part.reported?.(document, report);
    },
    folderFiles: files.all,
    folderFileOf: files.of,
    look,
    ownAnalysis: lookAtOwn,
    find,
    findFrom,
    attempt,
  };
  const parts: readonly ServerFeature[] = FEATURES.map((feature) => feature(context));

  connection.onInitialize((params): InitializeResult => {
    chooseLanguage(params.initializationOptions?.l10n);
    attention.start(params);
    capabilities = params.capabilities;
    features = readFeatures(params);
    clientsOwn.start(capabilities, params.initializationOptions?.settings);
    folders.start(params);
    settings.renew();
    return introduction(params);
  });

  connection.onInitialized(() => {
    const client = capabilities.workspace;
    clientsOwn.initialized();
    attempt(files.update());
    if (client?.didChangeWatchedFiles?.dynamicRegistration) attempt(watchFiles());
    if (client?.configuration && client.didChangeConfiguration?.dynamicRegistration) {
      attempt(hidden.register());
    }
    if (client?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders((event) => {
        store.changed(new Set(folders.change(event)));
        index.clear();
        ports.clear();
        clientsOwn.foldersChanged();
        attempt(files.update());
        for (const part of parts) part.foldersChanged?.();
        looksChanged();
      });
    }
    for (const part of parts) part.initialized?.();
    warmUp(platform, () => documents.all().length > 0);
  });

  connection.onRequest(ALIVE, () => null);
  connection.onShutdown(() => {
    for (const part of parts) part.stopped?.();
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    const paths = changes.flatMap(({ uri }) => pathOfFile(uri) ?? []);
    const ofOpen = changes.filter(({ uri, type }) => {
      const path = pathOfFile(uri);
      return path !== undefined && names.deleted(path, type === FileChangeType.Deleted);
    });
    const isKnown = store.changed(new Set(paths));
    attempt(files.update(paths));
    if (isKnown || ofOpen.length > 0) looksChanged();
    const indexed = paths.filter((path) => {
      return folders.paths().some((root) => isBelow(root, path) && !isSkippedBelow(root, path));
    });
    if (indexed.length > MANY_CHANGES) {
      index.clear();
      ports.clear();
      looksChanged();
    } else attempt(updateIndex(indexed));
    for (const part of parts) part.filesChanged?.(paths);
  });

  documents.onDidOpen(({ document }) => {
    names.opened(document);
    // For those whom nobody tells, now is the time to look again.
    if (!watched) {
      index.clear();
      ports.clear();
    }
    attempt(files.update());
    for (const part of parts) part.opened?.(document);
    const { host } = cache.ofDocument(document, settings.of(document.uri)).analysis;
    if (host?.edit.sections && !host.detect.languageIds.includes(document.languageId)) {
      attempt(connection.sendNotification(IS_QEMU_CONFIG, { uri: document.uri }));
    }
  });
  documents.onDidChangeContent(({ document }) => {
    attempt(files.update());
    for (const part of parts) part.changed?.(document);
  });
  documents.onDidSave(({ document }) => {
    if (typing.saved(document)) looksChanged();
  });
  documents.onDidClose(({ document }) => {
    names.closed(document);
    cache.closed(document);
    const path = pathOfFile(document.uri);
    if (path !== undefined) store.changed(new Set([path]));
    attempt(files.update());
    for (const part of parts) part.closed?.(document);
  });

  function patience(): Promise<void> {
    return wait(PATIENCE);
  }

  function wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => platform.later(milliseconds, resolve));
  }

  async function look(
    document: TextDocument,
    isUnwanted?: () => boolean,
  ): Promise<Snapshot | undefined> {
    await revalidate();
    return await workspace.look(document, settings.of, isUnwanted);
  }

  async function lookAtOwn(document: TextDocument): Promise<Analysis> {
    await revalidate();
    const made = await ownAnalysis({ cache, load: store.load, settingsOf: settings.of }, document);
    return made.analysis;
  }

  /** Where nobody tells of files that change, they are looked at again each time. */
  async function revalidate(): Promise<void> {
    if (watched) return;
    await store.revalidate();
    await files.update();
  }

  function renewSettings(): void {
    if (!settings.renew()) return;
    // They may leave out other files now.
    index.clear();
    for (const part of parts) part.settingsChanged?.();
  }

  function documentOf(uri: string): TextDocument | undefined {
    return documents.get(uri);
  }

  async function settingsReady(): Promise<void> {
    await Promise.all([clientsOwn.ready(), files.ready()]);
  }

  function looksChanged(): void {
    for (const part of parts) part.looksChanged?.();
  }

  function find(path: string): ReturnType<FindDocument> {
    return names.find(path, (other) => store.get(other));
  }

  function findFrom(document: TextDocument, { path }: Pick<Snapshot, 'path'>): FindDocument {
    const { uri, version } = document;
    return (other) => (other === path ? { uri, document, version } : find(other));
  }

  /** Any file may be one that a script brings in, whatever its name. */
  async function watchFiles(): Promise<void> {
    const everything = { watchers: [{ globPattern: '**/*' }] };
    await connection.client.register(DidChangeWatchedFilesNotification.type, everything);
    watched = true;
  }

  async function updateIndex(paths: readonly string[]): Promise<void> {
    let different = false;
    for (const path of paths) {
      if (await index.changed(path)) different = true;
      await ports.changed(path);
    }
    if (different) looksChanged();
  }

  function attempt(request: Promise<unknown>): void {
    request.catch((error: unknown) => connection.console.warn(String(error)));
  }

  documents.listen(connection);
  connection.listen();
}
