/** Creates a folder's settings file from a template; never overwrites. */
import {
  commands,
  type Disposable,
  l10n,
  Uri,
  WorkspaceEdit,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';

/** From package.json. */
const COMMAND = 'qemuMonitorGuard.createWorkspaceFile';
/** As in the server and the schema. */
const FILE = '.qemu-monitor-guard.json';

export function registerCreateWorkspaceFile(): Disposable {
  return commands.registerCommand(COMMAND, create);
}

async function create(): Promise<void> {
  if (!workspace.workspaceFolders?.length) {
    const open = l10n.t('Open Folder');
    const message = l10n.t('Open a folder first: the settings file belongs to one.');
    const chosen = await window.showInformationMessage(message, open);
    if (chosen === open) await commands.executeCommand('vscode.openFolder');
    return;
  }
  const folder = await chooseFolder(workspace.workspaceFolders);
  if (folder === undefined) return;
  const uri = Uri.joinPath(folder.uri, FILE);
  const edit = new WorkspaceEdit();
  // An existing file is shown.
  edit.createFile(uri, { ignoreIfExists: true, contents: new TextEncoder().encode(template()) });
  if (await workspace.applyEdit(edit)) await window.showTextDocument(uri, { preview: false });
  else await window.showErrorMessage(l10n.t('{0} could not be created', uri.fsPath));
}

async function chooseFolder(
  folders: readonly WorkspaceFolder[],
): Promise<WorkspaceFolder | undefined> {
  if (folders.length === 1) return folders[0];
  return await window.showWorkspaceFolderPick({
    placeHolder: l10n.t('Which folder should have its own settings?'),
  });
}

/** Commented out, so that it sets nothing; an empty list of paths would override the editor's. */
function template(): string {
  return `// ${l10n.t('Settings of Monitor Guard for all who work in this folder.')}
// ${l10n.t('They override the settings of the editor.')}
{
  // ${l10n.t('The severity of each rule: error, warning, information, hint or off.')}
  "rules": {
    // "monitor-on-loopback": "information"
  },
  // ${l10n.t('Files and folders that are not checked.')}
  // "exclude": ["third_party"],
  // ${l10n.t('Accepted monitors, and why.')}
  "accept": [
    // {
    //   "path": "lab/**",
    //   "rules": ["monitor-on-network"],
    //   "address": "0.0.0.0:4444",
    //   "reason": "${l10n.t('Isolated lab network')}"
    // }
  ]
}
`;
}
