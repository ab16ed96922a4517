/** From an invocation to the machine it starts: the door of this layer. */
import type { Invocation } from '../invocation/invocation.ts';
import type { Machine } from './machine.ts';
import { buildFromArgv } from './machine-argv.ts';
import { buildFromConfig } from './machine-config.ts';

/** Builds the machine that an invocation starts. Nothing is refused: what makes no sense is left out. */
export function buildMachine(invocation: Invocation): Machine {
  return invocation.kind === 'argv' ? buildFromArgv(invocation) : buildFromConfig(invocation);
}
