/** Serves a connection: builds the server of its parts, and passes events to features. */

import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesParams,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { LIMITS } from '../text/limits.ts';
import { ownAnalysis } from '../workspace/analysis-cache.ts';
import { isBelow, pathOfFile } from '../workspace/files/file-paths.ts';
import type { FindDocument } from '../workspace/named-documents.ts';
import { projectsAround } from '../workspace/project-around.ts';
import { ALIVE } from '../workspace/supervision.ts';
import { isSkippedBelow } from '../workspace/walk/left-out.ts';
import { introduction } from './capabilities.ts';
import { readFeatures } from './client-features.ts';
import type { ServerContext, ServerFeature } from './context.ts';
import { FEATURES } from './features.ts';
import { chooseLanguage } from './language.ts';
import type { Platform } from './platform.ts';
import {
  type Analyses,
  type Core,
  openAnalyses,
  openCore,
  openFiles,
  openSettings,
  type ServerFiles,
  type ServerSettings,
} from './server-parts.ts';
import { warmUp } from './warm-up.ts';

/** `{ uri }`: the document's content is a QEMU config file. */
const IS_QEMU_CONFIG = 'qemuMonitorGuard/isQemuConfig';

interface Server {
  readonly core: Core;
  readonly files: ServerFiles;
  readonly settings: ServerSettings;
  readonly analyses: Analyses;
}

export function serve(connection: Connection, platform: Platform): void {
  const features: ServerFeature[] = [];
  const core = openCore(connection, platform, features);
  const files = openFiles(core);
  const settings = openSettings(core, files, {
    onRenewed: () => {
      // Settings decide which files the index leaves out.
      analyses.index.clear();
      core.tellAll('settingsChanged');
    },
    review: () => analyses.review,
  });
  const analyses: Analyses = openAnalyses(core, files, settings);
  const server = { core, files, settings, analyses };
  const context = contextOf(server);
  for (const feature of FEATURES) features.push(feature(context));
  listenToClient(server);
  listenToFiles(server);
  listenToDocuments(server);
  core.documents.listen(connection);
  connection.listen();
}

function contextOf({ core, files, settings, analyses }: Server): ServerContext {
  const { connection, platform, documents, typing, client, patience, tellAll } = core;
  const { names, folders, store } = files;
  const { attention, workspace, review, cache, ports } = analyses;
  const settingsOf = settings.settings.of;
  const around = projectsAround({ ...analyses.surroundings, settingsOf, index: ports });
  const find: FindDocument = (path) => names.find(path, store.get);
  let isReviewShown = false;
  const revalidate = async (): Promise<void> => {
    if (client.isWatching) return;
    await store.revalidate();
    await settings.folderFiles.update();
  };
  return {
    ...{ connection, platform, documents, typing, names, folders, workspace, review, attention },
    surroundings: { ...analyses.surroundings, around },
    around: (all, given) => around(all, { ...given, patience }),
    closedFiles: {
      ownedByReview: () => {
        if (!isReviewShown) core.looksChanged();
        isReviewShown = true;
      },
      isOwnedByReview: (path) => isReviewShown && review.covers(path),
    },
    features: () => client.features,
    capabilities: () => client.capabilities,
    settingsReady: settings.ready,
    settingsOf,
    reported: (document, report) => tellAll('reported', document, report),
    folderFiles: () => settings.folderFiles.all(),
    folderFileOf: (uri) => settings.folderFiles.of(uri),
    look: async (document, isUnwanted) => {
      await revalidate();
      return await workspace.look(document, settingsOf, isUnwanted);
    },
    ownAnalysis: async (document) => {
      await revalidate();
      return (await ownAnalysis({ cache, load: store.load, settingsOf }, document)).analysis;
    },
    find,
    findFrom: (document, { path }) => {
      const { uri, version } = document;
      return (other) => (other === path ? { uri, document, version } : find(other));
    },
    attempt: core.attempt,
  };
}

