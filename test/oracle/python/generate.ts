/**
 * Random Python programs that start a QEMU which writes down its arguments. What they do depends on flags that are given
 * to them; each of them does something with lists, texts, functions and conditions.
 */

import type { Random } from '../../support/random.ts';
import { PROGRAM } from '../flow/program.ts';

/** How many flags a program has. */
export const FLAGS = 3;

interface Program {
  readonly text: string;
  /** Whether it does the same whatever its flags are. */
  readonly isStraight: boolean;
}

/** What is known by name where an expression is made. */
interface Names {
  readonly texts: string[];
  readonly numbers: string[];
  readonly lists: string[];
  readonly tables: string[];
  /** Functions of one text that give a text, and of any that give a list. */
  readonly textFunctions: string[];
  readonly listFunctions: string[];
}

export function generateProgram(random: Random): Program {
  const isStraight = random.chance(0.3);
  const lines: string[] = [];
  let count = 0;
  const fresh = (letter: string) => `${letter}${count++}`;
  const pick = <T>(items: readonly T[]): T => items[random.int(items.length)] as T;
  /** Of an empty word that is perhaps missing no character can say so, so that only straight programs have one. */
  const word = () => {
    const words = ['a', 'b-c', 'x1', 'tcp', '0.0.0.0', 'serve r', "it's", 'say "x"', '%', '{'];
    return pick([...words, '\\\\', 'ü', '$H', '4444', 'k=v,w', ...(isStraight ? [''] : [])]);
  };
  const flag = () => `F[${random.int(FLAGS)}]`;

  /** A literal in some kind of quotes. */
  const literal = (own = word()): string => {
    const escaped = own.replaceAll("'", "\\'");
    const kind = random.int(6);
    if (kind === 0 && !/["\\]/.test(own)) return `"${own}"`;
    if (kind === 1) return `'''${escaped}'''`;
    if (kind === 2 && !/['\\]/.test(own)) return `r'${own}'`;
    if (kind === 3 && !/[{}\\']/.test(own)) return `f'${own}'`;
    if (kind === 4 && own.length > 1 && !/[\\'"]/.test(own)) {
      return `("${own.slice(0, 1)}" '${own.slice(1)}')`;
    }
    if (kind === 5 && /^[a-z]/.test(own) && !/[\\'"]/.test(own)) {
      return `"\\x${own.charCodeAt(0).toString(16)}${own.slice(1)}"`;
    }
    return `'${escaped}'`;
  };
  const plain = () => literal(pick(['a', 'b-c', 'x1', 'tcp', '4444', 'k=v,w']));

  const number = (names: Names): string => {
    return names.numbers.length > 0 && random.chance(0.5)
      ? pick(names.numbers)
      : String(random.int(9000));
  };

  const text = (names: Names, depth: number): string => {
    const inner = () => text(names, depth - 1);
    if (depth <= 0 || random.chance(0.25)) {
      return names.texts.length > 0 && random.chance(0.6) ? pick(names.texts) : literal();
    }
    return random.choose([
      [1, () => `${inner()} + ${inner()}`],
      [1, () => `f"<{${names.texts.length > 0 ? pick(names.texts) : "'q'"}}:{${number(names)}}>"`],
      [1, () => `f"{${number(names)}${isStraight ? '' : ':05d'}}{{}}{${number(names)}!s}"`],
      [1, () => `"%s-%d%%" % (${inner()}, ${number(names)})`],
      [1, () => `"%(a)s=%(b)s" % {"a": ${inner()}, "b": ${number(names)}}`],
      [1, () => `"{}+{}".format(${inner()}, ${number(names)})`],
      [1, () => `"{1}{x}{{}}".format(0, ${inner()}, x=${inner()})`],
      [1, () => `"${pick([',', ' ', '::'])}".join(${list(names, depth - 1)})`],
      [1, () => `str(${number(names)})`],
      [1, () => `(${inner()}).strip()`],
      [1, () => `(${inner()}).replace(${plain()}, ${inner()})`],
      [
        1,
        () =>
          names.textFunctions.length > 0 ? `${pick(names.textFunctions)}(${inner()})` : inner(),
      ],
      [1, () => (names.tables.length > 0 ? entry(pick(names.tables), names) : inner())],
      [1, () => `(${inner()} or ${inner()})`],
      [1, () => `(${fresh('w')} := ${inner()})`],
      [isStraight ? 0 : 1, () => `shlex.join(${list(names, depth - 1)})`],
      [1, () => `",".join(map(str, ${list(names, depth - 1)}))`],
      [isStraight ? 0 : 2, () => `(${inner()} if ${flag()} else ${inner()})`],
    ]);
  };

  /** A text that a table has; each of them has a `k0`. */
  const entry = (table: string, names: Names): string =>
    pick([
      `${table}.get("k${random.int(3)}", ${text(names, 0)})`,
      `${table}["k0"]`,
      `"<{k0}{x}>".format(x=1, **${table})`,
      `"<%(k0)s>" % ${table}`,
    ]);

  const callOf = (name: string, names: Names): string => {
    const given = [pick(['', text(names, 0)])];
    if (name.startsWith('_'))
      given.push(pick(['', 'on=True', 'on=0']), pick(['', 'x="y"', 'x=None']));
    return `${name}(${given.filter((one) => one !== '').join(', ')})`;
  };

  const list = (names: Names, depth: number): string => {
    const inner = () => list(names, depth - 1);
    const elements = () =>
      Array.from({ length: random.int(4) }, () => {
        return random.chance(0.2) && depth > 0
          ? `*${inner()}`
          : text(names, Math.max(0, depth - 1));
      }).join(', ');
    if (depth <= 0 || random.chance(0.2)) {
      return names.lists.length > 0 && random.chance(0.7) ? pick(names.lists) : `[${literal()}]`;
    }
    return random.choose([
      [1, () => `${inner()} + ${inner()}`],
      [1, () => `list(${inner()})`],
      [1, () => `(${inner()})[${pick(['1:', ':1', '-1:', ':-1', ':', '1:3'])}]`],
      [1, () => `"${pick(['a b', ' -m  1 ', 'x'])}".split()`],
      [1, () => `${plain()}.split(",")`],
      [
        1,
        () =>
          `shlex.split(${pick([`"a 'b c' d\\\\ e"`, `"-m " + str(${number(names)})`, `f"x {${number(names)}} 'y'"`])})`,
      ],
      [
        1,
        () => (names.listFunctions.length > 0 ? callOf(pick(names.listFunctions), names) : inner()),
      ],
      [1, () => `[*${inner()}, ${text(names, depth - 1)}]`],
      [1, () => `("-k ${word().replace(/["\\%]/g, '')} %s" % ${number(names)}).split()`],
      [2, () => `[${elements()}]`],
      [1, () => `(${inner()}).copy()`],
      [isStraight ? 0 : 1, () => `(${inner()} if ${flag()} else ${inner()})`],
    ]);
  };

  const launch = (names: Names, indent: string): string => {
    const own = `["${PROGRAM}"${random.chance(0.8) ? `, ${text(names, 2)}` : ''}] + ${list(names, 2)}`;
    return random.choose([
      [1, () => `${indent}subprocess.call(${own})`],
      [1, () => `${indent}subprocess.Popen(args=["${PROGRAM}", *${list(names, 2)}]).wait()`],
      [1, () => `${indent}os.system("${PROGRAM} -a %d 'b c' > /dev/null" % ${number(names)})`],
      [1, () => `${indent}os.spawnvp(os.P_WAIT, "${PROGRAM}", ["x", *${list(names, 1)}])`],
      [
        1,
        () =>
          `${indent}os.spawnlp(os.P_WAIT, "${PROGRAM}", "x", ${text(names, 1)}, *${list(names, 1)})`,
      ],
      [
        1,
        () =>
          `${indent}subprocess.run(f"cd . && exec ${PROGRAM} -p {${number(names)}} $X", shell=True)`,
      ],
      [
        1,
        () =>
          `${indent}subprocess.run("${PROGRAM} -n " + str(${number(names)}) + " -m", shell=True)`,
      ],
      [1, () => `${indent}subprocess.check_call(["env", "${PROGRAM}"] + ${list(names, 2)})`],
      [1, () => `${indent}subprocess.run(shlex.split("${PROGRAM} -s 'q r'") + ${list(names, 2)})`],
      [
        2,
        () => {
          const name = fresh('c');
          return [
            `${indent}${name} = ["${PROGRAM}"]`,
            ...statements({ ...names, lists: [name] }, indent, 3, 1),
            `${indent}subprocess.run(${name})`,
          ].join('\n');
        },
      ],
    ]);
  };

  const copy = (names: Names): Names => structuredClone(names);

  function statements(names: Names, indent: string, many: number, depth: number): string[] {
    const made: string[] = [];
    for (let left = 1 + random.int(many); left > 0; left--)
      made.push(statement(names, indent, depth));
    return made;
  }

  function statement(names: Names, indent: string, depth: number): string {
    const block = (head: string) => {
      const inner = copy(names);
      return [`${indent}${head}`, ...statements(inner, `${indent}    `, 3, depth - 1)].join('\n');
    };
    const change = () => {
      const own = names.lists.length > 0 ? pick(names.lists) : undefined;
      if (own === undefined) return `${indent}pass`;
      return (
        indent +
        pick([
          `${own} += ${list(names, 2)}`,
          `${own}.append(${text(names, 2)})`,
          `${own}.extend(${list(names, 2)})`,
          `${own}.insert(${pick(isStraight ? ['0', '1', `len(${own})`] : ['0', '1'])}, ${text(names, 1)})`,
          `${own} = ${own} + ${list(names, 1)}`,
          `${own}[1:1] = ${list(names, 1)}`,
          `${own}.append("-z"); ${own}.pop()`,
          `${own}.insert(0, ${own}.count("-z") and "" or "-q")`,
          `${fresh('h')}, *${own} = [${literal()}, *${own}]`,
          `${own}.clear()`,
        ])
      );
    };
    const changeTable = () => {
      const [table, own] = [pick(names.tables), pick(names.lists)];
      const [key, value] = [fresh('k'), fresh('v')];
      const each = pick([
        `for ${key}, ${value} in ${table}.items(): ${own} += ["-" + ${key}, ${value}]`,
        `for ${key} in ${table}: ${own}.append(f"{${key}}={${table}[${key}]}")`,
      ]);
      return (
        indent +
        pick([
          `${table}["k${random.int(3)}"] = ${text(names, 1)}`,
          `${table}.update(k1=${text(names, 1)})`,
          `${table}.pop("k${1 + random.int(2)}", None)`,
          `${own} += ${table}.values()`,
          `${own}.extend(${table}.keys())`,
          each,
        ])
      );
    };
    const hasBoth = names.tables.length > 0 && names.lists.length > 0;
    if (hasBoth && random.chance(0.2)) return changeTable();
    switch (random.int(depth > 0 ? 14 : 8)) {
      case 0: {
        const name = names.texts.length > 0 && random.chance(0.5) ? pick(names.texts) : fresh('t');
        const made = `${indent}${name} = ${text(names, 3)}`;
        if (!names.texts.includes(name)) names.texts.push(name);
        return made;
      }
      case 1: {
        const name = fresh('n');
        const made = `${indent}${name} = ${number(names)}`;
        names.numbers.push(name);
        return made;
      }
      case 2: {
        const name = fresh('l');
        const made = `${indent}${name} = ${list(names, 3)}`;
        names.lists.push(name);
        return made;
      }
      case 3:
        if (names.texts.length === 0) return `${indent}pass`;
        return `${indent}${pick(names.texts)} += ${text(names, 2)}`;
      case 4: {
        const name = fresh('d');
        const made = `${indent}${name} = {"k0": ${text(names, 2)}, "k1": ${text(names, 1)}}`;
        names.tables.push(name);
        return made;
      }
      case 5: {
        const [one, two] = [fresh('t'), fresh('t')];
        const made = `${indent}${one}, ${two} = ${text(names, 1)}, ${text(names, 1)}`;
        names.texts.push(one, two);
        return made;
      }
      case 8:
      case 9: {
        if (isStraight) return change();
        const then = block(`if ${flag()}:`);
        const more = random.chance(0.3) ? `\n${block(`elif ${flag()}:`)}` : '';
        return then + more + (random.chance(0.5) ? `\n${block('else:')}` : '');
      }
      case 10: {
        const name = fresh('i');
        const inner = copy(names);
        inner.texts.push(name);
        return [
          `${indent}for ${name} in [${literal()}, ${literal()}]:`,
          ...statements(inner, `${indent}    `, 2, depth - 1),
        ].join('\n');
      }
      case 11:
        return `${block('try:')}\n${indent}except KeyError:\n${indent}    pass`;
      case 12:
        return launch(names, indent);
      case 13: {
        if (isStraight) return change();
        const name = fresh('w');
        return `${indent}${name} = len(sys.argv)\n${indent}while ${name} > 2:\n${indent}    ${name} -= 1\n${statements(copy(names), `${indent}    `, 2, 0).join('\n')}`;
      }
      default:
        return change();
    }
  }

  lines.push('import os, shlex, subprocess, sys', 'F = [f == "1" for f in sys.argv[1:]]');
  const names: Names = {
    texts: [],
    numbers: [],
    lists: [],
    tables: [],
    textFunctions: [],
    listFunctions: [],
  };
  lines.push(...statements(names, '', 3, 0));
  for (let left = random.int(3); left > 0; left--) {
    const inner = copy(names);
    const returns = random.int(3);
    if (returns === 0) {
      const name = fresh('f');
      const parameter = fresh('p');
      const own = { ...inner, texts: [parameter], lists: [] };
      lines.push(`def ${name}(${parameter}, *${fresh('r')}, **${fresh('k')}):`);
      lines.push(...statements(own, '    ', 2, 1));
      lines.push(`    return ${text({ ...own, texts: [parameter], lists: [] }, 2)}`);
      names.textFunctions.push(name);
    } else if (returns === 1) {
      const isOfFile = random.chance(0.5);
      const name = fresh(isOfFile ? '_f' : 'f');
      const parameter = fresh('p');
      inner.texts.length = 0;
      inner.texts.push(parameter);
      if (isOfFile) {
        lines.push(`def ${name}(${parameter}=${literal()}, on=False, x=None):`);
        lines.push(`    if on:`, `        ${parameter} = ${literal()}`);
        lines.push(`    x = ${literal()} if x is None else x`);
        inner.texts.push('x');
      } else lines.push(`def ${name}(${parameter}=${literal()}):`);
      if (!isStraight && random.chance(0.4)) {
        lines.push(`    if ${flag()}:`, `        return [${parameter}, ${literal()}]`);
      }
      lines.push(`    return ${list({ ...inner, lists: [] }, 2)}`);
      names.listFunctions.push(name);
    } else {
      const name = fresh('C');
      lines.push(
        `class ${name}:`,
        `    own = ${list({ ...names, lists: [] }, 1)}`,
        `    def __init__(self, x=${literal()}):`,
        `        self.x = x`,
        `        self.args = ["${PROGRAM}", *self.own]`,
        `    def more(self, *a):`,
        `        self.args.extend(a)`,
        `        return self`,
        `    def run(self):`,
        `        subprocess.run(self.args + [self.x])`,
      );
      const object = fresh('o');
      const calls = Array.from({ length: random.int(3) }, () => `.more(${text(names, 1)})`).join(
        '',
      );
      lines.push(`${object} = ${name}(${pick(['', text(names, 1)])})${calls}`, `${object}.run()`);
    }
  }
  lines.push(...statements(names, '', 5, 2));
  lines.push(launch(names, ''));
  return { text: `${lines.join('\n')}\n`, isStraight };
}
