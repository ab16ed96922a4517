/** Registers everything that shows monitors: view, commands, file status, report. */
import { Disposable } from 'vscode';
import type { ClientContext } from '../client-context.ts';
import { registerExportReview } from './export-review.ts';
import { registerLanguageStatus } from './language-status.ts';
import { registerMonitorCommands } from './monitor-commands.ts';
import { monitorList } from './monitor-list.ts';
import { monitorsView } from './monitors-view.ts';

export function registerMonitors(context: ClientContext): Disposable {
  const list = monitorList(context.inventory);
  const view = monitorsView(list, context);
  return Disposable.from(
    ...[list, view],
    registerMonitorCommands(context, list, view),
    registerLanguageStatus(list, view),
    registerExportReview(context, list),
  );
}
