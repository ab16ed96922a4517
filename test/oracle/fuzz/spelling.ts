/**
 * Writes properties as QEMU's options and config files spell them, in every spelling that means the same,
 * and now and then in one that does not.
 */
import type { Draw } from './draw.ts';
import { booleanText } from './values.ts';

/** A property to write. A boolean may become a flag. */
export type Item = readonly [key: string, value: string | boolean];

/**
 * `socket,id=a,server,nowait`. `implied` is the key that a first item may leave out; `daemon` is the
 * storage daemon's dialect for monitors and objects, which knows no flags.
 */
export function writeList(
  draw: Draw,
  items: readonly Item[],
  implied?: string,
  dialect: 'options' | 'keyval' = 'options',
): string {
  const written: string[] = [];
  for (const [index, [key, value]] of garnish(draw, items).entries()) {
    const text =
      typeof value === 'boolean' ? booleanText(draw, value) : value.replaceAll(',', ',,');
    const mayDrop = index === 0 && key === implied && (!text.includes('=') || draw.odd(0.5));
    if (mayDrop && !draw.chance(0.15)) written.push(text);
    else if (typeof value === 'boolean' && draw.chance(dialect === 'options' ? 0.4 : 0.02)) {
      written.push(value ? key : `no${key}`);
    } else written.push(`${key}=${text}`);
  }
  if (draw.odd(0.03)) written.splice(draw.int(written.length + 1), 0, '');
  return written.join(',') + (draw.chance(0.02) ? ',' : '');
}

/** Adds what does not belong there. */
function garnish(draw: Draw, items: readonly Item[]): readonly Item[] {
  const all = [...items];
  const anywhere = (): number => draw.int(all.length + 1);
  if (draw.odd(0.025)) {
    const noise = [
      'bogus',
      'Server',
      ' server',
      'nowait',
      'noid',
      'id',
      'noserver',
      'help2',
      'nono',
    ];
    all.splice(anywhere(), 0, [draw.pick(['serve', 'hosts', ...noise]), draw.chance(0.5) || 'x']);
  }
  const first = all[draw.int(Math.max(1, all.length))];
  if (first !== undefined && draw.chance(0.05)) {
    const [key, value] = first;
    const other =
      typeof value === 'boolean' ? !value : draw.pick([value, 'x', '', '0', '::1', 'q']);
    // Before it, so that it is overruled, or behind it, where it overrules.
    if (key !== 'qom-type') {
      all.splice(draw.chance(0.6) ? 1 : anywhere(), 0, [key, other]);
    }
  }
  return all;
}

/** `[chardev "a"]` and its lines. */
export function writeSection(
  draw: Draw,
  group: string,
  id: string | undefined,
  items: readonly Item[],
): string {
  const lines = [writeHeader(draw, group, id)];
  for (const [key, value] of garnish(draw, items)) {
    const text = typeof value === 'boolean' ? booleanText(draw, value) : value;
    lines.push(writeEntry(draw, key, text));
    if (draw.chance(0.05)) lines.push(draw.pick(['# comment', '#', '', '#[mon]']));
    if (draw.odd(0.01)) lines.push(draw.pick([' ', '\t# c', '; c', '  [mon]', '= "x"', '[]']));
  }
  return lines.join('\n') + '\n';
}

function writeHeader(draw: Draw, group: string, id: string | undefined): string {
  if (draw.odd(0.02)) {
    const name = id ?? 'x';
    return draw.pick([
      `[${group} ${name}]`,
      `[${group} '${name}']`,
      `[${group} ""]`,
      '[bogus "x"]',
    ]);
  }
  if (id === undefined)
    return draw.odd(0.03) ? `[${group}` : draw.pick([`[${group}]`, `[${group}]`, `[${group}] x`]);
  const header = `[${group} "${id}"]`;
  return draw.pick([header, header, header, `[${group} "${id}"`, `[${group}  "${id}"] # x`]);
}

function writeEntry(draw: Draw, key: string, value: string): string {
  if (draw.odd(0.03)) {
    return draw.pick([`${key}="${value}"`, `${key}= "${value}"`, `${key}`, `${key} '${value}'`]);
  }
  if (draw.chance(0.03)) {
    // QEMU drops the value.
    return draw.pick([`  ${key} = ${value}`, `  ${key} = '${value}'`, `  ${key} ${value}`, key]);
  }
  const indent = draw.pick(['  ', '  ', '', '\t', '      ']);
  const equals = draw.pick([' = ', ' = ', ' =', '  =\t', '\t= ']);
  return `${indent}${key}${equals}"${value}"${draw.chance(0.05) ? ' # rest' : ''}`;
}

/** A JSON object, with QEMU's single quotes as well. Lists are written as they are. */
export function writeJson(draw: Draw, value: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(value);
  if (draw.odd(0.04))
    return draw.pick([`${text.slice(0, -1)},}`, `${text} x`, text.slice(0, -1), '{}']);
  const blank = draw.chance(0.2) ? text.replaceAll(':', ' : ').replaceAll(',"', ' ,\n"') : text;
  return draw.chance(0.3) ? blank.replaceAll('"', "'") : blank;
}
