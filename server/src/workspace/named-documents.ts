/** The documents that are open, by their paths, and files that are not, as documents. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isBelow, pathOfFile, uriOfFile } from './files/file-paths.ts';

/** A file by whose text offsets become positions. */
export interface NamedDocument {
  readonly uri: string;
  readonly document: TextDocument;
  /** The version of an open document; null for a file that is not open. */
  readonly version: number | null;
}

/** The file of a path that a finding or an edit names; undefined where it is not known any more. */
export type FindDocument = (path: string) => NamedDocument | undefined;

/** Open documents and files by one path, though a client may name a file in several ways. */
export type NamedDocuments = ReturnType<typeof namedDocuments>;

/** How many files that are not open are kept as documents, which know where their lines begin. */
const MAX_FILES = 256;

/** No documents yet. */
export function namedDocuments() {
  const open = new Map<string, TextDocument>();
  /** The versions that documents had when their files were deleted. */
  const gone = new Map<TextDocument, number>();
  const files = new Map<string, TextDocument>();
  const isGone = (document: TextDocument): boolean => gone.get(document) === document.version;
  return {
    opened: (document: TextDocument) => {
      const path = pathOfFile(document.uri);
      if (path !== undefined) open.set(path, document);
    },
    closed: (document: TextDocument) => {
      const path = pathOfFile(document.uri);
      if (path !== undefined && open.get(path) === document) open.delete(path);
      gone.delete(document);
    },
    /**
     * Told that the file or folder of a path is deleted, or is there again. A client may keep the document open for
     * minutes though nobody sees it any more, so its text counts for nobody else until somebody changes it. Says
     * whether that makes a difference.
     */
    deleted: (path: string, isDeleted: boolean) => {
      const changed = [...open].filter(([own, document]) => {
        return isBelow(path, own) && isDeleted !== isGone(document);
      });
      for (const [, document] of changed) {
        if (isDeleted) gone.set(document, document.version);
        else gone.delete(document);
      }
      return changed.length > 0;
    },
    /** The text of an open document. */
    openText: (path: string) => {
      const document = open.get(path);
      return document && !isGone(document) ? document.getText() : undefined;
    },
    isOpen: (path: string) => open.has(path),
    /** An open document, or the file whose text is given. */
    find: (path: string, textOf: (path: string) => string | null | undefined) => {
      const document = open.get(path);
      if (document) return { uri: document.uri, document, version: document.version };
      const text = textOf(path);
      if (typeof text !== 'string') return undefined;
      let file = files.get(path);
      if (file?.getText() !== text) {
        if (files.size >= MAX_FILES) files.clear();
        file = TextDocument.create(uriOfFile(path), '', 0, text);
        files.set(path, file);
      }
      return { uri: file.uri, document: file, version: null };
    },
  };
}
