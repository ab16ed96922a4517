/**
 * The directories that a script makes for itself before it does anything else with them: `dir=$(mktemp -d)`, or with
 * a mode that lets nobody else in. Only what every run makes counts, so what stands in a branch, a loop or a function
 * does not.
 */

import { baseName, literalText } from '../../../invocation/shell/domain/blocks.ts';
import { isShared } from '../../../qemu/machine/shared-directory.ts';
import type {
  ShellNode,
  ShellScript,
  ShellWord,
  SimpleCommand,
} from '../../../syntax/shell/tree.ts';
import type { Template, TemplatePart } from '../../../syntax/spell.ts';
import { isKnown, mappedText } from '../../../text/mapped-text.ts';

export interface MadeDirectory {
  /** As the script names it, without a `/` at its end: `$dir`, `/run/$USER`. */
  readonly path: Template;
  /** Behind which offset of the script it is there. */
  readonly from: number;
}

/** What the top level of a script makes, in the order of the text. */
export function madeDirectories({ nodes }: ShellScript): readonly MadeDirectory[] {
  const made: MadeDirectory[] = [];
  /** Directories of a mode that is not known to be private, by their text. */
  const others = new Set<string>();
  let closed = false;
  for (const node of nodes) {
    const command = firstCommand(node);
    if (command === undefined) continue;
    const from = command.at.end;
    for (const name of temporaryIn(command)) {
      made.push({ path: [{ kind: 'source', source: `$${name}` }], from });
    }
    const [program, ...words] = command.words;
    const name = baseName(literalText(program) ?? '');
    if (name === 'umask') closed = CLOSED_UMASK.test(literalText(words[0]) ?? '');
    if (name !== 'mkdir' && name !== 'install' && name !== 'chmod') continue;
    const { mode, paths, keeps } = operandsOf(name, words);
    for (const word of paths) {
      const path = pathOf(word);
      if (path === undefined) continue;
      const key = keyOf(path);
      const isPrivate = mode === undefined ? closed : CLOSED_MODE.test(mode);
      // What was there before may be anybody's, unless it lies where only some may make something.
      const isOurs = !keeps || isOutOfReach(path);
      if (name !== 'chmod') others.add(key);
      if (isPrivate && isOurs && (name !== 'chmod' || others.has(key))) made.push({ path, from });
    }
  }
  return made;
}

/** The command that a statement runs in any case: the first of `dir=$(mktemp -d) || exit`. */
function firstCommand(node: ShellNode | undefined): SimpleCommand | undefined {
  if (node?.kind === 'command') return node;
  return node?.kind === 'and-or' ? firstCommand(node.nodes[0]) : undefined;
}

/** Commands whose arguments may be assignments, and that need no function around them. */
const ASSIGNING: ReadonlySet<string | undefined> = new Set([
  'export',
  'readonly',
  'declare',
  'typeset',
]);

/** The variables to which a command assigns what `mktemp -d` prints. */
function temporaryIn({ words, assignments }: SimpleCommand): readonly string[] {
  if (words.length > 0 && !ASSIGNING.has(literalText(words[0]))) return [];
  return assignments.flatMap(({ name, value, append, index }) => {
    const word = value.kind === 'scalar' && !append && !index ? value.word : undefined;
    const [part, ...others] = word?.parts ?? [];
    if (part?.kind !== 'substitution' || others.length > 0) return [];
    const [made, ...more] = part.body;
    if (made?.kind !== 'command' || more.length > 0) return [];
    const isMade = literalText(made.words[0]) === 'mktemp' && made.words.some(isForDirectory);
    return isMade ? [name] : [];
  });
}

function isForDirectory(word: ShellWord): boolean {
  return /^(?:-[a-oq-z]*d\w*|--directory)$/.test(literalText(word) ?? '');
}

const CLOSED_UMASK = /^0?0?77$/;
const CLOSED_MODE = /^(?:0?700|u=rwx,(?:go=|g=,o=))$/;

/** The mode and the paths of `mkdir`, `install -d` and `chmod`, and whether it leaves alone what is there. */
function operandsOf(
  name: 'mkdir' | 'install' | 'chmod',
  words: readonly ShellWord[],
): {
  readonly mode: string | undefined;
  readonly paths: readonly ShellWord[];
  readonly keeps: boolean;
} {
  const paths: ShellWord[] = [];
  let mode: string | undefined;
  let keeps = name !== 'mkdir';
  let isDirectory = name !== 'install';
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    const text = literalText(word);
    if (word === undefined) break;
    if (text === undefined || !text.startsWith('-')) {
      if (name === 'chmod' && mode === undefined) mode = text ?? '';
      else paths.push(word);
      continue;
    }
    const [, letters = ''] = /^-([A-Za-z]+)/.exec(text) ?? [];
    if (letters.includes('p') || text === '--parents') keeps = true;
    if (letters.includes('d') || text === '--directory') isDirectory = true;
    const given = /^(?:--mode=|-[dpv]*m)(.*)$/.exec(text)?.[1];
    if (given === undefined) continue;
    mode = given === '' ? (literalText(words[++index]) ?? '') : given;
  }
  return { mode, paths: isDirectory ? paths : [], keeps };
}

/** A path as the script writes it; undefined for one that is not made of plain text and plain variables. */
function pathOf({ parts }: ShellWord): Template | undefined {
  const path: TemplatePart[] = [];
  for (const part of parts) {
    if (part.kind === 'text' && isKnown(part.text)) {
      path.push({ kind: 'text', text: part.text.text });
    } else if (part.kind === 'parameter' && /^\$(?:\w+|\{\w+\})$/.test(part.source)) {
      path.push({ kind: 'source', source: part.source });
    } else {
      return undefined;
    }
  }
  const last = path.at(-1);
  if (last?.kind === 'text')
    path[path.length - 1] = { kind: 'text', text: last.text.replace(/\/+$/, '') };
  const [first] = path;
  const isAbsolute = first?.kind === 'source' || first?.text.startsWith('/');
  return isAbsolute ? path : undefined;
}

function keyOf(path: Template): string {
  return path.map((part) => (part.kind === 'text' ? part.text : part.source)).join('');
}

/** Whether not everybody can make something in the directory above a path. */
function isOutOfReach([first]: Template): boolean {
  if (first?.kind === 'source') return /^\$\{?(?:HOME|XDG_RUNTIME_DIR)\b/.test(first.source);
  const text = first?.text ?? '';
  return text !== '' && !isShared({ ...mappedText([]), text });
}
