/** The command that reviews the workspace again, after cancelling or without file watching. */
import { commands, type Disposable } from 'vscode';
import type { ClientContext } from './client-context.ts';

/** From package.json. */
const COMMAND = 'qemuMonitorGuard.reviewWorkspace';
/** The server's request. */
const REVIEW_AGAIN = 'qemuMonitorGuard/reviewAgain';

export function registerReviewWorkspace({ ready }: ClientContext): Disposable {
  return commands.registerCommand(COMMAND, async () => {
    const client = await ready();
    await client?.sendNotification(REVIEW_AGAIN);
  });
}
