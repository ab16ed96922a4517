/** Commands on listed monitors. */
import {
  type CodeAction,
  CodeActionKind,
  commands,
  Disposable,
  env,
  l10n,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient, Location } from 'vscode-languageclient';
import { CodeActionRequest } from 'vscode-languageclient';
import type { ClientContext } from '../client-context.ts';
import { ACCEPT } from '../fixes/accept.ts';
import { IGNORE } from '../fixes/ignore.ts';
import { showQuickFixes } from '../fixes/show-quick-fixes.ts';
import { toRange, toUri } from '../place.ts';
import { rulePages } from '../rule-pages.ts';
import { copyConnectCommand } from './connect-picker.ts';
import type { ListedMonitor } from './listed-monitor.ts';
import { monitorLabel } from './monitor-labels.ts';
import type { MonitorList } from './monitor-list.ts';
import { listedOf, type MonitorNode } from './monitor-tree.ts';
import type { MonitorsView } from './monitors-view.ts';
import { reviewLinks } from './review-links.ts';
import { renderTable } from './review-report.ts';

/** From package.json. */
const COMMANDS = {
  switch: 'qemuMonitorGuard.switchMonitor',
  fix: 'qemuMonitorGuard.fixMonitor',
  ignore: 'qemuMonitorGuard.ignoreMonitor',
  accept: 'qemuMonitorGuard.acceptMonitor',
  openRule: 'qemuMonitorGuard.openMonitorRule',
  chooseFix: 'qemuMonitorGuard.chooseMonitorFix',
  copyCommand: 'qemuMonitorGuard.copyConnectCommand',
  copyMarkdown: 'qemuMonitorGuard.copyMonitorAsMarkdown',
  goToMachine: 'qemuMonitorGuard.goToMachine',
} as const;

/** Registers the commands; each acts on its argument or the selection. */
export function registerMonitorCommands(
  { ready, extension }: ClientContext,
  list: MonitorList,
  view: MonitorsView,
): Disposable {
  const register = (
    command: string,
    act: (monitors: readonly ListedMonitor[]) => Promise<void>,
  ): Disposable =>
    commands.registerCommand(command, (node?: MonitorNode, nodes?: readonly MonitorNode[]) => {
      const chosen = nodes?.length ? nodes : node ? [node] : view.selected();
      return act(withoutRepetition(chosen.flatMap(listedOf)));
    });

  /** The first monitor in its current state, for a command on its text. */
  const onOne = (
    act: (listed: ListedMonitor, client: BaseLanguageClient) => Promise<void>,
  ): ((monitors: readonly ListedMonitor[]) => Promise<void>) => {
    return async ([first]) => {
      const client = await ready();
      if (first === undefined || client === undefined) return;
      const current = (await list.settled()).find(({ id }) => id === first.id);
      if (current) await act(current, client);
    };
  };

  return Disposable.from(
    register(COMMANDS.switch, onOne(fix)),
    register(COMMANDS.fix, onOne(fix)),
    register(COMMANDS.ignore, onOne(runAction(IGNORE))),
    register(COMMANDS.accept, onOne(runAction(ACCEPT))),
    register(
      COMMANDS.openRule,
      onOne(async ({ monitor: { rule, excused } }) => {
        const page = Uri.parse(`${rulePages(extension)}${rule ?? excused?.rule}.md`);
        await commands.executeCommand('vscode.open', page);
      }),
    ),
    register(COMMANDS.chooseFix, onOne(chooseFix)),
    register(
      COMMANDS.copyCommand,
      onOne(({ monitor }) => copyConnectCommand(monitor)),
    ),
    register(COMMANDS.copyMarkdown, (monitors) =>
      copy(`${renderTable(monitors, reviewLinks(extension))}\n`),
    ),
    register(
      COMMANDS.goToMachine,
      onOne(async ({ machine: { location } }) => {
        if (location) await open(location);
      }),
    ),
  );
}

/** A selected group also selects its lines. */
function withoutRepetition(monitors: readonly ListedMonitor[]): readonly ListedMonitor[] {
  return [...new Map(monitors.map((listed) => [listed.id, listed])).values()];
}

/** Applies the preferred fix; if there is none or several, the user chooses. */
async function fix({ monitor }: ListedMonitor, client: BaseLanguageClient): Promise<void> {
  const location = fixPlace(monitor);
  if (location === undefined) return;
  const document = await open(location);
  const { version } = document;
  const actions = await fixesAt(location, client);
  const [preferred, ...others] = actions.filter(({ isPreferred }) => isPreferred);
  if (preferred?.edit && others.length === 0 && document.version === version) {
    await workspace.applyEdit(preferred.edit);
    if (preferred.command) {
      const { command, arguments: given = [] } = preferred.command;
      await commands.executeCommand(command, ...given);
    }
  } else if (actions.length > 0) {
    await showQuickFixes();
  } else {
    const label = monitorLabel(monitor);
    await window.showInformationMessage(
      l10n.t('Monitor Guard: there is no quick fix for {0}.', label),
    );
  }
}

function runAction(
  wanted: string,
): (listed: ListedMonitor, client: BaseLanguageClient) => Promise<void> {
  return async ({ monitor }, client) => {
    const location = fixPlace(monitor);
    if (location === undefined) return;
    await open(location);
    const found = (await fixesAt(location, client)).find(
      ({ command }) => command?.command === wanted,
    );
    if (found?.command === undefined) {
      await window.showInformationMessage(
        l10n.t('Monitor Guard: this cannot be done for {0}.', monitorLabel(monitor)),
      );
      return;
    }
    await commands.executeCommand(wanted, ...(found.command.arguments ?? []));
  };
}

async function chooseFix({ monitor }: ListedMonitor): Promise<void> {
  const location = fixPlace(monitor);
  if (location === undefined) return;
  await open(location);
  await showQuickFixes();
}

function fixPlace({ problem, location }: ListedMonitor['monitor']): Location | undefined {
  return problem?.location ?? location;
}

/** The server's fixes at a place, without other extensions'. */
async function fixesAt(
  { uri, range }: Location,
  client: BaseLanguageClient,
): Promise<readonly CodeAction[]> {
  const found = await client.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range,
    context: { diagnostics: [], only: [CodeActionKind.QuickFix.value] },
  });
  const actions = (found ?? []).flatMap((action) => ('kind' in action ? [action] : []));
  const converted = actions.map((action) => client.protocol2CodeConverter.asCodeAction(action));
  return (await Promise.all(converted)).filter((action) => action !== undefined);
}

async function copy(text: string): Promise<void> {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(l10n.t('Copied to the clipboard'), 3000);
}

async function open(location: Location): Promise<TextDocument> {
  const document = await workspace.openTextDocument(toUri(location));
  await window.showTextDocument(document, { selection: toRange(location) });
  return document;
}