function listenToClient({ core, files, settings, analyses }: Server): void {
  const { connection, client, tellAll, attempt } = core;
  connection.onInitialize((params: InitializeParams): InitializeResult => {
    chooseLanguage(params.initializationOptions?.l10n);
    analyses.attention.start(params);
    client.capabilities = params.capabilities;
    client.features = readFeatures(params);
    settings.editor.start(client.capabilities, params.initializationOptions?.settings);
    files.folders.start(params);
    settings.settings.renew();
    return introduction(params);
  });
  connection.onInitialized(() => {
    const { workspace } = client.capabilities;
    attempt(settings.editor.initialized());
    attempt(settings.folderFiles.update());
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration) attempt(watchFiles(core));
    if (workspace?.configuration && workspace.didChangeConfiguration?.dynamicRegistration) {
      attempt(settings.hidden.register());
    }
    if (workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders((event) => {
        files.store.changed(new Set(files.folders.change(event)));
        analyses.forgetWalks();
        settings.editor.askAgain();
        attempt(settings.folderFiles.update());
        tellAll('foldersChanged');
        core.looksChanged();
      });
    }
    tellAll('initialized');
    warmUp(core.platform, () => core.documents.all().length > 0);
  });
  connection.onRequest(ALIVE, () => null);
  connection.onShutdown(() => tellAll('stopped'));
}

/** Watches all files, since scripts may bring in any. */
async function watchFiles({ connection, client }: Core): Promise<void> {
  const everything = { watchers: [{ globPattern: '**/*' }] };
  await connection.client.register(DidChangeWatchedFilesNotification.type, everything);
  client.isWatching = true;
}

function listenToFiles({ core, files, settings, analyses }: Server): void {
  const { index, ports, forgetWalks } = analyses;
  const { names, folders, store } = files;

  async function updateIndexes(paths: readonly string[]): Promise<void> {
    let isDifferent = false;
    for (const path of paths) {
      if (await index.changed(path)) isDifferent = true;
      if (await ports.changed(path)) isDifferent = true;
    }
    if (isDifferent) core.looksChanged();
  }

  core.connection.onDidChangeWatchedFiles(({ changes }: DidChangeWatchedFilesParams) => {
    const paths = changes.flatMap(({ uri }) => pathOfFile(uri) ?? []);
    const ofOpen = changes.filter(({ uri, type }) => {
      const path = pathOfFile(uri);
      return path !== undefined && names.deleted(path, type === FileChangeType.Deleted);
    });
    const isKnown = store.changed(new Set(paths));
    core.attempt(settings.folderFiles.update(paths));
    if (isKnown || ofOpen.length > 0) core.looksChanged();
    const indexed = paths.filter((path) => {
      return folders.paths().some((root) => isBelow(root, path) && !isSkippedBelow(root, path));
    });
    if (indexed.length > LIMITS.group) {
      forgetWalks();
      core.looksChanged();
    } else core.attempt(updateIndexes(indexed));
    core.tellAll('filesChanged', paths);
  });
}

function listenToDocuments({ core, files, settings, analyses }: Server): void {
  const { connection, client, documents, typing, tellAll, attempt } = core;
  const { names, store } = files;
  const { cache, forgetWalks } = analyses;
  const updateFolderFiles = (): void => attempt(settings.folderFiles.update());
  documents.onDidOpen(({ document }) => {
    names.opened(document);
    if (!client.isWatching) forgetWalks();
    updateFolderFiles();
    tellAll('opened', document);
    const { uri, languageId } = document;
    const { host } = cache.ofDocument(document, settings.settings.of(uri)).analysis;
    if (host?.edit.sections && !host.detect.languageIds.includes(languageId)) {
      attempt(connection.sendNotification(IS_QEMU_CONFIG, { uri }));
    }
  });
  documents.onDidChangeContent(({ document }) => {
    updateFolderFiles();
    tellAll('changed', document);
  });
  documents.onDidSave(({ document }) => {
    if (typing.saved(document)) core.looksChanged();
  });
  documents.onDidClose(({ document }: { document: TextDocument }) => {
    names.closed(document);
    cache.closed(document);
    const path = pathOfFile(document.uri);
    if (path !== undefined) store.changed(new Set([path]));
    updateFolderFiles();
    tellAll('closed', document);
  });
}
