/** Open documents and files by path, since clients spell a URI in several ways. */

import { TextDocument } from 'vscode-languageserver-textdocument';
import { LIMITS } from '../text/limits.ts';
import { isBelow, pathOfFile, uriOfFile } from './files/file-paths.ts';

/** A file with the text of its offsets. */
export interface NamedDocument {
  readonly uri: string;
  readonly document: TextDocument;
  readonly version: number | null;
}

/** Finds the file of a finding or edit; undefined if forgotten. */
export type FindDocument = (path: string) => NamedDocument | undefined;

/** Open documents and closed files. */
export type NamedDocuments = ReturnType<typeof namedDocuments>;

/** Makes an empty record. */
export function namedDocuments() {
  const open = new Map<string, TextDocument>();
  /** Versions of documents whose files are gone. */
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
    /** Ignores a deleted file's document, which a client may keep open, until it changes. True if that is news. */
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
    openText: (path: string) => {
      const document = open.get(path);
      return document && !isGone(document) ? document.getText() : undefined;
    },
    isOpen: (path: string) => open.has(path),
    find: (path: string, textOf: (path: string) => string | null | undefined) => {
      const document = open.get(path);
      if (document) return { uri: document.uri, document, version: document.version };
      const text = textOf(path);
      if (typeof text !== 'string') return undefined;
      let file = files.get(path);
      if (file?.getText() !== text) {
        if (files.size >= LIMITS.definitions) files.clear();
        file = TextDocument.create(uriOfFile(path), '', 0, text);
        files.set(path, file);
      }
      return { uri: file.uri, document: file, version: null };
    },
  };
}
