/** Our reading of a script: the only place that knows whom to ask. */
import { lowerShell } from '../../../server/src/invocation/from-shell.ts';
import type { ArgvInvocation } from '../../../server/src/invocation/invocation.ts';
import { readShell } from '../../../server/src/syntax/shell/reader.ts';

/** All command lines that the script may start, or what was thrown. */
export function readingOf(script: string): readonly ArgvInvocation[] | Error {
  try {
    return lowerShell(readShell(script), { every: true });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
