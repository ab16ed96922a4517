/** Moves a socket with the uses of its path; undefined if they cannot reach it. Why: docs/decisions/fix-edits.md */

import * as l10n from '@vscode/l10n';
import { literalText } from '../../../invocation/domain/blocks.ts';
import { programAt } from '../../../invocation/shell/programs/table.ts';
import type { Machine } from '../../../qemu/machine/machine.ts';
import type { Fix } from '../../../rules/rule.ts';
import { pipedCommands, visitNodes, wordsOf } from '../../../syntax/shell/inside.ts';
import type { ShellNode, ShellPart, ShellScript, ShellWord } from '../../../syntax/shell/tree.ts';
import { spell } from '../../../syntax/spell.ts';
import { type Edit, editsOverlap } from '../../../text/edit.ts';
import { describeEncodings, type Encodings, innermost } from '../../../text/encoding.ts';
import { getOrInsert, once } from '../../../text/lookup.ts';
import { type MappedText, type Piece, spanOf } from '../../../text/mapped-text.ts';
import { contains, movedSpan, type Span, touches } from '../../../text/span.ts';
import { placeOfChange } from '../../analysis/connections.ts';
import {
  isOfMachine,
  type Mention,
  mentionsAround,
  mentionsHere,
  wordsOfMachines,
} from '../clients/mentions.ts';
import { pathsOf } from '../clients/project.ts';
import { keepWhole } from '../divided-words.ts';
import { targetAt } from '../edit-target.ts';
import type { FixContext } from '../fix-context.ts';
import type { RenderedFix } from '../render-fix.ts';
import { breaksOtherUses } from '../variables.ts';
import { inOrder } from './client-names.ts';
import { leaving } from './followed-clients.ts';

type Relocated = NonNullable<Fix['relocatesSocket']>;

export function withOtherUses(
  context: FixContext,
  rendered: RenderedFix,
  relocated: Relocated,
): RenderedFix | undefined {
  const { analysis, project, movedTo } = context;
  const { name } = relocated;
  const own = [...name.pieces, ...rendered.edits].map(({ at }) => at);
  const moved = placeOfChange(rendered.of.changes);
  const paths = pathsOf(relocated, context.text);
  const here = paths.flatMap((path) => {
    return mentionsHere(analysis, path, [spanOf(name), ...own], moved);
  });
  const around = paths.flatMap((path) => mentionsAround(analysis, project, path));
  const clients = around.filter((place) => !place.serves && !isOfMachine(project, place));
  if (movedTo?.isOwn && here.length + clients.length > 0) return undefined;
  const changes = here.map((place) => changeAt(context, relocated, place));
  const edits = [...rendered.edits, ...changes.flatMap((change) => change ?? [])];
  const isTorn = editsOverlap(edits);
  const left = here.filter(({ within, serves }, index) => {
    const isMachines = serves || wordsOfMachines(analysis).some((word) => touches(word, within));
    return !isMachines && (changes[index] === undefined || isTorn);
  });
  const all = isTorn ? rendered : { ...rendered, edits };
  const risk = l10n.t(
    '{0}; the variable is used for other things too, and they move as well',
    rendered.risk,
  );
  const fix = isDirectoryShared(context, name) ? { ...all, risk, preferred: false } : all;
  const staying = inOrder([...left, ...clients]);
  return staying.length > 0 ? leaving(analysis, fix, staying) : fix;
}

/** Whether other paths begin with the same variable: `DIR` of `$DIR/qmp.sock`. */
function isDirectoryShared({ text }: FixContext, { decoded, pieces, starts }: MappedText): boolean {
  const [first] = pieces;
  const definition = first && definitionOf(first);
  const end = pieces.findIndex((piece) => definitionOf(piece)?.start !== definition?.start);
  const name = definition && /^(\w+)=/.exec(text.slice(definition.start, definition.end))?.[1];
  if (name === undefined || end === -1) return false;
  const rest = decoded.slice(starts[end]);
  return [...text.matchAll(new RegExp(`\\$(?:${name}\\b|\\{${name}\\b\\}?)`, 'g'))].some((use) => {
    const behind = text.slice(
      use.index + use[0].length,
      use.index + use[0].length + rest.length + 2,
    );
    return !behind.startsWith(rest) || /^[\w/-]|^\.\w/.test(behind.slice(rest.length));
  });
}

