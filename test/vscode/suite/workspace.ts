// What every test needs of VS Code: a file of the workspace open in an editor, the findings the
// extension shows on it once they have settled, and the fix a user would be given first.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

export const EXTENSION_ID = 'qemu-monitor-guard.qemu-monitor-guard';

const SOURCE = 'Monitor Guard';

/** How long a finding may take to come or go before a test gives up. */
const PATIENCE_MS = 60_000;

export async function openInEditor(name: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(fileUri(name));
  return vscode.window.showTextDocument(document, { preview: false });
}

export function fileUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the window has a folder');
  return vscode.Uri.joinPath(folder.uri, name);
}

/**
 * Puts text in the place of a range. The document is changed and not an editor of it: VS Code makes another editor
 * when a tab moves or closes beside it, and the old one refuses.
 */
export async function replaceIn(
  document: vscode.TextDocument,
  range: vscode.Range,
  text: string,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(edit), `${document.fileName} takes an edit`);
}

/** Our findings on a document, at this moment. */
export function findingsOn(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((it) => it.source === SOURCE);
}

/** Waits until there are as many findings as that, and answers with them. */
export async function findings(
  document: vscode.TextDocument,
  count: number,
): Promise<vscode.Diagnostic[]> {
  await until(
    () => findingsOn(document).length === count,
    () => `${count} findings on ${document.fileName}, not ${describe(document)}`,
  );
  return findingsOn(document);
}

/** The one finding of a document. */
export async function finding(document: vscode.TextDocument): Promise<vscode.Diagnostic> {
  const [only] = await findings(document, 1);
  assert.ok(only);
  return only;
}

/** The rule id of a finding, as the user can filter by it. */
export function ruleOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  assert.ok(typeof code === 'object' && code !== null, 'the code carries a link');
  return String(code.value);
}

/** The quick fix that Control+. puts first: there is one, and only one is preferred. */
export async function preferredFix(
  document: vscode.TextDocument,
  at: vscode.Range,
): Promise<vscode.CodeAction> {
  const actions = await offeredFixes(document, at);
  const preferred = actions.filter((action) => action.isPreferred);
  const titles = actions.map((action) => action.title).join(' | ');
  assert.equal(preferred.length, 1, `one preferred fix among: ${titles}`);
  const [only] = preferred;
  assert.ok(only?.edit, 'the fix carries its edit');
  return only;
}

/** The quick fix with a title. */
export async function quickFixTitled(
  document: vscode.TextDocument,
  at: vscode.Range,
  title: string,
): Promise<vscode.CodeAction> {
  const actions = await offeredFixes(document, at);
  const action = actions.find((one) => one.title === title);
  assert.ok(action, `${title} among: ${actions.map((one) => one.title).join(' | ')}`);
  return action;
}

/** The quick fixes at a place, of which there are some. */
export function offeredFixes(
  document: vscode.TextDocument,
  at: vscode.Range,
): Promise<vscode.CodeAction[]> {
  return offeredActions(document, at, vscode.CodeActionKind.QuickFix.value);
}

/** The actions of a kind at a place, of which there are some. */
export async function offeredActions(
  document: vscode.TextDocument,
  at: vscode.Range,
  kind: string,
): Promise<vscode.CodeAction[]> {
  // VS Code gives up on a request, with no action or as cancelled, when another extension that is
  // just starting registers itself meanwhile. A user would press the keys again.
  const deadline = Date.now() + PATIENCE_MS;
  let actions = await actionsAt(document, at, kind);
  while (actions.length === 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    actions = await actionsAt(document, at, kind);
  }
  return actions;
}

function actionsAt(
  document: vscode.TextDocument,
  at: vscode.Range,
  kind: string,
): Thenable<vscode.CodeAction[]> {
  const asked = vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    at,
    kind,
    // Asks for as many to be resolved, so that their edits are there.
    20,
  );
  return asked.then(undefined, (error: unknown) => {
    if (error instanceof vscode.CancellationError || /\bCanceled\b/.test(String(error))) return [];
    throw error;
  });
}

/**
 * What VS Code answers to a command, as soon as there is something. It asks nobody while an extension that is just
 * starting registers itself, and other files may still be on their way; a user would ask again.
 */
export async function answer<T>(command: string, ...args: readonly unknown[]): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await vscode.commands.executeCommand<T | undefined>(command, ...args);
    const isEmpty = Array.isArray(found) && found.length === 0;
    if (found !== undefined && found !== null && !isEmpty) return found;
    assert.ok(Date.now() < deadline, `Waited ${PATIENCE_MS / 1000} s for ${command}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Waits for a condition, looking whenever the findings of any file change. */
export async function until(holds: () => boolean, wanted: () => string): Promise<void> {
  if (holds()) return;
  const subscriptions: vscode.Disposable[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const look = () => holds() && resolve();
      subscriptions.push(
        vscode.languages.onDidChangeDiagnostics(look),
        vscode.window.tabGroups.onDidChangeTabs(look),
      );
      const late = () => reject(new Error(`Waited ${PATIENCE_MS / 1000} s for ${wanted()}`));
      const timer = setTimeout(late, PATIENCE_MS);
      subscriptions.push(new vscode.Disposable(() => clearTimeout(timer)));
    });
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}

function describe(document: vscode.TextDocument): string {
  const all = findingsOn(document).map((it) => `${document.getText(it.range)}: ${it.message}`);
  return all.length === 0 ? 'none' : all.join('; ');
}
