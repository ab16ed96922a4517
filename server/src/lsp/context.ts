/** What the features of the server share, and how a feature takes part in the server. */
import * as l10n from '@vscode/l10n';
import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  LSPErrorCodes,
  ResponseError,
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

/** Who shows the findings of files that are not open, so that nobody else does. */
interface ClosedFiles {
  /** The review does so from now on, of all folders whose settings want it. */
  readonly ownedByReview: () => void;
  /** Whether the review shows what an open document, by its path, leads to in other files. */
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
  /** What there is in files that are not open, once somebody has started to look. */
  readonly review: Review<InventoryMachine, Diagnostic>;
  readonly closedFiles: ClosedFiles;
  /** What a walk through all files needs: the disk, the texts of files, everybody else's turn. */
  readonly surroundings: SweepParts;
  /** Gives fixes the project around a document; one that is not known in time is not whole. */
  readonly around: ProjectAround;
  readonly attention: Attention;
  /** What the client can show; known once it has introduced itself. */
  readonly features: () => ClientFeatures;
  /** What the client says of itself, word for word. */
  readonly capabilities: () => ClientCapabilities;
  /** Resolves when the settings are known: the client's, if it can be asked, and the folders' own. Never rejects. */
  readonly settingsReady: () => Promise<void>;
  /** The settings for a document or file, by its URI. */
  readonly settingsOf: (uri: string) => Settings;
  /** The settings that folders bring along in a file of their own. */
  readonly folderFiles: () => readonly FolderFile[];
  /** The one of them that counts for a document, by its URI. */
  readonly folderFileOf: (uri: string) => FolderFile | undefined;
  /** Looks at an open document with all that belongs to it; undefined where nobody waits for it any more. */
  readonly look: (
    document: TextDocument,
    isUnwanted?: () => boolean,
  ) => Promise<Snapshot | undefined>;
  /** What an open document says itself, with all that it brings in, and without what others say about it. */
  readonly ownAnalysis: (document: TextDocument) => Promise<Analysis>;
  /** Finds open documents and files that were read. */
  readonly find: FindDocument;
  /** The same, and the document of a look itself, which need not be a file. */
  readonly findFrom: (document: TextDocument, look: Pick<Snapshot, 'path'>) => FindDocument;
  /** Passes on to all features what there is to say about an open document. */
  readonly reported: (document: TextDocument, report: Report) => void;
  /** What the client may refuse without harm: it is logged, and the server goes on. */
  readonly attempt: (request: Promise<unknown>) => void;
}

/**
 * A part of the server: registers its handlers when it is made, and is told what it may have to react to.
 * No two features handle the same request.
 */
export interface ServerFeature {
  /** Called once the client takes requests. */
  readonly initialized?: () => void;
  readonly opened?: (document: TextDocument) => void;
  readonly changed?: (document: TextDocument) => void;
  readonly closed?: (document: TextDocument) => void;
  /** Told that looks at documents may say something else, since settings are others. */
  readonly settingsChanged?: () => void;
  /** Told that a folder's own file of settings has another text, appeared or went. */
  readonly folderFilesChanged?: () => void;
  /** Told that looks at documents may say something else, since another file or folder has changed. */
  readonly looksChanged?: () => void;
  /** Told of files that changed on the disk, appeared or went, as far as the client tells. */
  readonly filesChanged?: (paths: readonly string[]) => void;
  /** Told of folders of the workspace that came or went. */
  readonly foldersChanged?: () => void;
  /** Told of what there is to say about an open document, some time after anything has changed. */
  readonly reported?: (document: TextDocument, report: Report) => void;
  /** Told of files about which the review may have something else to say. */
  readonly reviewed?: (paths: ReadonlySet<string>) => void;
  /** Told how far the review of all files has come. */
  readonly reviewProgressed?: (state: ReviewState) => void;
  /** Called when the client wants the server to end. */
  readonly stopped?: () => void;
}

/**
 * Looks at the document of a request as soon as the settings are known, and answers with what is made of
 * it; `otherwise` for a document that is not open. Rejects as the protocol wants it once the client has
 * taken the request back.
 */
export async function answerFor<T>(
  context: ServerContext,
  uri: string,
  token: CancellationToken,
  otherwise: T,
  answer: (document: TextDocument, look: Snapshot) => T | Promise<T>,
): Promise<T> {
  await context.settingsReady();
  if (token.isCancellationRequested) throw cancelled();
  const document = context.documents.get(uri);
  if (document === undefined) return otherwise;
  const look = await context.look(document, () => token.isCancellationRequested);
  if (look === undefined || token.isCancellationRequested) throw cancelled();
  const { source } = look.own.analysis;
  return await context.attention.on(source, () => answer(document, look));
}

/** From so many characters on collecting takes a small part of what reading does. */
const LONG_TEXT = 256 * 1024;

/**
 * Has what nobody needs any more collected before a long document is read with another text: its tree takes a hundred times
 * its room, and V8 collects the one before it late.
 */
export function makeRoomFor(text: string, { collect }: Platform): void {
  if (text.length >= LONG_TEXT) collect();
}

/** The answer to a request that the client does not want answered any more. */
export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, l10n.t('The request was cancelled'));
}
