// The exposure map as far as VS Code's API tells of it; what is in it is seen in the user's session.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { finding, openInEditor } from './workspace.ts';

const SHOW_MAP = 'qemuMonitorGuard.showMap';

export function registerMapTests(): void {
  test('the exposure map opens beside the editor, once however often it is asked for', async () => {
    const { document, viewColumn } = await openInEditor('run.sh');
    await finding(document);
    await vscode.commands.executeCommand(SHOW_MAP);
    await tabsBecome(1);
    const [tab] = mapTabs();
    assert.equal(tab?.label, 'Exposure Map');
    assert.notEqual(tab?.group.viewColumn, viewColumn);
    await vscode.commands.executeCommand(SHOW_MAP);
    assert.equal(mapTabs().length, 1);
  });

  test('the exposure map can be closed and opened again', async () => {
    await vscode.window.tabGroups.close(mapTabs());
    await tabsBecome(0);
    await vscode.commands.executeCommand(SHOW_MAP);
    await tabsBecome(1);
    await vscode.window.tabGroups.close(mapTabs());
    await tabsBecome(0);
  });
}

function mapTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => {
      // VS Code puts a word of its own in front of the type of a page.
      return (
        input instanceof vscode.TabInputWebview && input.viewType.endsWith('qemuMonitorGuard.map')
      );
    });
}

async function tabsBecome(count: number): Promise<void> {
  const subscriptions: vscode.Disposable[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (mapTabs().length === count) resolve();
      };
      const timer = setTimeout(() => reject(new Error(`${mapTabs().length} maps`)), 15_000);
      subscriptions.push(
        vscode.window.tabGroups.onDidChangeTabs(look),
        new vscode.Disposable(() => clearTimeout(timer)),
      );
      look();
    });
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}
