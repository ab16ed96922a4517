/**
 * What is wrong in the folders' own files of settings. It is sent, open or not: the file is read anyway, and
 * who has not opened it should not wonder why it has no effect. Which entries accept nothing any more takes a
 * look at all files of the workspace, and is for those who have the file open; so is that one outside of
 * the workspace is not read at all.
 */
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

/** Where the rules' pages are, beside the page about the file; elsewhere there is none to link. */
const RULES = /rules\/$/;
const PAGE = 'workspace-file';
/** How long to wait for further changes before all files are looked at, in milliseconds. */
const QUIET = 500;

/** The rules whose findings each entry has accepted, under the settings that held then. */
interface Looked {
  readonly settings: Settings;
  readonly used: ReturnType<Sweep['acceptedBy']>;
}

export function workspaceFileFeature(context: ServerContext): ServerFeature {
  const { connection, documents, names, attempt } = context;
  /** What was sent of each file, in JSON, by its URI. */
  const sent = new Map<string, string>();
  const looked = new Map<string, Looked>();
  /** The number of the last reason to look at all files; a look for an earlier one is of no use. */
  let reason = 0;

  function tell(): void {
    const uris = new Set<string>();
    for (const file of context.folderFiles()) {
      const open = openDocument(file);
      const uri = open?.uri ?? file.uri;
      uris.add(uri);
      const isNews = send(uri, diagnose(file, open !== undefined));
      if (isNews && open === undefined) log(file);
    }
    for (const document of documents.all().filter(isUnread)) {
      uris.add(document.uri);
      send(document.uri, [unread(document)]);
    }
    for (const uri of [...sent.keys()]) if (!uris.has(uri)) send(uri, []);
  }

  /** Says whether it is something else than before. */
  function send(uri: string, diagnostics: Diagnostic[]): boolean {
    const json = JSON.stringify(diagnostics);
    if ((sent.get(uri) ?? '[]') === json) return false;
    if (diagnostics.length > 0) sent.set(uri, json);
    else sent.delete(uri);
    attempt(connection.sendDiagnostics({ uri, diagnostics }));
    return true;
  }

  /** For those whose editor shows nothing of files that are not open. */
  function log({ uri, text, problems: [first] }: FolderFile): void {
    if (first === undefined) return;
    const { line } = TextDocument.create(uri, '', 0, text).positionAt(first.at.start);
    connection.console.warn(l10n.t('{0}, line {1}: {2}', uri, line + 1, first.message));
  }

  function diagnose(file: FolderFile, isOpen: boolean): Diagnostic[] {
    const { checksSchemas } = context.features();
    const document = TextDocument.create(file.uri, '', 0, file.text);
    return [
      // Of an open file an editor that knows the schema says itself what that says.
      ...file.problems
        .filter(({ inSchema }) => !(inSchema && isOpen && checksSchemas))
        .map((problem) => toDiagnostic(document, problem, 'workspace-file-malformed')),
      ...(isOpen ? stale(file) : []).map((problem) =>
        toDiagnostic(document, problem, 'acceptance-stale'),
      ),
    ];
  }

  /** Whether a document has the name of the file, and is in no folder of the workspace. */
  function isUnread({ uri }: TextDocument): boolean {
    return uri.endsWith(`/${WORKSPACE_FILE}`) && context.folders.of(uri) === undefined;
  }

  function unread(document: TextDocument): Diagnostic {
    const start = Math.max(0, document.getText().search(/\S/));
    const message = l10n.t('This file is not read: it is outside of the workspace');
    const problem = { at: { start, end: start + 1 }, severity: 'information', message } as const;
    return toDiagnostic(document, problem, 'workspace-file-unread');
  }

  function toDiagnostic(
    document: TextDocument,
    { at, severity, message }: Omit<FileProblem, 'inSchema'>,
    code: string,
  ): Diagnostic {
    const { encoding, codeDescription, rulePages } = context.features();
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

  /** The entries without use, as far as the last look at all files is good for them. */
  function stale({ uri, acceptances }: FolderFile): readonly FileProblem[] {
    const settings = context.settingsOf(uri);
    const last = looked.get(uri);
    if (last?.settings !== settings) return [];
    return staleAcceptances(acceptances, last.used, settings);
  }

  function openDocument({ uri, path }: FolderFile): TextDocument | undefined {
    const byPath = path === undefined ? undefined : names.find(path, () => undefined);
    return documents.get(uri) ?? byPath?.document;
  }

  /** Looks at all files once nothing has changed for a while, if somebody may want to know. */
  async function lookAtAll(): Promise<void> {
    const own = ++reason;
    const isUnwanted = (): boolean => own !== reason;
    const wanting = () =>
      context
        .folderFiles()
        .filter((file) => file.acceptances.length > 0 && openDocument(file) !== undefined);
    if (wanting().length === 0) return;
    const quiet = new Promise<void>((resolve) => context.platform.later(QUIET, resolve));
    await Promise.all([quiet, context.settingsReady()]);
    if (isUnwanted()) return;
    const onProgress = (): void => {};
    const sweep = await sweepWorkspace(context.surroundings, context.settingsOf, {
      isUnwanted,
      onProgress,
    });
    // What was left out may hold just what an entry accepts.
    if (sweep === undefined || !sweep.isWhole || isUnwanted()) return;
    for (const { uri } of wanting()) {
      const settings = context.settingsOf(uri);
      looked.set(uri, { settings, used: sweep.acceptedBy(settings) });
    }
    tell();
  }

  /** Problems move with every change of the text; what is accepted is looked up where it may be another. */
  function update(): void {
    tell();
    attempt(lookAtAll());
  }

  return {
    opened: update,
    closed: update,
    folderFilesChanged: update,
    settingsChanged: update,
    foldersChanged: tell,
    filesChanged: () => attempt(lookAtAll()),
  };
}
