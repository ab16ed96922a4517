/**
 * Random bash scripts whose QEMUs have ids, spelled in the ways in which scripts do: in quotes of all kinds, in
 * variables, defaults, arrays, loops, functions, what commands print, and a file that is sourced. Chardevs,
 * monitors and objects have the same names on purpose, and so have machines.
 */
import { type Random, randomFor } from '../../support/random.ts';

/** A word of a command, with ids apart from the rest. */
type Word = readonly (string | { readonly id: string })[];

/** How a word is quoted. */
type Quotes = 'bare' | 'double' | 'single';

/** The script that is run, and one that it may source. */
export interface RenameCase {
  readonly script: string;
  readonly sourced: string;
}

const NAMES = ['mon0', 'mon1', 'm', 'ser.a', 'c-0'] as const;
const BACKENDS = ['stdio', 'pty', 'null', 'socket,path=/run/mon0.sock,server=on'] as const;

/** The script of a number; the same seed and number give the same one. */
export function renameCase(seed: number, index: number): RenameCase {
  const random = randomFor(seed, index);
  const own: string[] = [];
  const sourced: string[] = [];
  let count = 0;
  const define = (prefix: string, value: string): string => {
    const name = `${prefix}${count++}`;
    (random.chance(0.3) ? sourced : own).push(`${name}=${value}`);
    return name;
  };
  const runs = Array.from({ length: 1 + random.int(2) }, () => {
    const names = [random.pick(NAMES), random.pick(NAMES)] as const;
    const words = optionsOf(random, names).map((option) => {
      const spelled = option.map((word) => spell(random, word, define)).join(' ');
      if (random.chance(0.15)) return `"\${${define('ARGS', `(${spelled})`)}[@]}"`;
      const plain = option.map(textOf).join(' ');
      if (plain.includes('{')) return spelled;
      if (random.chance(0.15)) return `$${define('OPTION', `"${plain}"`)}`;
      return random.chance(0.1) ? `$(echo ${plain})` : spelled;
    });
    return inContext(random, `qemu-system-x86_64 ${words.join(' \\\n  ')}`, names[0]);
  });
  const script = ['#!/bin/bash', '. ./lib.sh', ...own, ...runs, ''].join('\n');
  return { script, sourced: [...sourced, ''].join('\n') };
}

/** A chardev for each name, and options that mean it or something else of the same name. */
function optionsOf(random: Random, names: readonly string[]): readonly (readonly Word[])[] {
  const other = { id: random.pick(NAMES) };
  return [...new Set(names)].flatMap((name) => {
    const id = { id: name };
    const users: readonly [readonly Word[], ...(readonly Word[])[]] = [
      [['-mon'], ['chardev=', id]],
      [['-mon'], [id, ',mode=control,id=', other]],
      [['-serial'], ['chardev:', id]],
      [['-device'], ['virtconsole,chardev=', id]],
      [['-device'], ['{"driver":"virtconsole","chardev":"', id, '"}']],
      [['-netdev'], ['vhost-user,id=', other, ',chardev=', id]],
      [['-chardev'], ['hub,id=h', ',chardevs.0=', id]],
      [['-object'], ['secret,id=', id, ',data=x']],
      [['-name'], [name]],
    ];
    const [backend = '', ...rest] = random.pick(BACKENDS).split(',');
    const definition: Word = [`${backend},id=`, id, ...rest.map((one) => `,${one}`)];
    return [[['-chardev'], definition], random.pick(users), random.pick(users)];
  });
}

function textOf(word: Word): string {
  return word.map((part) => (typeof part === 'string' ? part : part.id)).join('');
}

function spell(random: Random, word: Word, define: (prefix: string, value: string) => string) {
  const isJson = textOf(word).includes('{');
  const quotes: Quotes = isJson ? 'single' : random.pick(['bare', 'bare', 'double', 'single']);
  const body = word
    .map((part) => (typeof part === 'string' ? part : spellId(random, part.id, quotes, define)))
    .join('');
  const quote = { bare: '', double: '"', single: "'" }[quotes];
  return quote + body + quote;
}

function spellId(
  random: Random,
  id: string,
  quotes: Quotes,
  define: (prefix: string, value: string) => string,
): string {
  const [first, rest] = [id.slice(0, 1), id.slice(1)];
  if (quotes === 'single') return id;
  const written = (): string =>
    quotes === 'double'
      ? id
      : random.pick([id, `"${id}"`, `'${id}'`, `${first}"${rest}"`, `\\${id}`, `$'${id}'`]);
  const value = (): string =>
    random.pick([id, `"${id}"`, `'${id}'`, `\${NO:-${id}}`, `$(echo ${id})`]);
  return random.choose([
    [6, written],
    [3, () => `\${${define('V', value())}}`],
    [1, () => `\${W:-${id}}`],
    [1, () => `\${${define('FIRST', first)}}${rest}`],
    [1, () => `$(printf %s ${id})`],
    [1, () => `\${${define('LIST', `(x ${id} y)`)}[1]}`],
    [1, () => `\${${define('FILE', `${id}.sock`)}%.sock}`],
  ]);
}

/** A command where scripts have theirs: a function, a loop, a branch, a string for another shell. */
function inContext(random: Random, command: string, id: string): string {
  return random.choose([
    [4, () => command],
    [1, () => `run() {\n  ${command}\n}\nrun`],
    [1, () => `start() { ${command} -chardev "null,id=$1" -serial chardev:$1; }\nstart a\nstart b`],
    [1, () => `for i in 0 1; do ${command} -chardev null,id=z$i -serial chardev:z$i; done`],
    [1, () => `if true; then ${command}; else ${command}; fi`],
    [1, () => `bash -c 'qemu-system-x86_64 -chardev stdio,id=${id} -mon "${id}"'\n${command}`],
    [
      1,
      () => `bash <<'END'\nqemu-system-x86_64 -chardev stdio,id=${id} -mon ${id}\nEND\n${command}`,
    ],
  ]);
}
