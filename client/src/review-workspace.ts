/** Has all files of the workspace looked at again: after a review was cancelled, and where nobody tells of changes. */
import { commands, type Disposable } from 'vscode';
import type { ClientContext } from './client-context.ts';

/** As package.json has it. */
const COMMAND = 'qemuMonitorGuard.reviewWorkspace';
/** As the server has it. */
const REVIEW_AGAIN = 'qemuMonitorGuard/reviewAgain';

export function registerReviewWorkspace({ ready }: ClientContext): Disposable {
  return commands.registerCommand(COMMAND, async () => {
    const client = await ready();
    await client?.sendNotification(REVIEW_AGAIN);
  });
}
