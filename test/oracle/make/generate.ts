/**
 * Random Makefiles that start QEMU. Each command has a first argument of its own, so that it is known which one is meant.
 * The inputs of a Makefile are `IN1` to `IN3` alone, because a variable that it sets may be overridden.
 */

import { type Random, randomFor } from '../../support/random.ts';
import { PROGRAM } from '../flow/program.ts';

/** A part of a Makefile that can be left out; the lines around the bodies of a block stay with it. */
export type Part =
  | string
  | { readonly lines: readonly string[]; readonly bodies: readonly (readonly Part[])[] };

export interface MakeCase {
  readonly parts: readonly Part[];
  /** What make is asked to make, one after the other. */
  readonly targets: readonly string[];
  /** What is said on its command line, for each run. */
  readonly runs: readonly Readonly<Record<string, string>>[];
  /** Whether nothing depends on inputs. */
  readonly straight: boolean;
}

export function textOf(parts: readonly Part[]): string {
  return `${linesOf(parts).join('\n')}\n`;
}

function linesOf(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [part];
    const { lines, bodies } = part;
    return lines.flatMap((line, index) => [line, ...linesOf(bodies[index] ?? [])]);
  });
}

interface Draw extends Random {
  readonly straight: boolean;
  readonly variables: string[];
  readonly functions: string[];
  readonly recipes: string[];
  readonly exported: string[];
  readonly plain: string[];
  readonly targets: string[];
  tags: number;
  names: number;
}

export function generateMakefile(seed: number, index: number): MakeCase {
  const random = randomFor(seed, index);
  const straight = random.chance(0.4);
  const draw: Draw = {
    ...random,
    straight,
    variables: [],
    functions: [],
    recipes: [],
    exported: [],
    plain: [],
    targets: [],
    tags: 0,
    names: 0,
  };
  const parts: Part[] = [];
  if (random.chance(0.15)) parts.push('.ONESHELL:');
  if (random.chance(0.1)) parts.push('SHELL = /bin/bash');
  const count = 3 + random.int(9);
  for (let number = 0; number < count; number++) parts.push(...definition(draw, 0));
  for (let number = 1 + random.int(3); number > 0; number--) {
    parts.push(...rule(draw));
    // What stands behind a rule counts for its recipe as well.
    if (random.chance(0.5)) parts.push(...definition(draw, 0));
  }
  const say = (): Readonly<Record<string, string>> => {
    const said: Record<string, string> = {};
    for (const name of ['IN1', 'IN2', 'IN3']) {
      if (random.chance(0.6)) said[name] = random.pick(['on', 'x', 'a-b', '']);
    }
    return said;
  };
  const runs = straight ? [{}] : [{}, say(), say()];
  return { parts, targets: draw.targets, runs, straight };
}

/** An assignment, or several under a condition. */
function definition(draw: Draw, depth: number): readonly Part[] {
  return draw.choose<readonly Part[]>([
    [8, () => [assignment(draw)]],
    [2, () => [continued(draw)]],
    [
      2,
      () =>
        depth < 2 ? [conditional(draw, depth, (at) => definition(draw, at))] : [assignment(draw)],
    ],
    [1, () => [functionOf(draw)]],
    [2, () => [plain(draw)]],
    [1, () => [recipeOf(draw)]],
    [1, () => [exported(draw)]],
    [1, () => template(draw)],
    [0.5, () => ['# a comment with $(V1) and \\#']],
    [0.5, () => [draw.variables.length > 0 ? `undefine ${draw.pick(some(draw.variables))}` : '']],
  ]);
}

function some(names: readonly string[]): readonly [string, ...string[]] {
  return [names[0] ?? 'V0', ...names.slice(1)];
}

/** A name, mostly a new one. */
function variable(draw: Draw): string {
  if (draw.variables.length > 0 && draw.chance(0.35)) return draw.pick(some(draw.variables));
  const name = draw.pick(['V', 'flags-', 'A.']) + (draw.variables.length + 1);
  draw.variables.push(name);
  return name;
}