function definitionOf({ through, definition }: Piece): Piece['definition'] {
  return through.length > 0 ? definition : undefined;
}

/** Changes a mention as the fix changes the path; undefined if the place cannot hold the new path. */
function changeAt(
  context: FixContext,
  { kind, name, moved = name.decoded.lastIndexOf('/'), joints = [] }: Relocated,
  { path, at, within }: Mention,
): readonly Edit[] | undefined {
  const { analysis, text, movedTo } = context;
  const { machines } = analysis.connections;
  const target = targetAt(context, within);
  const file = analysis.files.files.find((one) => one.path === path);
  if (kind !== 'path' || !movedTo || !target?.host.hasShellWords || !file) return undefined;
  const length = Math.max(moved, joints.at(-1)?.end ?? 0);
  const beginning = text.slice(within.start, within.start + length);
  if (beginning !== name.decoded.slice(0, length)) return undefined;
  // The port of `tcp::1unix:/tmp/a` is refused text, not a path.
  if (refusedAt(machines).some((refused) => contains(refused, within))) return undefined;
  const read = readByMachines(machines).get(within.start);
  const inScript = read ? undefined : pathsOfScript(context.trees.script(file)).get(at.start);
  const [encodings, ...others] = read?.encodings.values() ?? (inScript ? [inScript] : []);
  const spelled = encodings && spell(movedTo.directory, encodings, encodings);
  if (spelled === undefined || others.length > 0) return undefined;
  const first = { at: { start: within.start, end: within.start + moved }, text: spelled };
  if (read?.words.some((word) => breaksOtherUses(text, word, [first]))) return undefined;
  const dashes = joints.map((joint) => ({ at: movedSpan(joint, within.start), text: '-' }));
  const quotes = spelled.includes('$') ? keepWhole([first], machines).quotes : [];
  return [first, ...quotes, ...dashes];
}

interface Read {
  readonly words: MappedText[];
  readonly encodings: Map<string, Encodings>;
}

const readByMachines = once((machines: readonly Machine[]): ReadonlyMap<number, Read> => {
  const found = new Map<number, Read>();
  const words = machines.flatMap(({ options }) => options.flatMap((option) => option.words));
  for (const { value } of words) {
    for (const piece of value.pieces) {
      if (innermost(piece.encodings).notation !== 'shell') continue;
      for (const start of pathsIn(piece)) {
        const read = getOrInsert(found, start, () => ({ words: [], encodings: new Map() }));
        read.words.push(value);
        read.encodings.set(describeEncodings(piece.encodings), piece.encodings);
      }
    }
  }
  return found;
});

const refusedAt = once((machines: readonly Machine[]): readonly Span[] =>
  machines.flatMap(({ refusals }) => refusals.map(({ place }) => place.at)),
);

/** Encodings by the offset of a path in a script, without text that a shell may read again. */
const pathsOfScript = once(({ nodes }: ShellScript): ReadonlyMap<number, Encodings> => {
  const found = new Map<number, Encodings>();
  const piped = pipedCommands(nodes);
  visitNodes(nodes, (node) => {
    const name = nameOfCommand(node);
    if (programAt(name)?.nested) return;
    const isPrinted = /^(?:echo|printf)$/.test(name) && !piped.has(node);
    for (const part of wordsOf(node).flatMap(partsIn)) {
      if (part.kind !== 'text') continue;
      const isString = /\s/.test(part.text.decoded);
      for (const piece of part.text.pieces) {
        const { id } = innermost(piece.encodings);
        if (isString && (id === 'single' || (id === 'double' && !isPrinted))) continue;
        for (const start of pathsIn(piece)) found.set(start, piece.encodings);
      }
    }
  });
  return found;
});

function partsIn({ parts }: ShellWord): readonly ShellPart[] {
  return parts.flatMap((part) => {
    const isDefault = part.kind === 'parameter' && part.operand;
    return isDefault ? partsIn(isDefault) : [part];
  });
}

function nameOfCommand(node: ShellNode): string {
  return (node.kind === 'command' && literalText(node.words[0])) || '';
}

function pathsIn(piece: Piece): readonly number[] {
  if (piece.kind !== 'known' || !piece.verbatim) return [];
  return [...piece.text.matchAll(/(?<![\w./])\//g)].map(({ index }) => piece.at.start + index);
}
