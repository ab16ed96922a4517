/**
 * Opens samples as untitled documents.
 * Why: docs/decisions/client.md
 */
import {
  commands,
  Disposable,
  l10n,
  languages,
  Selection,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { ClientContext } from './client-context.ts';
import { showQuickFixes } from './fixes/show-quick-fixes.ts';

/** From package.json; `OPEN` takes a sample's name or asks. */
const OPEN = 'qemuMonitorGuard.openSample';
const SHOW_FIXES = 'qemuMonitorGuard.showSampleFixes';
/** True once a sample's last finding is gone; completes the walkthrough step. */
const FIXED = 'qemuMonitorGuard.sampleFixed';

const SOURCE = 'Monitor Guard';

interface Sample {
  readonly name: string;
  readonly file: string;
  readonly languageId: string;
  readonly label: string;
}

/** In the order of the menu. */
function samples(): readonly Sample[] {
  return [
    {
      name: 'script',
      file: 'start-vm.sh',
      languageId: 'shellscript',
      label: l10n.t('A shell script that starts QEMU'),
    },
    {
      name: 'domain',
      file: 'domain.xml',
      languageId: 'xml',
      label: l10n.t('A libvirt domain with arguments for QEMU'),
    },
    {
      name: 'config',
      file: 'machine.qemu',
      languageId: 'qemu-config',
      label: l10n.t('A config file for -readconfig'),
    },
  ];
}

export function registerSample({ extension }: ClientContext): Disposable {
  const opened: TextDocument[] = [];
  /** Samples that have had findings. */
  const found = new Set<TextDocument>();

  async function open(name: unknown): Promise<void> {
    const sample = samples().find((one) => one.name === name) ?? (await choose());
    if (sample === undefined) return;
    const uri = Uri.joinPath(extension.extensionUri, 'walkthrough', 'samples', sample.file);
    const content = new TextDecoder().decode(await workspace.fs.readFile(uri));
    const document = await workspace.openTextDocument({ language: sample.languageId, content });
    opened.push(document);
    await window.showTextDocument(document, { preview: false });
  }

  /** Goes to the first finding of the last sample and shows its fixes. */
  async function showFixes(): Promise<void> {
    const document = opened.at(-1);
    if (document === undefined) {
      await open('script');
      return;
    }
    const editor = await window.showTextDocument(document, { preview: false });
    const [first] = findingsOn(document);
    if (first === undefined) return;
    editor.selection = new Selection(first.range.start, first.range.start);
    editor.revealRange(first.range);
    await showQuickFixes();
  }

  async function look(uris: readonly Uri[]): Promise<void> {
    for (const document of opened) {
      if (!uris.some((uri) => uri.toString() === document.uri.toString())) continue;
      const isFound = findingsOn(document).length > 0;
      if (isFound) found.add(document);
      // Closing a document also removes its findings.
      else if (found.delete(document) && !document.isClosed) {
        await commands.executeCommand('setContext', FIXED, true);
      }
    }
  }

  return Disposable.from(
    commands.registerCommand(OPEN, open),
    commands.registerCommand(SHOW_FIXES, showFixes),
    languages.onDidChangeDiagnostics(({ uris }) => look(uris)),
    workspace.onDidCloseTextDocument((document) => {
      const index = opened.indexOf(document);
      if (index >= 0) opened.splice(index, 1);
      found.delete(document);
    }),
  );
}

async function choose(): Promise<Sample | undefined> {
  const items = samples().map((sample) => ({ ...sample, description: sample.file }));
  return await window.showQuickPick(items, { title: l10n.t('Open a sample of Monitor Guard') });
}

function findingsOn({ uri }: TextDocument) {
  return languages.getDiagnostics(uri).filter(({ source }) => source === SOURCE);
}
