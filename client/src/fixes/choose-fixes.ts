/**
 * The list from which people choose what is fixed in the workspace: a row for each fix, ticked where it is safe, with
 * a button that shows what would be another text. A fix is applied as a whole or not at all.
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

/** As the server has it. */
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

/** The scheme of texts as they would be; no document of it counts as one that starts a QEMU. */
const SCHEME = 'qemu-monitor-guard-fixed';

/** What people want to have fixed; undefined where they close the list. */
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
  // The difference is looked at beside the list.
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
    // Beside a file that is fixed meanwhile, a difference would show the monitor as what the fix adds.
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

/** One edit for all of them, so that one undo takes everything back. */
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

/** Whether the open documents are those that an edit was made for. */
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

/** Shows files beside what fixes would make of them, in VS Code's own editors for differences. */
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

/** Closes the editors that show what fixes would change. */
async function closeDifferences(): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const ours = tabs.filter(({ input }) => {
    return diffsIn(input).some(({ modified }) => modified.scheme === SCHEME);
  });
  if (ours.length > 0) await window.tabGroups.close(ours, true);
}

/** The differences in a tab. Of one with several files VS Code hands out no type, but the same data. */
function diffsIn(input: unknown): readonly Pick<TabInputTextDiff, 'modified'>[] {
  if (input instanceof TabInputTextDiff) return [input];
  const { textDiffs = [] } = (input ?? {}) as { readonly textDiffs?: readonly TabInputTextDiff[] };
  return textDiffs;
}

/** The text of a file after an edit, the last of its changes first, so that the places of the others stay. */
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
