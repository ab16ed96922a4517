/** The interface of a feature, and what features share. */
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

interface ClosedFiles {
  /** From now on the review does, in folders whose settings allow it. */
  readonly ownedByReview: () => void;
  /** Whether the review shows what an open document finds in a file. */
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
  readonly features: () => ClientFeatures;
  readonly capabilities: () => ClientCapabilities;
  /** Resolves when settings of client and folders are known. Never rejects. */
  readonly settingsReady: () => Promise<void>;
  readonly settingsOf: (uri: string) => Settings;
  readonly folderFiles: () => readonly FolderFile[];
  /** A document's nearest settings file, by URI. */
  readonly folderFileOf: (uri: string) => FolderFile | undefined;
  /** Analyzes an open document with its users; undefined if cancelled. */
  readonly look: (
    document: TextDocument,
    isUnwanted?: () => boolean,
  ) => Promise<Snapshot | undefined>;
  readonly ownAnalysis: (document: TextDocument) => Promise<Analysis>;
  readonly find: FindDocument;
  /** Finds documents as `find` does, and also this one, which need not be a file. */
  readonly findFrom: (document: TextDocument, look: Pick<Snapshot, 'path'>) => FindDocument;
  readonly reported: (document: TextDocument, report: Report) => void;
  /** Logs the failure of a request that the client may refuse. */
  readonly attempt: (request: Promise<unknown>) => void;
}

/** A part of the server: registers handlers when made, and reacts to events. A request has one feature. */
export interface ServerFeature {
  readonly initialized?: () => void;
  readonly opened?: (document: TextDocument) => void;
  readonly changed?: (document: TextDocument) => void;
  readonly closed?: (document: TextDocument) => void;
  readonly settingsChanged?: () => void;
  readonly folderFilesChanged?: () => void;
  readonly looksChanged?: () => void;
  readonly filesChanged?: (paths: readonly string[]) => void;
  readonly foldersChanged?: () => void;
  /** An open document's diagnostics, some time after a change. */
  readonly reported?: (document: TextDocument, report: Report) => void;
  /** The review may show something else of these files. */
  readonly reviewed?: (paths: ReadonlySet<string>) => void;
  readonly reviewProgressed?: (state: ReviewState) => void;
  readonly stopped?: () => void;
}

/** Answers a request about a document once settings are known; null if it is not open. Rejects if cancelled. */
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

/** Code units; reading such a text takes much longer than collecting garbage. */
const LONG_TEXT = 256 * 1024;

/** Collects a long document's old tree, a hundred times its text, before it is read again. */
export function makeRoomFor(text: string, { collect }: Platform): void {
  if (text.length >= LONG_TEXT) collect();
}

/** Answers a cancelled request. */
export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, l10n.t('The request was cancelled'));
}