function assignment(draw: Draw): string {
  const value = words(draw, 3);
  const name = variable(draw);
  const operator = draw.pick([' = ', '=', ' := ', ' += ', ' += ', ' ?= ', ' ::= ', ':=']);
  const modifier = draw.chance(0.05) ? 'override ' : '';
  const comment = draw.chance(0.1) ? ' # and more' : '';
  return `${modifier}${name}${operator}${value}${comment}`;
}

/** A variable of one word. */
function plain(draw: Draw): string {
  const name = `P${draw.plain.length + 1}`;
  draw.plain.push(name);
  return `${name} ${draw.pick(['=', ':=', '?='])} ${literal(draw)}`;
}

function continued(draw: Draw): string {
  const values = [words(draw, 2), words(draw, 2), words(draw, 1)];
  const gap = draw.pick([' \\\n  ', '\\\n', ' \\\n\t\t']);
  return `${variable(draw)} ${draw.pick(['=', ':=', '+='])} ${values.join(gap)}`;
}

function conditional(draw: Draw, depth: number, body: (depth: number) => readonly Part[]): Part {
  const bodyOf = (): readonly Part[] => [
    ...body(depth + 1),
    ...(draw.chance(0.4) ? body(depth + 1) : []),
  ];
  const lines = [condition(draw)];
  const bodies = [bodyOf()];
  while (draw.chance(0.25)) {
    lines.push(`else ${condition(draw)}`);
    bodies.push(bodyOf());
  }
  if (draw.chance(0.6)) {
    lines.push('else');
    bodies.push(bodyOf());
  }
  return { lines: [...lines, 'endif'], bodies: [...bodies, []] };
}

function condition(draw: Draw): string {
  if (draw.straight)
    return draw.pick(['ifeq (a,a)', 'ifeq (a,b)', 'ifneq "a" "b"', "ifneq 'a' 'a'"]);
  const name = draw.pick(['IN1', 'IN2', 'IN3']);
  return draw.choose([
    [3, () => `ifeq ($(${name}),${draw.pick(['on', 'x', ''])})`],
    [1, () => `ifneq ($(${name}),on)`],
    [1, () => `ifeq "$(${name})" "on"`],
    [1, () => `ifdef ${name}`],
    [1, () => `ifndef ${name}`],
    [1, () => `ifneq (,$(filter on x,$(${name})))`],
    [1, () => `ifeq ($(${draw.pick(some(draw.variables))}),${literal(draw)})`],
  ]);
}

function functionOf(draw: Draw): string {
  const name = `f${draw.functions.length + 1}`;
  const body = `${words(draw, 2)} ${draw.pick(['$(1)', '$1', '-$(1)'])}${draw.chance(0.5) ? ' x$(2)' : ''}`;
  draw.functions.push(name);
  return `${name} = ${body}`;
}

/** A recipe of several lines in a variable. */
function recipeOf(draw: Draw): string {
  const name = `recipe${draw.recipes.length + 1}`;
  const lines = [command(draw), ...(draw.chance(0.6) ? [command(draw)] : [])];
  draw.recipes.push(name);
  return `define ${name}${draw.pick(['', ' =', ' ='])}\n${lines.join('\n')}\nendef`;
}

function exported(draw: Draw): string {
  const name = `E${draw.exported.length + 1}`;
  draw.exported.push(name);
  return `export ${name} ${draw.pick(['=', ':='])} ${words(draw, 2)}`;
}

/** Rules that make makes itself. */
function template(draw: Draw): readonly Part[] {
  const number = ++draw.names;
  const [one, other] = [`made${number}a`, `made${number}b`];
  const tag = ++draw.tags;
  draw.targets.push(one, other);
  return [
    {
      lines: [
        `define T${number}\n$(1):\n\t${PROGRAM} t${tag}$(1) $(2) $$(${draw.pick(some(draw.variables))}) $$$$H\nendef`,
        `$(eval $(call T${number},${one},${literal(draw)}))\n$(foreach n,${other},$(eval $(call T${number},$(n),-z)))`,
      ],
      bodies: [],
    },
  ];
}

