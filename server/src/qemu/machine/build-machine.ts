import type { Invocation } from '../../invocation/invocation.ts';
import { NEWEST_VERSION, type QemuVersion } from '../options/version.ts';
import type { Machine } from './machine.ts';
import { buildFromArgv } from './machine-argv.ts';
import { buildFromConfig } from './machine-config.ts';
import { emptyDraft } from './machine-draft.ts';
import { resolveMachine } from './resolve-machine.ts';
import { buildFromSent } from './run-time.ts';

type Started = Exclude<Invocation, { kind: 'clients' | 'unfollowed' }>;

/** Builds the machine that an invocation starts, in the newest version by default; leaves nonsense out. */
export function buildMachine(invocation: Started, version?: QemuVersion): Machine {
  const machine = build(invocation, version ?? NEWEST_VERSION);
  return version === undefined ? machine : { ...machine, versionIsChosen: true };
}

function build(invocation: Started, version: QemuVersion): Machine {
  switch (invocation.kind) {
    case 'argv': {
      const machine = buildFromArgv(invocation, version);
      const { permissions, partial, condition, execution } = invocation;
      return {
        ...machine,
        ...(permissions ? { permissions } : {}),
        ...(partial === 'libvirt' ? { begunByLibvirt: true } : {}),
        ...(partial === 'fragment' || partial === 'list' ? { isHeldForOthers: true } : {}),
        ...(condition ? { condition } : {}),
        ...(execution?.run.some((one) => one.onOtherHost) ? { onOtherHost: true } : {}),
      };
    }
    case 'config':
      return buildFromConfig(invocation, version);
    case 'sent':
      return buildFromSent(invocation, version);
    case 'ignored':
      return { ...buildFromNothing(version), ignoredArguments: invocation.arguments };
  }
}

function buildFromNothing(version: QemuVersion): Machine {
  return resolveMachine(emptyDraft('system', version, false), {
    options: [],
    programAt: undefined,
  });
}
