/** What features of the server share, and the interface of a feature. */
import * as l10n from '@vscode/l10n';
import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  LSPErrorCodes,
  ResponseError,
  type TextDocumentIdentifier,
  type TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../service/analysis/analyze.ts';

import type { Settings } from '../service/settings/settings.ts';
import type { Attention } from '../workspace/attention.ts';
import type { FolderFile } from '../workspace/folder-files.ts';
import type { Folders } from '../workspace/folders.ts';
import type { FindDocument, NamedDocuments } from '../workspace/named-documents.ts';
import type { ProjectAround } from '../workspace/project-around.ts';
import type { Review, ReviewState } from '../workspace/review/review-contract.ts';
import type { SweepParts } from '../workspace/review/sweep.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import type { ClientFeatures } from './convert/convert.ts';
import type { InventoryMachine } from './features/inventory-feature.ts';
import type { Report } from './features/reports.ts';
import type { Platform } from './platform.ts';
import type { Typing } from './typing.ts';

/** Who shows the findings of files that are not open. */
interface ClosedFiles {
  /** Makes the review show them from now on, in folders whose settings allow it. */
  readonly ownedByReview: () => void;
  /** Whether the review shows what an open document finds in other files. */
  readonly isOwnedByReview: (path: string) => boolean;
}

export interface ServerContext {
  readonly connection: Connection;
  readonly platform: Platform;
  readonly documents: TextDocuments<TextDocument>;
  readonly typing: Typing;
  readonly names: NamedDocuments;
  readonly folders: Folders;
  readonly workspace: Workspace;
  readonly review: Review<InventoryMachine, Diagnostic>;
  readonly closedFiles: ClosedFiles;
  readonly surroundings: SweepParts;
  /** The surroundings of fixes; not whole if they are not known in time. */
  readonly around: ProjectAround;
  readonly attention: Attention;
  /** What the client can show; known after `initialize`. */
  readonly features: () => ClientFeatures;
  readonly capabilities: () => ClientCapabilities;
  /** Resolves when the settings of the client and the folders are known. Never rejects. */
  readonly settingsReady: () => Promise<void>;
  readonly settingsOf: (uri: string) => Settings;
  readonly folderFiles: () => readonly FolderFile[];
  /** The nearest settings file of a document, by URI. */
  readonly folderFileOf: (uri: string) => FolderFile | undefined;
  /** Looks at an open document with its users; undefined if cancelled. */
  readonly look: (
    document: TextDocument,
    isUnwanted?: () => boolean,
  ) => Promise<Snapshot | undefined>;
  /** The analysis of an open document without its users. */
  readonly ownAnalysis: (document: TextDocument) => Promise<Analysis>;
  readonly find: FindDocument;
  /** Finds a document as `find` does, and this document itself, which need not be a file. */
  readonly findFrom: (document: TextDocument, look: Pick<Snapshot, 'path'>) => FindDocument;
  readonly reported: (document: TextDocument, report: Report) => void;
  /** Logs the failure of a request that the client may refuse. */
  readonly attempt: (request: Promise<unknown>) => void;
}

/**
 * A part of the server: registers its handlers when it is made, and reacts to events. No two features handle one request.
 */
export interface ServerFeature {
  readonly initialized?: () => void;
  readonly opened?: (document: TextDocument) => void;
  readonly changed?: (document: TextDocument) => void;
  readonly closed?: (document: TextDocument) => void;
  /** Findings may have changed with the settings. */
  readonly settingsChanged?: () => void;
  /** A settings file has changed, appeared or gone. */
  readonly folderFilesChanged?: () => void;
  /** Findings may have changed with another file or folder. */
  readonly looksChanged?: () => void;
  /** Files have changed on disk, as far as the client reports. */
  readonly filesChanged?: (paths: readonly string[]) => void;
  readonly foldersChanged?: () => void;
  /** The diagnostics of an open document, some time after a change. */
  readonly reported?: (document: TextDocument, report: Report) => void;
  /** The review may have changed what is shown of these files. */
  readonly reviewed?: (paths: ReadonlySet<string>) => void;
  readonly reviewProgressed?: (state: ReviewState) => void;
  /** The client has sent `shutdown`. */
  readonly stopped?: () => void;
}

/**
 * Answers a request about a document once settings are known; null if it is not open. Rejects if the request is
 * cancelled.
 */
export async function answerFor<T>(
  context: ServerContext,
  { uri }: TextDocumentIdentifier,
  token: CancellationToken,
  answer: (document: TextDocument, look: Snapshot) => T | null | Promise<T | null>,
): Promise<T | null> {
  await context.settingsReady();
  if (token.isCancellationRequested) throw cancelled();
  const document = context.documents.get(uri);
  if (document === undefined) return null;
  const look = await context.look(document, () => token.isCancellationRequested);
  if (look === undefined || token.isCancellationRequested) throw cancelled();
  const { source } = look.own.analysis;
  return await context.attention.on(source, () => answer(document, look));
}

/** Collecting garbage takes a small part of the time of reading such a text, in code units. */
const LONG_TEXT = 256 * 1024;

/**
 * Collects garbage before a long document is read again: a tree takes a hundred times the text's room, and V8 collects
 * the old one late.
 */
export function makeRoomFor(text: string, { collect }: Platform): void {
  if (text.length >= LONG_TEXT) collect();
}

/** The answer to a cancelled request. */
export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, l10n.t('The request was cancelled'));
}
