/** Problems of settings files. Stale acceptances need all files, so they are sent for open files only. */
import * as l10n from '@vscode/l10n';
import type { Diagnostic } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { docPageUrl, staleAcceptances, WORKSPACE_FILE } from '../../service/language-service.ts';
import type { FileProblem } from '../../service/settings/file-problem.ts';
import type { Settings } from '../../service/settings/settings.ts';
import type { FolderFile } from '../../workspace/folder-files.ts';
import { toRange } from '../../workspace/positions.ts';
import { type Sweep, sweepWorkspace } from '../../workspace/review/sweep.ts';
import type { ServerContext, ServerFeature } from '../context.ts';
import { SEVERITIES, SOURCE } from '../convert/convert.ts';

const RULES = /rules\/$/;
const PAGE = 'workspace-file';
/** Milliseconds to wait for further changes. */
const QUIET = 500;

/** Rules that each entry has accepted, under these settings. */
interface Looked {
  readonly settings: Settings;
  readonly used: ReturnType<Sweep['acceptedBy']>;
}

export function workspaceFileFeature(context: ServerContext): ServerFeature {
  const problems = new FolderFileProblems(context);
  const lookAtAll = (): void => context.attempt(problems.lookAtAll());
  const update = (): void => {
    problems.tell();
    lookAtAll();
  };
  return {
    opened: update,
    closed: update,
    folderFilesChanged: update,
    settingsChanged: update,
    foldersChanged: () => problems.tell(),
    filesChanged: lookAtAll,
  };
}

/** Owns what was sent of each file, and which acceptances the last look at all files used. */
class FolderFileProblems {
  readonly #context: ServerContext;
  readonly #sent = new Map<string, string>();
  readonly #looked = new Map<string, Looked>();
  /** The number of the last reason to look at all files; earlier looks stop. */
  #reason = 0;

  constructor(context: ServerContext) {
    this.#context = context;
  }

  tell(): void {
    const { folderFiles, documents } = this.#context;
    const uris = new Set<string>();
    for (const file of folderFiles()) {
      const open = this.#openDocument(file);
      const uri = open?.uri ?? file.uri;
      uris.add(uri);
      const isNews = this.#send(uri, this.#diagnose(file, open !== undefined));
      if (isNews && open === undefined) this.#log(file);
    }
    for (const document of documents.all()) {
      if (!this.#isOutside(document)) continue;
      uris.add(document.uri);
      this.#send(document.uri, [this.#outside(document)]);
    }
    for (const uri of [...this.#sent.keys()]) if (!uris.has(uri)) this.#send(uri, []);
  }

  /** Looks at all files after changes, if an open settings file has acceptances. */
  async lookAtAll(): Promise<void> {
    const { platform, surroundings, settingsOf, settingsReady } = this.#context;
    const own = ++this.#reason;
    const isUnwanted = (): boolean => own !== this.#reason;
    if (this.#wanting().length === 0) return;
    const quiet = new Promise<void>((resolve) => platform.later(QUIET, resolve));
    await Promise.all([quiet, settingsReady()]);
    if (isUnwanted()) return;
    const sweeper = { isUnwanted, onProgress: () => undefined };
    const sweep = await sweepWorkspace(surroundings, settingsOf, sweeper);
    // A file left out may hold what an entry accepts.
    if (sweep === undefined || !sweep.isWhole || isUnwanted()) return;
    for (const { uri } of this.#wanting()) {
      const settings = settingsOf(uri);
      this.#looked.set(uri, { settings, used: sweep.acceptedBy(settings) });
    }
    this.tell();
  }

  #wanting(): readonly FolderFile[] {
    const files = this.#context.folderFiles();
    return files.filter(
      (file) => file.acceptances.length > 0 && this.#openDocument(file) !== undefined,
    );
  }

  #send(uri: string, diagnostics: Diagnostic[]): boolean {
    const json = JSON.stringify(diagnostics);
    if ((this.#sent.get(uri) ?? '[]') === json) return false;
    if (diagnostics.length > 0) this.#sent.set(uri, json);
    else this.#sent.delete(uri);
    this.#context.attempt(this.#context.connection.sendDiagnostics({ uri, diagnostics }));
    return true;
  }

  /** Logs the first problem, since some editors show none of closed files. */
  #log({ uri, text, problems: [first] }: FolderFile): void {
    if (first === undefined) return;
    const { line } = TextDocument.create(uri, '', 0, text).positionAt(first.at.start);
    const words = l10n.t('{0}, line {1}: {2}', uri, line + 1, first.message);
    this.#context.connection.console.warn(words);
  }

  #diagnose(file: FolderFile, isOpen: boolean): Diagnostic[] {
    const { checksSchemas } = this.#context.features();
    const document = TextDocument.create(file.uri, '', 0, file.text);
    const isShownBySchema = isOpen && checksSchemas;
    const malformed = file.problems.filter(({ inSchema }) => !(inSchema && isShownBySchema));
    return [
      ...malformed.map((one) => this.#toDiagnostic(document, one, 'workspace-file-malformed')),
      ...(isOpen ? this.#stale(file) : []).map((one) =>
        this.#toDiagnostic(document, one, 'acceptance-stale'),
      ),
    ];
  }

  /** Whether a settings file lies outside the workspace. */
  #isOutside({ uri }: TextDocument): boolean {
    return uri.endsWith(`/${WORKSPACE_FILE}`) && this.#context.folders.of(uri) === undefined;
  }

  #outside(document: TextDocument): Diagnostic {
    const start = Math.max(0, document.getText().search(/\S/));
    const message = l10n.t('This file is not read: it is outside of the workspace');
    const problem = { at: { start, end: start + 1 }, severity: 'information', message } as const;
    return this.#toDiagnostic(document, problem, 'workspace-file-unread');
  }

  #toDiagnostic(
    document: TextDocument,
    { at, severity, message }: Omit<FileProblem, 'inSchema'>,
    code: string,
  ): Diagnostic {
    const { encoding, codeDescription, rulePages } = this.#context.features();
    const own = RULES.test(rulePages) && rulePages.replace(RULES, `${PAGE}.md`);
    const page = codeDescription && (rulePages === '' ? docPageUrl(PAGE) : own);
    return {
      range: toRange(document, at, encoding),
      severity: SEVERITIES[severity],
      code,
      source: SOURCE,
      message,
      ...(page && { codeDescription: { href: page } }),
    };
  }

  /** The stale entries, if the last look still counts. */
  #stale({ uri, acceptances }: FolderFile): readonly FileProblem[] {
    const settings = this.#context.settingsOf(uri);
    const last = this.#looked.get(uri);
    return last?.settings === settings ? staleAcceptances(acceptances, last.used, settings) : [];
  }

  #openDocument({ uri, path }: FolderFile): TextDocument | undefined {
    const { names, documents } = this.#context;
    const byPath = path === undefined ? undefined : names.find(path, () => undefined);
    return documents.get(uri) ?? byPath?.document;
  }
}
