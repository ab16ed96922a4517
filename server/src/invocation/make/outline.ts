/** What a Makefile says without evaluation: includes, assignments, whether it may concern QEMU. */

import type { Makefile, MakeNode } from '../../syntax/make/tree.ts';
import { mayBeQemuConfig } from '../../syntax/readconfig/detect.ts';
import { addTo } from '../../text/lookup.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { ALL_MONITOR_OPTIONS, handsAddress, oneOf } from '../monitor-options.ts';
import { broughtInBy, namesQemu, namesSystemQemu, programOfName } from '../program.ts';
import type { MakeValue } from './values.ts';
import { recursive } from './values.ts';

/** A file's outline, of all branches. */
export interface MakeOutline {
  /** Whether it alone may start a QEMU, open a monitor or hold a comment for us. */
  readonly isSeed: boolean;
  readonly programs: readonly string[];
  /** Scripts that recipes bring in, as written. */
  readonly scripts: readonly string[];
  readonly includes: readonly MappedText[];
  readonly expressions: readonly MappedText[];
  readonly assigned: ReadonlyMap<string, readonly MakeValue[]>;
  /** Appended text, by name. */
  readonly added: ReadonlyMap<string, readonly MappedText[]>;
  /** Values of computed names, by the text before the computed part: `FLAGS_`. */
  readonly computed: ReadonlyMap<string, readonly MakeValue[]>;
}

/** Options that open something, and words after a dash in monitor commands. */
const OPENS = new RegExp(
  [
    `(?<![\\w./-])(?:-${oneOf([...ALL_MONITOR_OPTIONS, 'qtest', 'vnc', 'spice', 'incoming', 'gdb'])}`,
    `--${oneOf(ALL_MONITOR_OPTIONS.filter((name) => name !== 'serial'))})(?![\\w./-])`,
  ].join('|') + '|chardev|debugcon|virtioconsole|readconfig|gdbserver|nbd[-_]server|\\bmon:',
);

/** Variables named after QEMU: `$(QEMU)`, and `_QEMU` of `$(ARCH)_QEMU`. */
const NAMED = /(?:\$[({]?|[)}])([\w.-]*(?:qemu|kvm|xemu)[\w.-]*)/gi;
/** `qemu-$(ARCH)` */
const COMPOSED = /(?:qemu|kvm|xemu)[\w.-]*\$/i;
const WHOLE_COMMENTS = /^[ \t]*#.*$/gm;

/** A file's outline. */
export function outlineOf({ source, nodes }: Makefile): MakeOutline {
  const code = source.replace(WHOLE_COMMENTS, '');
  const isNamed = namesQemu(code);
  return {
    ...outlineOfNodes(nodes),
    isSeed:
      OPENS.test(code) ||
      handsAddress(code) ||
      (isNamed && startsByName(code)) ||
      mayBeQemuConfig(source) ||
      source.includes('qemu-monitor-guard'),
    programs: isNamed ? [...code.matchAll(NAMED)].map(([, name = '']) => name) : [],
  };
}

function startsByName(code: string): boolean {
  if (namesSystemQemu(code) || COMPOSED.test(code)) return true;
  const words = code.match(/[^\s"'`;|&(){}=$]+/g) ?? [];
  return words.some((word) => programOfName(word) !== undefined);
}

/** The outline of evaluated text, for the file around it. */
export function outlineOfNodes(nodes: readonly MakeNode[]): MakeOutline {
  const includes: MappedText[] = [];
  const expressions: MappedText[] = [];
  const assigned = new Map<string, MakeValue[]>();
  const computed = new Map<string, MakeValue[]>();
  const scripts: string[] = [];
  const added = new Map<string, MappedText[]>();
  const visit = (node: MakeNode): void => {
    switch (node.kind) {
      case 'include':
        includes.push(node.names);
        break;
      case 'expression':
        if (!ONLY_PRINTS.test(node.text.decoded)) expressions.push(node.text);
        break;
      case 'assignment': {
        const { operator, value } = node;
        const name = node.name.decoded;
        const dollar = name.indexOf('$');
        // A sentence ends with a dot, too.
        scripts.push(...broughtInBy(value.decoded).filter((path) => /[./$]/.test(path)));
        const own = recursive(value);
        if (dollar !== -1) addTo(computed, name.slice(0, dollar), own);
        else if (operator === '+=') addTo(added, name, value);
        else addTo(assigned, name, own);
        if (operator === ':=' && /[({]eval\s/.test(value.decoded)) expressions.push(value);
        break;
      }
      case 'recipe':
        scripts.push(...broughtInBy(node.text.decoded));
        break;
      case 'conditional':
        for (const { body } of node.arms) body.forEach(visit);
        node.otherwise?.forEach(visit);
        break;
      default:
    }
  };
  nodes.forEach(visit);
  return { isSeed: false, programs: [], scripts, includes, expressions, assigned, added, computed };
}

const ONLY_PRINTS = /^\$[({](?:error|warning|info)\s/;
