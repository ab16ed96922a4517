/** What separates a machine's socket from its clients: containers, other users, other hosts. */
import * as l10n from '@vscode/l10n';
import type { Boundary, ExecutionContext } from '../../../invocation/client.ts';
import { programAt } from '../../../invocation/shell/programs/table.ts';
import type { Machine } from '../../../qemu/machine/machine.ts';
import { oncePer } from '../../../text/lookup.ts';
import { type Span, spanKey } from '../../../text/span.ts';
import type { Analysis, ShownFinding } from '../../analysis/analyze.ts';
import type { Connections } from '../../analysis/connections.ts';
import type { RenderedFix } from '../render-fix.ts';

/** The execution context of a machine that the script itself starts. */
export const HERE: ExecutionContext = { spelled: [], run: [] };

/** The risk for clients outside the project. */
export function riskOutside(boundaries: readonly Boundary[]): string {
  if (boundaries.some(({ kind }) => kind === 'root')) {
    return l10n.t('Other programs must use the socket, as root');
  }
  return l10n.t('Anything else that used the port must now use this socket');
}

/** Whether a machine is started in a container by words that the script's own shell expands. */
export function isInContainer({ executions }: Connections, machine: Machine): boolean {
  const { run, spelled } = executions.get(machine) ?? HERE;
  return run.slice(spelled.length).some((one) => runnerOf(one).row?.hasOwnFiles === true);
}

/** Whether a loopback address that a fix writes would be the container's, out of reach from the host. */
export function hasOwnLoopback(
  analysis: Analysis,
  { machine }: ShownFinding,
  { edits }: RenderedFix,
): boolean {
  const { run } = analysis.connections.executions.get(machine()) ?? HERE;
  const isElsewhere = run.map(runnerOf).some(({ row, options }) => {
    const isShared = options.some((option) => /^(?:--net(?:work)?=)?host$/.test(option));
    return row?.hasOwnNetwork === true && !isShared;
  });
  return isElsewhere || edits.some(({ at }) => isHostsContainer(analysis, at));
}

/** Whether a place is in a container's part of a file. */
export function isHostsContainer(
  { host, source }: Pick<Analysis, 'host' | 'source'>,
  at: Span,
): boolean {
  return host?.withoutShell?.isInContainer?.(source.text, at) === true;
}

/** The row of the program that a boundary is, and its options. */
function runnerOf({ text }: Boundary) {
  const [path = '', ...options] = text.split(' ');
  return { row: programAt(path), options };
}

/** Whether a boundary changes to another user than root, who may not write to our directories. */
export function isOtherUser(boundary: Boundary): boolean {
  if (boundary.kind !== 'user' || /\broot\b/.test(boundary.text)) return false;
  const { row, options } = runnerOf(boundary);
  return row?.asNamedUser === true && options.length > 0;
}

/** Whether a boundary gives the other user a new environment, whose directories are that user's. */
export function renewsEnvironment(boundary: Boundary): boolean {
  const { row, options } = runnerOf(boundary);
  return row?.renewsEnvironment?.(options) === true;
}

/** Whether a script starts QEMU by a wrapper whose options are unknown, a user among them perhaps. */
export function isStartedByWrapper(analysis: Analysis, { machine }: ShownFinding): boolean {
  const { programAt } = machine();
  return programAt !== undefined && wrappedIn(analysis).has(spanKey(programAt));
}

/** Where scripts start QEMU like that. */
const wrappedIn = oncePer(({ invocations }: Analysis) => {
  const starts = invocations.flatMap((invocation) => {
    const isWrapped = invocation.kind === 'argv' && invocation.partial === 'wrapper';
    return isWrapped ? [spanKey(invocation.programAt)] : [];
  });
  return new Set(starts);
});
