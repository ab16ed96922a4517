/** Diagnostics: answers clients that ask, sends to others. Those of closed files are always sent. */
import type { Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileFinding, FileRelated } from '../../service/analysis/file-findings.ts';
import type { Project } from '../../service/fixes/clients/project.ts';
import { fixesOf, releasedAddresses, withClients } from '../../service/language-service.ts';
import { spanKey } from '../../text/span.ts';
import { uriOfFile } from '../../workspace/files/file-paths.ts';
import { keepPace } from '../../workspace/pace.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { ServerContext } from '../context.ts';
import { toDiagnostic } from '../convert/convert.ts';
import { SESSION } from '../session.ts';
import { withoutHalfWritten } from '../typing.ts';

export interface Report {
  readonly resultId: string;
  readonly items: () => Diagnostic[];
}

interface Result {
  /** The ids of the analyses, and how much is shown of them. */
  readonly ids: string;
  readonly text: string;
  readonly resultId: string;
  /** The diagnostics as JSON; undefined if other files cannot change them. */
  readonly json: string | undefined;
}

interface Clients {
  readonly ids: string;
  readonly project: Project;
  /** Related places of findings with clients in other files, by `12-29`; then the same as JSON. */
  readonly related: ReadonlyMap<string, readonly FileRelated[]>;
  readonly json: string;
}

/** Milliseconds to wait for further changes. */
const QUIET = 150;

/** Owns the last diagnostics of each document. */
export class Reports {
  readonly #context: ServerContext;
  readonly #results = new WeakMap<TextDocument, Result>();
  /** The client's result of each open document; none if it is about to ask. */
  readonly #told = new WeakMap<TextDocument, string>();
  readonly #clients = new WeakMap<TextDocument, Clients>();
  readonly #sent = new Map<string, string>();
  #made = 0;
  #callOff = (): void => undefined;

  constructor(context: ServerContext) {
    this.#context = context;
  }

  /** Whether the client asks for diagnostics of open documents, so that they are not sent. */
  pulls(): boolean {
    return this.#context.capabilities().textDocument?.diagnostic !== undefined;
  }

  refresh(): void {
    const { connection, attempt, capabilities } = this.#context;
    if (capabilities().workspace?.diagnostics?.refreshSupport) {
      attempt(connection.languages.diagnostics.refresh());
    }
  }

