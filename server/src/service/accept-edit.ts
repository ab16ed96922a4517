/** Writes an entry into a folder's own file of settings, so that a monitor may stay as it is. */
import { readJson } from '../syntax/json/reader.ts';
import type { JsonObject } from '../syntax/json/tree.ts';
import { applyEdits, type Edit } from '../text/edit.ts';
import { SILENCEABLE } from './file-comments.ts';
import type { FileFinding } from './file-findings.ts';
import { globProblem } from './glob.ts';
import type { Acceptance } from './settings.ts';
import { readWorkspaceFile } from './workspace-file.ts';

/** An entry as it is written. */
export interface NewAcceptance extends Acceptance {
  readonly reason: string;
}

/**
 * The entry that accepts a finding and as little else as can be said: its rule, in its file, at its address
 * if it has one. `path` counts from the folder. Undefined for what no entry can accept.
 */
export function acceptanceOf({ rule, address }: FileFinding, path: string): Acceptance | undefined {
  if (!SILENCEABLE.includes(rule) || globProblem(path) !== undefined) return undefined;
  return { path, rules: [rule], address: address || undefined };
}

/**
 * The edit that adds an entry behind the others of a file, whose other text stays as it is; an empty text
 * becomes a file with this entry. Undefined for a text that is no JSON, or has no list where entries belong.
 */
export function acceptEdit(text: string, entry: NewAcceptance): Edit | undefined {
  const { root, problems } = readJson(text);
  if (problems.length > 0 || (root && root.kind !== 'object')) return undefined;
  const edit = root ? inObject(text, root, entry) : inNothing(text, entry);
  const written = edit && applyEdits(text, [edit]);
  if (edit === undefined || written === undefined) return undefined;
  // Nobody is told that something is accepted which is not.
  const { acceptances } = readWorkspaceFile(written);
  const before = readWorkspaceFile(text).acceptances;
  return acceptances.length === before.length + 1 ? edit : undefined;
}

const ENDING = '\n';
const UNIT = '  ';

function inNothing(text: string, entry: NewAcceptance): Edit {
  const before = text === '' || text.endsWith(ENDING) ? '' : ENDING;
  const list = ['{', `${UNIT}"accept": [`, entryText(entry, UNIT, 2), `${UNIT}]`, '}', ''];
  return { at: { start: text.length, end: text.length }, text: before + list.join(ENDING) };
}

function inObject(text: string, root: JsonObject, entry: NewAcceptance): Edit | undefined {
  const unit = unitOf(text, root);
  const known = root.members.findLast(({ key }) => key.text === 'accept');
  if (known === undefined) {
    const list = `${unit}"accept": [${ENDING}${entryText(entry, unit, 2)}${ENDING}${unit}]`;
    return insert(text, root.at.start + 1, root.members.at(-1)?.value?.at.end, list, '');
  }
  if (known.value?.kind !== 'array') return undefined;
  const { at, items } = known.value;
  return insert(text, at.start + 1, items.at(-1)?.at.end, entryText(entry, unit, 2), unit);
}

/**
 * Inserts lines behind the last item of a list or object, or behind its bracket where there is none; `margin`
 * is what stands in front of the closing bracket, for one that is on the same line.
 */
function insert(
  text: string,
  open: number,
  last: number | undefined,
  lines: string,
  margin: string,
): Edit {
  if (last !== undefined) return { at: { start: last, end: last }, text: `,${ENDING}${lines}` };
  const isClosed = /^[ \t]*[\]}]/.test(text.slice(open));
  const behind = isClosed ? ENDING + margin : '';
  return { at: { start: open, end: open }, text: ENDING + lines + behind };
}

/** What the members of an object are indented with. */
function unitOf(text: string, { members }: JsonObject): string {
  const [first] = members;
  if (first === undefined) return UNIT;
  const line = text.slice(text.lastIndexOf(ENDING, first.key.at.start) + 1, first.key.at.start);
  return line !== '' && line.trim() === '' ? line : UNIT;
}

function entryText({ path, rules, address, reason }: NewAcceptance, unit: string, depth: number) {
  const margin = unit.repeat(depth);
  const members = [
    `"path": ${JSON.stringify(path)}`,
    `"rules": [${rules.map((id) => JSON.stringify(id)).join(', ')}]`,
    ...(address === undefined ? [] : [`"address": ${JSON.stringify(address)}`]),
    `"reason": ${JSON.stringify(reason)}`,
  ];
  const inside = members.map((member) => `${margin}${unit}${member}`).join(`,${ENDING}`);
  return `${margin}{${ENDING}${inside}${ENDING}${margin}}`;
}
