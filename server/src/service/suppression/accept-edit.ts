import { readJson } from '../../syntax/json/reader.ts';
import type { JsonObject } from '../../syntax/json/tree.ts';
import { applyEdits, type Edit, lineEnding } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { FileFinding } from '../analysis/file-findings.ts';
import { globProblem } from '../settings/glob.ts';
import type { Acceptance, ReasonedAcceptance } from '../settings/settings.ts';
import { readWorkspaceFile } from '../settings/workspace-file.ts';
import { SILENCEABLE } from './file-comments.ts';

/** The narrowest entry; undefined if a finding cannot be accepted. `path` is relative to the folder. */
export function acceptanceOf({ rule, address }: FileFinding, path: string): Acceptance | undefined {
  if (!SILENCEABLE.includes(rule) || globProblem(path) !== undefined) return undefined;
  return { path, rules: [rule], address: address || undefined };
}

/** Adds an entry; undefined for invalid JSON or a misplaced list. */
export function acceptEdit(text: string, entry: ReasonedAcceptance): Edit | undefined {
  const { root, problems } = readJson(text);
  if (problems.length > 0 || (root && root.kind !== 'object')) return undefined;
  const edit = root ? inObject(text, root, entry) : inNothing(text, entry);
  const written = edit && applyEdits(text, [edit]);
  if (edit === undefined || written === undefined) return undefined;
  const { acceptances } = readWorkspaceFile(written);
  const before = readWorkspaceFile(text).acceptances;
  return acceptances.length === before.length + 1 ? edit : undefined;
}

const UNIT = '  ';

interface Layout {
  readonly ending: string;
  readonly unit: string;
}

function inNothing(text: string, entry: ReasonedAcceptance): Edit {
  const layout = { ending: lineEnding(text), unit: UNIT };
  const { ending } = layout;
  const before = text === '' || text.endsWith('\n') ? '' : ending;
  const file = ['{', listText(entry, layout), '}', ''].join(ending);
  return { at: { start: text.length, end: text.length }, text: before + file };
}

function inObject(text: string, root: JsonObject, entry: ReasonedAcceptance): Edit | undefined {
  const layout = { ending: lineEnding(text), unit: unitOf(text, root) };
  const known = root.members.findLast(({ key }) => key.text === 'accept');
  if (known === undefined) {
    const list = listText(entry, layout);
    return insert(text, root.at, root.members.at(-1)?.value?.at.end, list, layout, '');
  }
  if (known.value?.kind !== 'array') return undefined;
  const { at, items } = known.value;
  return insert(text, at, items.at(-1)?.at.end, entryText(entry, layout), layout, layout.unit);
}

function insert(
  text: string,
  { start, end }: Span,
  last: number | undefined,
  lines: string,
  { ending }: Layout,
  margin: string,
): Edit {
  const from = last ?? start + 1;
  const behind = text.slice(from, end - 1);
  // A comment stays with its item.
  const [rest = '', ownComma = ''] = REST_OF_LINE.exec(behind) ?? [];
  const comma = last === undefined || ownComma !== '' ? '' : ',';
  const close = /^[ \t]*$/.test(behind) ? ending + margin : '';
  return {
    at: { start: from, end: from + rest.length },
    text: `${comma}${rest}${ending}${lines}${ownComma}${close}`,
  };
}

const REST_OF_LINE =
  /^[ \t]*(?:(,)[ \t]*)?(?:\/\*(?:[^*\r\n]|\*(?!\/))*\*\/[ \t]*)*(?:\/\/[^\r\n]*)?(?=\r?\n)/;

function unitOf(text: string, { members }: JsonObject): string {
  const [first] = members;
  if (first === undefined) return UNIT;
  const line = text.slice(text.lastIndexOf('\n', first.key.at.start) + 1, first.key.at.start);
  return line !== '' && line.trim() === '' ? line : UNIT;
}

function listText(entry: ReasonedAcceptance, layout: Layout): string {
  const { ending, unit } = layout;
  return [`${unit}"accept": [`, entryText(entry, layout), `${unit}]`].join(ending);
}

function entryText(
  { path, rules, address, reason }: ReasonedAcceptance,
  { unit, ending }: Layout,
): string {
  const margin = unit.repeat(2);
  const members = [
    `"path": ${JSON.stringify(path)}`,
    `"rules": [${rules.map((id) => JSON.stringify(id)).join(', ')}]`,
    ...(address === undefined ? [] : [`"address": ${JSON.stringify(address)}`]),
    `"reason": ${JSON.stringify(reason)}`,
  ];
  const inside = members.map((member) => `${margin}${unit}${member}`).join(`,${ending}`);
  return `${margin}{${ending}${inside}${ending}${margin}}`;
}