/** A rule with its recipe, and variables that only it has. */
function rule(draw: Draw): readonly Part[] {
  const target = `t${++draw.names}`;
  const parts: Part[] = [];
  if (draw.chance(0.35)) parts.push(`${target}: ${assignment(draw)}`);
  if (draw.chance(0.15)) parts.push(`${target.slice(0, 1)}%: ${assignment(draw)}`);
  draw.targets.push(target);
  if (draw.chance(0.25)) {
    const above = `${target}-debug`;
    parts.push(`${above}: ${assignment(draw)}`, `${above}: ${target}`);
    draw.targets.push(above);
  }
  const lines: Part[] = [];
  for (let number = 1 + draw.int(3); number > 0; number--) lines.push(...recipeLine(draw));
  const first = draw.chance(0.2) ? ` ; ${command(draw)}` : '';
  return [...parts, { lines: [`${target}:${first}`], bodies: [lines] }, ...again(draw)];
}

/** A rule that starts make for the last target with other variables, which a make in there may hand on. */
function again(draw: Draw): readonly Part[] {
  const target = draw.targets.at(-1);
  if (target === undefined || !draw.chance(0.25)) return [];
  const own = `${target}-again`;
  draw.targets.push(own);
  const said = Array.from({ length: draw.pick([0, 1, 1, 2]) }, () => {
    const name = draw.chance(0.7) ? draw.pick(some(draw.variables)) : draw.pick(some(draw.plain));
    return ` ${name}="${literal(draw)}${draw.chance(0.3) ? ` ${literal(draw)}` : ''}"`;
  });
  return [`${own}:\n\t@$(MAKE) --no-print-directory ${target}${said.join('')}`, ...again(draw)];
}

function recipeLine(draw: Draw): readonly Part[] {
  const line = (): string => `\t${draw.pick(['', '@', '-', '@-', ' ', '+'])}${recipeCommand(draw)}`;
  return draw.choose<readonly Part[]>([
    [8, () => [line()]],
    [1, () => [conditional(draw, 1, () => [line()])]],
    [1, () => (draw.recipes.length > 0 ? [`\t$(${draw.pick(some(draw.recipes))})`] : [line()])],
    [0.5, () => ['# between the lines', line()]],
    [0.5, () => ['\t# for the shell', line()]],
  ]);
}

function recipeCommand(draw: Draw): string {
  return draw.choose([
    [8, () => command(draw)],
    [1, () => `A=${literal(draw)}; ${command(draw)} "$$A"`],
    [1, () => `${command(draw)} && \\\n\t  ${command(draw)}`],
    [
      draw.straight ? 0 : 1,
      () => `if [ -n "$$IN1" ]; then ${command(draw)}; else ${command(draw)}; fi`,
    ],
    [1, () => `for i in ${literal(draw)} ${literal(draw)}; do ${command(draw)} $$i; done`],
    [1, () => `sh -c '${PROGRAM} s${++draw.tags} $(${draw.pick(some(draw.variables))}) $$0' x`],
  ]);
}

function command(draw: Draw): string {
  const gap = draw.chance(0.2) ? ' \\\n\t\t' : ' ';
  const tag = `c${++draw.tags}`;
  const others = Array.from({ length: draw.int(4) }, () => word(draw, 0));
  return [PROGRAM, tag, ...others].join(gap);
}

function words(draw: Draw, most: number): string {
  return Array.from({ length: 1 + draw.int(most) }, () => word(draw, 1)).join(' ');
}

function quoted(text: string, depth: number): string {
  return depth === 0 ? `"${text}"` : text;
}

function literal(draw: Draw): string {
  return draw.pick(['-m', '1G', 'a.c', 'tcp:h:1', 'x-y', 'on', '-b', 'dir/file.o', 'k=v']);
}

