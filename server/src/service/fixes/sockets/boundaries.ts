/** Boundaries between a machine's socket and its clients: containers, users, hosts. */
import * as l10n from '@vscode/l10n';
import type { Boundary, ExecutionContext } from '../../../invocation/client.ts';
import { programAt } from '../../../invocation/shell/programs/table.ts';
import type { Machine } from '../../../qemu/machine/machine.ts';
import { once } from '../../../text/lookup.ts';
import { type Span, spanKey } from '../../../text/span.ts';
import type { Analysis, ShownFinding } from '../../analysis/analyze.ts';
import type { Connections } from '../../analysis/connections.ts';
import type { RenderedFix } from '../render-fix.ts';

/** The context of machines that the script itself starts. */
export const HERE: ExecutionContext = { spelled: [], run: [] };

/** The risk for clients outside the project. */
export function riskOutside(boundaries: readonly Boundary[]): string {
  if (boundaries.some(({ kind }) => kind === 'root')) {
    return l10n.t('Anything else that used the port must now use this socket, as root');
  }
  return l10n.t('Anything else that used the port must now use this socket');
}

/** Whether a machine runs in a container, by words that the script's own shell expands. */
export function isInContainer({ executions }: Connections, machine: Machine): boolean {
  const { run, spelled } = executions.get(machine) ?? HERE;
  return run.slice(spelled.length).some((one) => runnerOf(one).row?.hasOwnFiles === true);
}

/** Whether a loopback address would be the container's own. */
export function hasOwnLoopback(
  analysis: Analysis,
  { machine }: ShownFinding,
  { edits }: RenderedFix,
): boolean {
  const { run } = analysis.connections.executions.get(machine) ?? HERE;
  const isElsewhere = run.map(runnerOf).some(({ row, options }) => {
    const isShared = options.some((option) => /^(?:--net(?:work)?=)?host$/.test(option));
    return row?.hasOwnNetwork === true && !isShared;
  });
  return isElsewhere || edits.some(({ at }) => isHostsContainer(analysis, at));
}

/** Whether a file gives a place to a container, as Compose files do. */
export function isHostsContainer(
  { host, source }: Pick<Analysis, 'host' | 'source'>,
  at: Span,
): boolean {
  return host?.withoutShell?.isInContainer?.(source.text, at) === true;
}

function runnerOf({ text }: Boundary) {
  const [path = '', ...options] = text.split(' ');
  return { row: programAt(path), options };
}

/** Whether it changes to a user other than root. */
export function isOtherUser(boundary: Boundary): boolean {
  if (boundary.kind !== 'user' || /\broot\b/.test(boundary.text)) return false;
  const { row, options } = runnerOf(boundary);
  return row?.asNamedUser === true && options.length > 0;
}

/** Whether that user gets a new environment. */
export function renewsEnvironment(boundary: Boundary): boolean {
  const { row, options } = runnerOf(boundary);
  return row?.renewsEnvironment?.(options) === true;
}

/** Whether a wrapper starts QEMU, perhaps as another user. */
export function isStartedByWrapper(analysis: Analysis, { machine }: ShownFinding): boolean {
  const { programAt } = machine;
  return programAt !== undefined && wrappedIn(analysis).has(spanKey(programAt));
}

const wrappedIn = once(({ invocations }: Analysis) => {
  const starts = invocations.flatMap((invocation) => {
    const isWrapped = invocation.kind === 'argv' && invocation.partial === 'wrapper';
    return isWrapped ? [spanKey(invocation.programAt)] : [];
  });
  return new Set(starts);
});
