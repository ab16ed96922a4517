/**
 * The list of fixes to choose from: a row for each, safe ones ticked, with a button for its difference.
 * Fixes are applied whole.
 */
import {
  commands,
  Disposable,
  EventEmitter,
  l10n,
  type QuickInputButton,
  type QuickPickItem,
  TabInputTextDiff,
  ThemeIcon,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type {
  BaseLanguageClient,
  WorkspaceEdit as ServerEdit,
  Range as ServerRange,
} from 'vscode-languageclient';
import { placeLabel } from '../place.ts';

/** As in the server. */
export interface OfferedFix {
  readonly uri: string;
  readonly range: ServerRange;
  readonly message: string;
  readonly title: string;
  readonly risk: string;
  readonly isSafe: boolean;
  readonly edit: ServerEdit;
}

interface Row extends QuickPickItem {
  readonly fix: OfferedFix;
}

/** The scheme of previews; they never start a server. */
const SCHEME = 'qemu-monitor-guard-fixed';

/** The chosen fixes; undefined if cancelled. */
export async function chooseFixes(
  client: BaseLanguageClient,
  fixes: readonly OfferedFix[],
): Promise<readonly OfferedFix[] | undefined> {
  const differences = showDifferences(client);
  const pick = window.createQuickPick<Row>();
  const showOne: QuickInputButton = {
    iconPath: new ThemeIcon('diff'),
    tooltip: l10n.t('Show Difference'),
  };
  const showTicked: QuickInputButton = {
    iconPath: new ThemeIcon('diff-multiple'),
    tooltip: l10n.t('Show the Differences of All That Is Ticked'),
  };
  pick.title = l10n.t('Monitor Guard: choose what to fix');
  pick.placeholder = l10n.t('Safe fixes are ticked. The button of a row shows what it changes');
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // The difference is shown beside the list.
  pick.ignoreFocusOut = true;
  pick.buttons = [showTicked];
  pick.items = fixes.map((fix) => rowOf(fix, showOne));
  pick.selectedItems = pick.items.filter(({ fix }) => fix.isSafe);
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems.map(({ fix }) => fix)));
      pick.onDidHide(() => resolve(undefined));
      pick.onDidTriggerItemButton(({ item }) => void differences.show([item.fix]));
      pick.onDidTriggerButton(
        () => void differences.show(pick.selectedItems.map(({ fix }) => fix)),
      );
      pick.show();
    });
  } finally {
    pick.dispose();
    // Once a file is fixed, an open difference would show the change reversed.
    await closeDifferences();
    differences.dispose();
  }
}

function rowOf(fix: OfferedFix, button: QuickInputButton): Row {
  return {
    label: fix.title,
    description: placeLabel(fix),
    detail: fix.isSafe ? fix.risk : l10n.t('Check first: {0}', fix.risk),
    buttons: [button],
    fix,
  };
}

/** One edit, so that one undo reverts all. */
export async function joinedEdit(
  client: BaseLanguageClient,
  fixes: readonly OfferedFix[],
): Promise<WorkspaceEdit> {
  const joined = new WorkspaceEdit();
  for (const fix of fixes) {
    const edit = await client.protocol2CodeConverter.asWorkspaceEdit(fix.edit);
    for (const [uri, edits] of edit.entries()) {
      for (const { range, newText } of edits) joined.replace(uri, range, newText);
    }
  }
  return joined;
}

/** Whether the open documents have the versions of an edit. */
export function isCurrent({ documentChanges = [] }: ServerEdit): boolean {
  return documentChanges.every((change) => {
    if (!('textDocument' in change) || change.textDocument.version === null) return true;
    const { version } = change.textDocument;
    const uri = Uri.parse(change.textDocument.uri).toString();
    const open = workspace.textDocuments.find((document) => document.uri.toString() === uri);
    return open === undefined || open.version === version;
  });
}

interface Differences extends Disposable {
  readonly show: (fixes: readonly OfferedFix[]) => Promise<void>;
}

/** Shows the effect of fixes in VS Code's diff editors. */
function showDifferences(client: BaseLanguageClient): Differences {
  const texts = new Map<string, string>();
  const changes = new EventEmitter<Uri>();
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changes.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });

  async function show(fixes: readonly OfferedFix[]): Promise<void> {
    const edit = await joinedEdit(client, fixes);
    const files: [Uri, Uri, Uri][] = [];
    for (const [uri] of edit.entries()) {
      const text = await fixedText(uri, edit);
      const fixed = uri.with({ scheme: SCHEME, query: uri.toString() });
      texts.set(fixed.toString(), text);
      changes.fire(fixed);
      files.push([uri, uri, fixed]);
    }
    const [first] = files;
    if (first === undefined) return;
    const options = { preview: true, preserveFocus: true };
    const title = fixes.length === 1 ? fixes[0]?.title : l10n.t('Fixes of Monitor Guard');
    if (files.length === 1) {
      await commands.executeCommand('vscode.diff', first[1], first[2], title, options);
    } else await commands.executeCommand('vscode.changes', title, files);
  }

  const parts = Disposable.from(provider, changes);
  return { show, dispose: () => parts.dispose() };
}

async function closeDifferences(): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const ours = tabs.filter(({ input }) => {
    return diffsIn(input).some(({ modified }) => modified.scheme === SCHEME);
  });
  if (ours.length > 0) await window.tabGroups.close(ours, true);
}

/** The differences in a tab. For several files VS Code exposes the same data without a type. */
function diffsIn(input: unknown): readonly Pick<TabInputTextDiff, 'modified'>[] {
  if (input instanceof TabInputTextDiff) return [input];
  const { textDiffs = [] } = (input ?? {}) as { readonly textDiffs?: readonly TabInputTextDiff[] };
  return textDiffs;
}

/** The text after an edit; changes are applied from the end. */
async function fixedText(uri: Uri, edit: WorkspaceEdit): Promise<string> {
  const document = await workspace.openTextDocument(uri);
  let text = document.getText();
  const edits = edit
    .get(uri)
    .toSorted((a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start));
  for (const { range, newText } of edits) {
    text =
      text.slice(0, document.offsetAt(range.start)) +
      newText +
      text.slice(document.offsetAt(range.end));
  }
  return text;
}
