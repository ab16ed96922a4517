/**
 * Random shell scripts that start QEMU with arguments from their data flow, and inputs for what they do
 * not say themselves. The same seed and number give the same script.
 */
import { type Random, randomFor } from '../../support/random.ts';
import { type Chunk, command, render, text } from './chunk.ts';
import { control, declarations, prelude, remainingCalls } from './control.ts';
import { type Draw, drawFor, type Grammar, type Place, TOP } from './draw.ts';
import { printer } from './printers.ts';
import { PROGRAM } from './program.ts';
import type { Inputs, ShellName } from './shells.ts';
import { state } from './state.ts';
import { start } from './strings.ts';
import { insideQuotes, word } from './words.ts';

export interface FlowCase {
  readonly shell: ShellName;
  /** How the script begins, without which it would not be what the case says. */
  readonly prelude: readonly Chunk[];
  readonly chunks: readonly Chunk[];
  /** See `Draw.straight`. */
  readonly straight: boolean;
  /** The inputs of each run. */
  readonly runs: readonly Inputs[];
}

/** The script as it is written into a file. */
export function scriptOf({ prelude, chunks }: FlowCase): string {
  return `${render([...prelude, ...chunks])}\n`;
}

const NO_INPUTS: Inputs = { env: {}, args: [], stdin: '', status: 0 };

/** How often a script that depends on its inputs is run. */
const RUNS = 3;

const GRAMMAR: Grammar = { body, printer };

/** The case of a number. Of five one is for dash and one for zsh, unless one shell is asked for. */
export function generateCase(seed: number, index: number, only?: FlowCase['shell']): FlowCase {
  const choice = randomFor(seed ^ 0x7a11, index);
  const shell = only ?? choice.pick(['dash', 'zsh', 'bash', 'bash', 'bash']);
  const straight = choice.chance(0.35);
  const blanks = !straight && choice.chance(0.5);
  const zsh = shell === 'zsh';
  const posix = shell === 'dash' || zsh;
  const draw = drawFor(seed, index, { posix, zsh, straight, blanks, grammar: GRAMMAR });
  const chunks = [...declarations(draw), ...body(draw, TOP, 4 + draw.int(10))];
  if (draw.straight || draw.chance(0.7)) chunks.push(...remainingCalls(draw, TOP));
  chunks.push(command(PROGRAM, 'last', word(draw, TOP), insideQuotes(draw, TOP)));
  const runs = straight ? [NO_INPUTS] : Array.from({ length: RUNS }, () => inputs(choice, blanks));
  return { shell, prelude: prelude(draw), chunks, straight, runs };
}

/** Some statements, at least one. */
function body(draw: Draw, place: Place, most: number): readonly Chunk[] {
  return Array.from({ length: 1 + draw.int(most) }, () => statement(draw, place));
}

function statement(draw: Draw, place: Place): Chunk {
  return draw.choose([
    [6, () => state(draw, place)],
    [place.depth > 3 ? 0 : 3, () => control(draw, place)],
    [3, () => (draw.takeCall() ? start(draw, place) : state(draw, place))],
    [0.2, () => text('# $M -monitor tcp:0.0.0.0:1 " unclosed\n:')],
  ]);
}

const TEXTS = [
  ...['', 'on', 'on', '1', 'x', 'a b', 'tcp:1.2.3.4:5', '-S', ' lead', 'a,b=c', '0', "it's", '*'],
] as const;

/** Texts that are one word without quotes too, also where `tr` makes blanks of commas, or none. */
const WORDS = ['', 'on', '1', 'x', 'tcp:1.2.3.4:5', '-S', 'a=b', '0', "it's"] as const;

function inputs(random: Random, blanks: boolean): Inputs {
  const texts = blanks ? TEXTS : WORDS;
  const env: Record<string, string> = {};
  for (const name of ['IN1', 'IN2', 'IN3']) if (random.chance(0.75)) env[name] = random.pick(texts);
  if (random.chance(0.8)) env['NUM1'] = random.pick(['0', '1', '7', '-3']);
  return {
    env,
    args: Array.from({ length: random.int(4) }, () => random.pick(texts)),
    stdin: Array.from({ length: random.int(3) }, () => `${random.pick(texts)}\n`).join(''),
    status: random.chance(0.8) ? 0 : 1,
  };
}