function reference(draw: Draw): string {
  const name = draw.chance(0.85) ? draw.pick(some(draw.variables)) : 'UNSET';
  const input = !draw.straight && draw.chance(0.15) ? draw.pick(['IN1', 'IN2', 'IN3']) : name;
  return draw.pick([`$(${input})`, `\${${input}}`]);
}

/**
 * A reference beside other text in a word. What functions make of words that may be missing has blanks that may be
 * missing too, so that the end of such a word is unknown.
 */
function glued(draw: Draw): string {
  const input = draw.straight ? 'UNSET' : draw.pick(['IN1', 'IN2', 'IN3', 'UNSET']);
  return draw.plain.length > 0 && draw.chance(0.7)
    ? `$(${draw.pick(some(draw.plain))})`
    : `$(${input})`;
}

function word(draw: Draw, depth: number): string {
  const own = (): string => (depth < 2 ? word(draw, depth + 1) : literal(draw));
  const list = (): string => [own(), own()].join(' ');
  return draw.choose([
    [8, () => literal(draw)],
    [4, () => reference(draw)],
    [2, () => `${literal(draw)}${glued(draw)}`],
    // What make takes for two words is one for the shell, so that no function may come in between.
    [depth === 0 ? 1 : 0, () => `"${literal(draw)} ${reference(draw)}"`],
    [depth === 0 ? 1 : 0, () => `'${literal(draw)}'`],
    [1, () => (depth === 0 ? draw.pick(['"$$H"', "'$$H'", '"\\$$H"']) : '$${H}z')],
    [0.5, () => draw.pick(['$${H}z', 'a$$$$'])],
    [
      0.7,
      () =>
        draw.exported.length > 0 ? quoted(`$$${draw.pick(some(draw.exported))}`, depth) : '$$H',
    ],
    [0.5, () => `$(subst ${draw.pick(['a', '1', '.c'])},${draw.pick(['z', '', 'q'])},${list()})`],
    [0.5, () => `$(patsubst %.c,%.o,${list()})`],
    [0.3, () => `$(patsubst ${draw.pick(['%x', '-%'])},${draw.pick(['y', 'y%'])},${list()})`],
    [
      0.5,
      () => `$(${draw.pick(some(draw.variables))}:${draw.pick(['.c=.d', '%=p%', 'c=', '%.c=%'])})`,
    ],
    [0.5, () => `$(addprefix ${draw.pick(['-I', 'p/'])},${list()})`],
    [0.3, () => `$(addsuffix ${draw.pick(['.x', ','])},${list()})`],
    [0.4, () => `$(filter ${draw.pick(['%.c', '-%', 'on x', '%'])},${list()})`],
    [0.4, () => `$(filter-out ${draw.pick(['%.c', '-%', 'on x'])},${list()})`],
    [0.3, () => `$(${draw.pick(['strip', 'firstword', 'lastword'])} ${list()})`],
    [0.3, () => `$(${draw.pick(['dir', 'notdir'])} ${list()})`],
    [
      0.6,
      () => `$(if ${draw.straight ? draw.pick(['', 'x']) : reference(draw)},${own()},${list()})`,
    ],
    [0.2, () => `$(if ${draw.straight ? 'x' : reference(draw)},${own()})`],
    [0.4, () => `$(or ${draw.straight ? '' : '$(IN1)'},${own()})`],
    [0.3, () => `$(and ${draw.straight ? draw.pick(['', 'a']) : '$(IN2)'},${own()})`],
    [0.6, () => `$(foreach i,${list()},${draw.pick(['-$(i)', '$(i) $(i)', '$i$(UNSET)'])})`],
    [
      0.8,
      () =>
        draw.functions.length > 0
          ? `$(call ${draw.pick(some(draw.functions))},${own()},${own()})`
          : literal(draw),
    ],
    [0.2, () => '$(info said)'],
    [0.2, () => `$(shell echo ${literal(draw)})`],
    [draw.straight ? 0 : 0.3, () => `$(${draw.pick(['sort', 'word 1,', 'basename'])} ${list()})`],
  ]);
}