  async report(document: TextDocument, isUnwanted: () => boolean): Promise<Report | undefined> {
    const first = await this.#lookFirst(document, isUnwanted);
    const look = first ?? (await this.#context.look(document, isUnwanted));
    if (look === undefined) return undefined;
    const report = this.#reportOf(document, look);
    this.#told.set(document, report.resultId);
    if (first === undefined) this.#sendClosed();
    return report;
  }

  async push(document: TextDocument): Promise<void> {
    const first = await this.#lookFirst(document, () => false);
    const look = first ?? (await this.#context.look(document));
    if (look === undefined || !this.#isOpen(document)) return;
    this.#told.set(document, this.#resultOf(document, look).resultId);
    const { uri, version } = document;
    const diagnostics = this.#diagnose(document, look);
    const { attempt, connection } = this.#context;
    attempt(connection.sendDiagnostics({ uri, version, diagnostics }));
    if (first === undefined) this.#sendClosed();
  }

  /** Searches the project without delaying diagnostics, which are sent again if it has other clients. */
  #findClients(document: TextDocument, { own, others, findings }: Snapshot): void {
    const { attempt, attention, surroundings } = this.#context;
    const all = [own, ...others];
    const ids = all.map(({ id }) => id).join();
    const made = all.map(({ analysis }) => analysis);
    const ports = made.flatMap(releasedAddresses);
    if (ports.length === 0 && !this.#clients.has(document)) return;
    if (document.uri.startsWith('untitled:')) return;
    const search = async (): Promise<void> => {
      const project = await surroundings.around(ports, { made });
      const known = this.#clients.get(document);
      if (known?.ids === ids && known.project === project) return;
      const fixes = new Map(all.map((one) => [one.analysis, one.fixes(project)]));
      const isNamed = ports.some((port) => project.placesOf(port).length > 0);
      const found = attention.on(own.analysis.source, () =>
        (isNamed ? findings : []).flatMap((finding): [string, readonly FileRelated[]][] => {
          const related = withClients(
            finding,
            fixesOf(finding, (analysis) => fixes.get(analysis) ?? new Map()),
          );
          const isMore = related.length > finding.related.length;
          return isMore ? [[spanKey(finding.at), related]] : [];
        }),
      );
      const json = JSON.stringify(found);
      this.#clients.set(document, { ids, project, related: new Map(found), json });
      if (json === (known?.json ?? '[]')) return;
      this.#results.delete(document);
      this.changed();
    };
    attempt(search());
  }

  /** A report before the document's users are analyzed again; undefined if the client could not correct it. */
  async #lookFirst(document: TextDocument, isUnwanted: () => boolean) {
    const { workspace, settingsOf, capabilities } = this.#context;
    const canRefresh = capabilities().workspace?.diagnostics?.refreshSupport === true;
    if (this.pulls() && !canRefresh) return undefined;
    return await workspace.lookFirst(document, settingsOf, isUnwanted);
  }

  /** After a text changed, all open documents are soon analyzed again. */
  changed(document?: TextDocument): void {
    const { platform, attempt } = this.#context;
    if (document) this.#told.delete(document);
    this.#callOff();
    this.#callOff = platform.later(QUIET, () => attempt(this.#update()));
  }

  /** An opened document's file needs no sent diagnostics. */
  opened(path: string): void {
    if (this.#sent.delete(path) && this.pulls()) this.#send(path, []);
  }

  /** Analyzes all open documents, and tells what changed. */
  async #update(): Promise<void> {
    const { documents, platform, look, reported } = this.#context;
    let isStale = false;
    const pace = keepPace(platform.turn);
    for (const document of documents.all()) {
      await pace.rest();
      const { version } = document;
      const before = this.#told.get(document);
      // Another change causes another update.
      const isUnwanted = (): boolean =>
        this.#told.get(document) !== before || document.version !== version;
      const found = await look(document, isUnwanted);
      if (found === undefined || isUnwanted() || !this.#isOpen(document)) continue;
      const report = this.#reportOf(document, found);
      reported(document, report);
      this.#findClients(document, found);
      if (before === undefined || report.resultId === before) continue;
      if (this.pulls()) isStale = true;
      else await this.push(document);
    }
    if (isStale) this.refresh();
    this.#sendClosed();
  }

  #isOpen(document: TextDocument): boolean {
    return this.#context.documents.all().includes(document);
  }

  #reportOf(document: TextDocument, look: Snapshot): Report {
    const { resultId } = this.#resultOf(document, look);
    return { resultId, items: () => this.#diagnose(document, look) };
  }

  #resultOf(document: TextDocument, look: Snapshot): Result {
    const analyses = [look.own, ...look.others].map(({ id }) => id).join();
    // Only findings in comments depend on whether all users are known.
    const hasComments = look.own.analysis.silenced.size > 0;
    const withheld = look.findings.length - this.#shown(document, look).length;
    const ids = `${analyses} ${hasComments && look.isComplete} ${withheld}`;
    const known = this.#results.get(document);
    if (known?.ids === ids) return known;
    const text = document.getText();
    const isShared = look.isFirst || look.others.length > 0 || look.own.analysis.used.size > 0;
    const json = isShared ? JSON.stringify(this.#diagnose(document, look)) : undefined;
    // Typing in one file must not send others again unchanged.
    const same = json !== undefined && known?.json === json && known.text === text;
    const resultId = same ? known.resultId : `${SESSION}-${++this.#made}`;
    const result = { ids, text, json, resultId };
    this.#results.set(document, result);
    return result;
  }

  #diagnose(document: TextDocument, look: Snapshot): Diagnostic[] {
    const { findFrom, features } = this.#context;
    const find = findFrom(document, look);
    const clients = this.#clients.get(document)?.related;
    return this.#shown(document, look).map((finding) => {
      const related = clients?.get(spanKey(finding.at)) ?? finding.related;
      return toDiagnostic(document, { ...finding, related }, find, features());
    });
  }

  /** The findings that are shown while the user may be typing. */
  #shown(document: TextDocument, { findings }: Snapshot): readonly FileFinding[] {
    return withoutHalfWritten(findings, this.#context.typing.endOf(document));
  }

  /** Sends what changed of closed files, but for those that the review shows. */
  #sendClosed(): void {
    const { workspace, settingsOf, closedFiles, find, features } = this.#context;
    const closed = workspace.closedFiles(settingsOf, closedFiles.isOwnedByReview);
    for (const [path, findings] of closed) {
      const file = find(path);
      const diagnostics = file
        ? findings.map((finding) => toDiagnostic(file.document, finding, find, features()))
        : [];
      const json = JSON.stringify(diagnostics);
      if (this.#sent.get(path) === json) continue;
      this.#sent.set(path, json);
      this.#send(path, diagnostics);
    }
    for (const path of [...this.#sent.keys()]) {
      if (closed.has(path)) continue;
      this.#sent.delete(path);
      this.#send(path, []);
    }
  }

  #send(path: string, diagnostics: Diagnostic[]): void {
    const { attempt, connection } = this.#context;
    attempt(connection.sendDiagnostics({ uri: uriOfFile(path), diagnostics }));
  }
}
