/** Terminal colours. No information depends on them. */
import type { Request } from '../arguments/parse.ts';
import type { Output, World } from '../world.ts';

export type Colour = 'red' | 'yellow' | 'blue' | 'cyan' | 'green' | 'bold' | 'dim';

/** Colours a text, or returns it unchanged. */
export type Paint = (colour: Colour, text: string) => string;

const CODES: Readonly<Record<Colour, string>> = {
  red: '1;31',
  yellow: '1;33',
  blue: '1;34',
  cyan: '1;36',
  green: '32',
  bold: '1',
  dim: '2',
};

/** The usual colours of compilers. */
export const COLOUR_OF_SEVERITY = {
  ...({ error: 'red', warning: 'yellow', information: 'blue', hint: 'cyan' } as const),
};

/** For files, pipes and terminals without colours. */
export const plainPaint: Paint = (_, text) => text;

/** The flag decides, then https://no-color.org and https://force-color.org, then the output. */
export function painter(color: Request['color'], output: Output, env: World['env']): Paint {
  return isColoured(color, output, env)
    ? (colour, text) => (text === '' ? text : `\u001b[${CODES[colour]}m${text}\u001b[0m`)
    : plainPaint;
}

function isColoured(color: Request['color'], output: Output, env: World['env']): boolean {
  if (color !== 'auto') return color === 'always';
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return output.isTerminal && env['TERM'] !== 'dumb';
}
