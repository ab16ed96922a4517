/**
 * Files of settings that a shell, systemd or a container reads (`.env`, `vm.conf`): nothing in them but variables that
 * are given values. Only a shell wants quotes around a value with blanks; the others take the rest of the line.
 */
import { UNKNOWN_ENCODING } from '../../text/encoding.ts';
import { verbatim } from '../../text/mapped-text.ts';
import { NO_COMMAND } from './inside.ts';
import { readShell } from './reader.ts';
import type { ShellNode, ShellScript, SimpleCommand } from './tree.ts';

/** What it takes to be worth reading; most files have none of it. */
const OPTION = /(?<![\w-])-(?:monitor|qmp-pretty|qmp|mon|chardev)[\s=]/;
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*\+?=/m;

/** Whether a text may be a file of settings for a QEMU: true for too many, and false for none. */
export function mayBeSettings(text: string): boolean {
  return OPTION.test(text) && ASSIGNMENT.test(text);
}

/** Whether it is one, with an option of a monitor in it. */
export function looksLikeSettings(text: string): boolean {
  return mayBeSettings(text) && readSettings(text).nodes.length > 0;
}

/** Reads a file of settings; one that holds anything else has no nodes. */
export function readSettings(text: string): ShellScript {
  const script = readShell(text);
  if (script.problems.length === 0 && script.nodes.every(assigns)) return script;
  return { ...script, nodes: lineByLine(text) ?? [], problems: [] };
}

function assigns(node: ShellNode): boolean {
  if (node.kind !== 'command' || node.redirections.length > 0 || node.assignments.length === 0) {
    return false;
  }
  const [name, ...others] = node.words;
  return name === undefined || (name.plain === 'export' && others.length === 0);
}

/** A line without a value in quotes, and without anything that may expand. */
const LINE = /^[ \t]*(?:(?:#.*)?|((?:export[ \t]+)?([A-Za-z_]\w*)=)([^"'`$\\]*))\r?$/;

/** The variables of a file in which each line gives one its value; undefined for any other file. */
function lineByLine(text: string): readonly SimpleCommand[] | undefined {
  const nodes: SimpleCommand[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    const [, before, name, value = ''] = match ?? [];
    const [quoted] = match ? [] : readShell(text, { start, end: start + line.length }).nodes;
    if (quoted?.kind === 'command' && assigns(quoted)) nodes.push(quoted);
    else if (!match) return undefined;
    else if (name !== undefined && before !== undefined) {
      const from = start + line.indexOf(before) + before.length;
      nodes.push(assignment(text, name, from, from + value.trimEnd().length));
    }
    start += line.length + 1;
  }
  return nodes;
}

/** A command that gives a variable a text as it is written. */
function assignment(text: string, name: string, start: number, end: number): SimpleCommand {
  const at = { start, end };
  const part = { kind: 'text', text: verbatim(text, at, UNKNOWN_ENCODING), quoted: true } as const;
  const word = { at, inert: true, plain: undefined, parts: [part] };
  const own = { at, name, append: false, index: undefined } as const;
  return { ...NO_COMMAND, at, assignments: [{ ...own, value: { kind: 'scalar', word } }] };
}
