/** From an invocation to the machine it starts: the door of this layer. */
import type { Invocation } from '../invocation/invocation.ts';
import type { Machine } from './machine.ts';
import { buildFromArgv } from './machine-argv.ts';
import { buildFromConfig } from './machine-config.ts';
import { NEWEST_VERSION } from './version.ts';

/** Builds the machine that an invocation starts. Nothing is refused: what makes no sense is left out. */
export function buildMachine(invocation: Invocation, version = NEWEST_VERSION): Machine {
  return invocation.kind === 'argv'
    ? buildFromArgv(invocation, version)
    : buildFromConfig(invocation, version);
}
