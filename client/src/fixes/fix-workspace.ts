/** The command that fixes chosen findings in the workspace. */
import {
  type CancellationToken,
  commands,
  type Disposable,
  l10n,
  ProgressLocation,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient, Range as ServerRange } from 'vscode-languageclient';
import { LSPErrorCodes, ResponseError, WorkDoneProgress } from 'vscode-languageclient';
import type { ClientContext } from '../client-context.ts';
import { notCheckedSentence } from '../not-checked.ts';
import { placeLabel, toRange, toUri } from '../place.ts';
import { chooseFixes, isCurrent, joinedEdit, type OfferedFix } from './choose-fixes.ts';

/** From package.json. */
const COMMAND = 'qemuMonitorGuard.fixWorkspace';
/** The server's request; it changes nothing. */
const REQUEST = 'qemuMonitorGuard/fixWorkspace';

interface FoundPlace {
  readonly uri: string;
  readonly range: ServerRange;
  readonly message: string;
}

interface FixWorkspaceResult {
  /** All fixes, safe or not. */
  readonly fixes: readonly OfferedFix[];
  /** Findings that the safe fixes remove. */
  readonly fixable: readonly FoundPlace[];
  /** Findings that need review or another round. */
  readonly left: readonly FoundPlace[];
  /** The number of files that were read. */
  readonly count: number;
  /** The number of files with monitor options that are not read. */
  readonly notChecked: number;
}

export function registerFixWorkspace({ ready }: ClientContext): Disposable {
  return commands.registerCommand(COMMAND, async () => {
    if (!workspace.workspaceFolders?.length) {
      await window.showInformationMessage(
        l10n.t('Monitor Guard: open a folder first, there is nothing to fix.'),
      );
      return;
    }
    const client = await ready();
    if (client === undefined) return;
    const before = await ask(client, ProgressLocation.Notification);
    if (before) await fix(client, before);
  });
}

async function fix(client: BaseLanguageClient, before: FixWorkspaceResult): Promise<void> {
  if (before.fixes.length === 0) {
    await tell(undefined, before);
    return;
  }
  const chosen = await chooseFixes(client, before.fixes);
  if (chosen === undefined) return;
  if (chosen.length === 0) {
    await window.showInformationMessage(
      l10n.t('Monitor Guard: nothing was ticked, so nothing was changed.'),
    );
    return;
  }
  if (!chosen.every(({ edit }) => isCurrent(edit))) {
    await window.showWarningMessage(
      l10n.t(
        'Monitor Guard: a file has changed meanwhile, so nothing was fixed. Run the command again.',
      ),
    );
    return;
  }
  const edit = await joinedEdit(client, chosen);
  if (!(await workspace.applyEdit(edit, { isRefactoring: true }))) return;
  // The next answer has the remaining findings.
  const after = await ask(client, ProgressLocation.Window);
  if (after) await tell(whatIsGone(before, after), after);
}

/** Asks for fixes; undefined if cancelled. */
function ask(
  client: BaseLanguageClient,
  location: ProgressLocation,
): Thenable<FixWorkspaceResult | undefined> {
  const options = {
    location,
    title: l10n.t('Monitor Guard: looking for QEMU monitors in the workspace'),
    cancellable: true,
  };
  return window.withProgress(options, async (progress, token) => {
    const workDoneToken = `${COMMAND}-${++asked}`;
    let percent = 0;
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (step) => {
      if (step.kind !== 'report' || step.percentage === undefined) return;
      progress.report({
        increment: step.percentage - percent,
        ...(step.message !== undefined && { message: step.message }),
      });
      percent = step.percentage;
    });
    try {
      return await request(client, workDoneToken, token);
    } finally {
      listener.dispose();
    }
  });
}

let asked = 0;

async function request(
  client: BaseLanguageClient,
  workDoneToken: string,
  token: CancellationToken,
): Promise<FixWorkspaceResult | undefined> {
  try {
    return await client.sendRequest<FixWorkspaceResult>(REQUEST, { workDoneToken }, token);
  } catch (error) {
    const isCancelled =
      error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled;
    if (isCancelled || token.isCancellationRequested) return undefined;
    throw error;
  }
}

/** `3 findings in 2 files are fixed.`, by comparing findings; undefined for none. */
function whatIsGone(before: FixWorkspaceResult, after: FixWorkspaceResult): string | undefined {
  const counts = new Map<string, number>();
  const add = (places: readonly FoundPlace[], number: number): void => {
    for (const place of places) {
      // Open files may have another URI spelling.
      const uri = Uri.parse(place.uri).toString();
      counts.set(uri, (counts.get(uri) ?? 0) + number);
    }
  };
  add([...before.fixable, ...before.left], 1);
  add([...after.fixable, ...after.left], -1);
  const gone = [...counts.values()].filter((number) => number > 0);
  const findings = gone.reduce((sum, number) => sum + number, 0);
  if (findings === 0) return undefined;
  if (findings === 1) return l10n.t('1 finding in 1 file is fixed.');
  return gone.length === 1
    ? l10n.t('{0} findings in 1 file are fixed.', findings)
    : l10n.t('{0} findings in {1} files are fixed.', findings, gone.length);
}

/** Reports the result and offers to show the rest. */
async function tell(
  gone: string | undefined,
  { fixable, left, count, notChecked }: FixWorkspaceResult,
): Promise<void> {
  const rest = [...fixable, ...left];
  if (rest.length === 0) {
    const said = gone === undefined ? nothingToFix(count) : l10n.t('Monitor Guard: {0}', gone);
    await window.showInformationMessage(
      notChecked === 0 ? said : l10n.t('{0} {1}', said, notCheckedSentence(notChecked)),
    );
    return;
  }
  const sentences = [
    ...(gone === undefined ? [] : [gone]),
    ...(fixable.length > 0 ? [canBeFixed(fixable.length)] : []),
    ...(left.length > 0 ? [needsALook(left)] : []),
    ...(notChecked > 0 ? [notCheckedSentence(notChecked)] : []),
  ];
  const show = l10n.t('Show Findings');
  const all = sentences.reduce((before, next) => l10n.t('{0} {1}', before, next));
  const message = l10n.t('Monitor Guard: {0}', all);
  if ((await window.showInformationMessage(message, show)) === show) await choose(rest);
}

function nothingToFix(files: number): string {
  return files === 1
    ? l10n.t('Monitor Guard: nothing to fix in 1 file of the workspace.')
    : l10n.t('Monitor Guard: nothing to fix in {0} files of the workspace.', files);
}

function canBeFixed(findings: number): string {
  return findings === 1
    ? l10n.t('1 finding can be fixed safely.')
    : l10n.t('{0} findings can be fixed safely.', findings);
}

function needsALook(left: readonly FoundPlace[]): string {
  const files = new Set(left.map(({ uri }) => uri)).size;
  if (left.length === 1) return l10n.t('1 finding in 1 file needs review.');
  return files === 1
    ? l10n.t('{0} findings in 1 file need review.', left.length)
    : l10n.t('{0} findings in {1} files need review.', left.length, files);
}

/** Lists findings and opens the chosen one. */
async function choose(places: readonly FoundPlace[]): Promise<void> {
  const items = places.map((place) => ({
    label: place.message,
    description: placeLabel(place),
    place,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Monitor Guard: findings to review'),
    matchOnDescription: true,
  });
  if (chosen === undefined) return;
  const { place } = chosen;
  await window.showTextDocument(toUri(place), { preview: false, selection: toRange(place) });
}
