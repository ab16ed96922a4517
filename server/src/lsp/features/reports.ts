/**
 * Who was told what. Answers clients that ask for diagnostics and sends them to those that do not, and
 * keeps both up to date when a file changes that others bring in. Findings in files that are not open are
 * always sent: no client that asks could take them back when the last document that shows them is closed.
 */
import type { Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileFinding } from '../../service/analysis/file-findings.ts';
import { keepPace } from '../../workspace/pace.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { SESSION } from '../session.ts';

/** What reporting needs from the rest of the server. */
interface ReportParts {
  readonly documents: () => readonly TextDocument[];
  /** See `Workspace.look`. */
  readonly look: (
    document: TextDocument,
    isUnwanted?: () => boolean,
  ) => Promise<Snapshot | undefined>;
  /** See `Workspace.closedFiles`. */
  readonly closedFiles: () => ReadonlyMap<string, readonly FileFinding[]>;
  /** Those of its findings that a document's diagnostics tell of now. */
  readonly shown: (document: TextDocument, look: Snapshot) => readonly FileFinding[];
  readonly diagnose: (document: TextDocument, look: Snapshot) => Diagnostic[];
  readonly diagnoseClosed: (path: string, findings: readonly FileFinding[]) => Diagnostic[];
  /** Whether the client asks; then it is not sent what stands in open documents. */
  readonly pulls: () => boolean;
  readonly send: (document: TextDocument, diagnostics: Diagnostic[]) => void;
  readonly sendClosed: (path: string, diagnostics: Diagnostic[]) => void;
  /** Told of what there is to say about an open document, some time after anything has changed. */
  readonly reported: (document: TextDocument, report: Report) => void;
  /** Asks the client to ask again. */
  readonly refresh: () => void;
  /** Resolves when all others that wait have had their turn. */
  readonly turn: () => Promise<void>;
  /** Does some work after so many milliseconds, unless it is called off by what is returned. */
  readonly later: (milliseconds: number, work: () => void) => () => void;
  /** Sees to work that nobody waits for. */
  readonly attempt: (work: Promise<unknown>) => void;
}

export interface Report {
  /** Names what the report says: another id, another report. */
  readonly resultId: string;
  readonly items: () => Diagnostic[];
}

interface Result {
  /** The analyses that it comes from, and what of them is told. */
  readonly ids: string;
  readonly text: string;
  readonly resultId: string;
  /** The diagnostics in JSON, where other files have a say in them. */
  readonly json: string | undefined;
}

/** How long to wait for further changes, in milliseconds. */
const QUIET = 150;

/** What was last told of each document, so that a client that pulls gets the same again as unchanged. */
export function keepReports(parts: ReportParts) {
  const results = new WeakMap<TextDocument, Result>();
  /** The result that a client has of each open document; none where it is about to ask. */
  const told = new WeakMap<TextDocument, string>();
  const sent = new Map<string, string>();
  let made = 0;
  let callOff = (): void => undefined;

  function resultOf(document: TextDocument, look: Snapshot): Result {
    const analyses = [look.own, ...look.others].map(({ id }) => id).join();
    // Only what is said of comments hangs on whether all is known.
    const hasComments = look.own.analysis.silenced.size > 0;
    const withheld = look.findings.length - parts.shown(document, look).length;
    const ids = `${analyses} ${hasComments && look.isComplete} ${withheld}`;
    const known = results.get(document);
    if (known?.ids === ids) return known;
    const text = document.getText();
    const isShared = look.others.length > 0 || look.own.analysis.used.size > 0;
    const json = isShared ? JSON.stringify(parts.diagnose(document, look)) : undefined;
    // Whoever types in one file shall not have all others sent again that say the same as before.
    const same = json !== undefined && known?.json === json && known.text === text;
    const result = { ids, text, json, resultId: same ? known.resultId : `${SESSION}-${++made}` };
    results.set(document, result);
    return result;
  }

  function sendClosed(): void {
    const closed = parts.closedFiles();
    for (const [path, findings] of closed) {
      const diagnostics = parts.diagnoseClosed(path, findings);
      const json = JSON.stringify(diagnostics);
      if (sent.get(path) === json) continue;
      sent.set(path, json);
      parts.sendClosed(path, diagnostics);
    }
    for (const path of [...sent.keys()]) {
      if (closed.has(path)) continue;
      sent.delete(path);
      parts.sendClosed(path, []);
    }
  }

  async function push(document: TextDocument): Promise<void> {
    const look = await parts.look(document);
    if (look === undefined || !parts.documents().includes(document)) return;
    told.set(document, resultOf(document, look).resultId);
    parts.send(document, parts.diagnose(document, look));
    sendClosed();
  }

  /** Looks at all open documents, and tells the client about those of which it has something else. */
  async function update(): Promise<void> {
    let stale = false;
    const pace = keepPace(parts.turn);
    for (const document of parts.documents()) {
      await pace.rest();
      const { version } = document;
      const before = told.get(document);
      // Who changes the document meanwhile is told what comes of that.
      const isUnwanted = (): boolean =>
        told.get(document) !== before || document.version !== version;
      const look = await parts.look(document, isUnwanted);
      if (look === undefined || isUnwanted() || !parts.documents().includes(document)) continue;
      const { resultId } = resultOf(document, look);
      parts.reported(document, { resultId, items: () => parts.diagnose(document, look) });
      if (before === undefined || resultId === before) continue;
      if (parts.pulls()) stale = true;
      else await push(document);
    }
    if (stale) parts.refresh();
    sendClosed();
  }

  return {
    /** What the client is told that asks about a document; undefined if it does not want to know. */
    report: async (document: TextDocument, isUnwanted: () => boolean) => {
      const look = await parts.look(document, isUnwanted);
      if (look === undefined) return undefined;
      const { resultId } = resultOf(document, look);
      told.set(document, resultId);
      sendClosed();
      return { resultId, items: () => parts.diagnose(document, look) };
    },
    /** Sends a document's diagnostics to a client that does not ask. */
    push,
    /** Told of every text that is another one: soon all open documents are looked at again. */
    changed: (document?: TextDocument) => {
      if (document) told.delete(document);
      callOff();
      callOff = parts.later(QUIET, () => parts.attempt(update()));
    },
    /** Told of a document that was opened: what was sent about its file is not true any more. */
    opened: (path: string) => {
      if (sent.delete(path) && parts.pulls()) parts.sendClosed(path, []);
    },
  };
}
