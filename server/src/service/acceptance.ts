/** The monitors that a folder's own file accepts: how entries are written, and which are of no use. */
import * as l10n from '@vscode/l10n';
import type { JsonObject, JsonValue } from '../syntax/json/tree.ts';
import type { Span } from '../text/span.ts';
import { isReason } from './directive.ts';
import { SILENCEABLE } from './file-comments.ts';
import {
  bySchema,
  type FileProblem,
  membersOf,
  readPattern,
  type Tell,
  unknownKey,
  unknownRule,
} from './file-problem.ts';
import { mayFind, type ReasonedAcceptance, type Settings } from './settings.ts';

/** The keys of an entry. */
export const ACCEPTANCE_KEYS: readonly string[] = ['path', 'rules', 'address', 'reason'];

/** An entry that holds, with the places of its parts. */
export interface PlacedAcceptance extends ReasonedAcceptance {
  /** The path with its quotes. */
  readonly pathAt: Span;
  /** Each id with its quotes, in the order of `rules`. */
  readonly rulesAt: readonly Span[];
}

/**
 * Reads the entries. One with a mistake accepts nothing, since it might accept more than it should; only an
 * id that no rule has leaves the others as they are.
 */
export function readAcceptances(value: JsonValue, tell: Tell): readonly PlacedAcceptance[] {
  if (value.kind !== 'array') {
    tell(bySchema(value.at, 'error', l10n.t('Accepted monitors are a list in brackets')));
    return [];
  }
  return value.items.flatMap((item) => {
    if (item.kind === 'object') return readAcceptance(item, tell) ?? [];
    const message = l10n.t('An accepted monitor is an object with a path, rules and a reason');
    tell(bySchema(item.at, 'error', message));
    return [];
  });
}

function readAcceptance(entry: JsonObject, tell: Tell): PlacedAcceptance | undefined {
  let isWhole = true;
  const wrong: Tell = (problem) => {
    if (problem.severity === 'error') isWhole = false;
    tell(problem);
  };
  const members = new Map<string, JsonValue | undefined>();
  for (const member of membersOf(entry, wrong)) {
    if (!ACCEPTANCE_KEYS.includes(member.key.text)) {
      wrong(unknownKey(member, 'error', ACCEPTANCE_KEYS));
    }
    members.set(member.key.text, member.value);
  }
  const path = members.get('path');
  const rules = members.get('rules');
  const address = members.get('address');
  const reason = members.get('reason');
  if (path === undefined) {
    const message = l10n.t('This entry accepts nothing: it names no path');
    wrong(bySchema(startOf(entry), 'error', message));
  }
  if (rules === undefined) {
    const message = l10n.t('This entry accepts nothing: it names no rule');
    wrong(bySchema(startOf(entry), 'error', message));
  }
  if (reason === undefined) {
    const message = l10n.t('This entry accepts nothing: it gives no reason');
    wrong(bySchema(startOf(entry), 'error', message));
  }
  const pattern = path && readPattern(path, 'error', wrong);
  const ids = rules ? readIds(rules, wrong) : [];
  const at = address && readAddress(address, wrong);
  const why = reason && readReason(reason, wrong);
  if (!isWhole || !path || pattern === undefined || why === undefined) return undefined;
  if (ids.length === 0) return undefined;
  return {
    ...{ path: pattern, rules: ids.map(({ id }) => id), address: at, reason: why },
    ...{ pathAt: path.at, rulesAt: ids.map((id) => id.at) },
  };
}

/** The brace that an entry begins with, for what is missing in all of it. */
function startOf({ at }: JsonObject): Span {
  return { start: at.start, end: at.start + 1 };
}

interface PlacedId {
  readonly id: string;
  readonly at: Span;
}

function readIds(value: JsonValue, tell: Tell): readonly PlacedId[] {
  if (value.kind !== 'array') {
    tell(bySchema(value.at, 'error', l10n.t('Rules are a list of ids in brackets')));
    return [];
  }
  if (value.items.length === 0) {
    const message = l10n.t('This entry accepts nothing: it names no rule');
    tell(bySchema(value.at, 'error', message));
  }
  const ids: PlacedId[] = [];
  for (const item of value.items) {
    const { at } = item;
    if (item.kind !== 'string') {
      tell(bySchema(at, 'error', l10n.t('A rule id must be in double quotes')));
    } else if (item.value.startsWith('suppression-')) {
      // As a comment silences none of these, no entry accepts them.
      tell(bySchema(at, 'warning', l10n.t('No entry accepts {0}', item.value)));
    } else if (!SILENCEABLE.includes(item.value)) {
      tell(unknownRule(item.value, at, 'warning', SILENCEABLE));
    } else if (ids.every(({ id }) => id !== item.value)) ids.push({ id: item.value, at });
  }
  return ids;
}

function readAddress(value: JsonValue, tell: Tell): string | undefined {
  if (value.kind === 'string' && value.value !== '') return value.value;
  const message = l10n.t('An address must be in double quotes, as in its file: {0}', EXAMPLE);
  tell(bySchema(value.at, 'error', message));
  return undefined;
}

/** The same in every language. */
const EXAMPLE = '"0.0.0.0:4444"';

function readReason(value: JsonValue, tell: Tell): string | undefined {
  if (value.kind === 'string' && isReason(value.value)) return value.value.trim();
  const message = l10n.t('This entry accepts nothing: it gives no reason');
  tell({ at: value.at, severity: 'error', message, inSchema: value.kind !== 'string' });
  return undefined;
}

/**
 * The entries that accept nothing any more, or not all that they name; `used` has for each entry the rules
 * that it accepted findings of, in all files of the folder. What a rule that is off would find is not known.
 */
export function staleAcceptances(
  entries: readonly PlacedAcceptance[],
  used: ReadonlyMap<number, ReadonlySet<string>>,
  settings: Settings,
): readonly FileProblem[] {
  return entries.flatMap((entry, number): readonly FileProblem[] => {
    const { path, rules, address, pathAt, rulesAt } = entry;
    const stale = [...rules.entries()].filter(
      ([, id]) => !used.get(number)?.has(id) && mayFind(id, settings),
    );
    if (stale.length < rules.length) {
      return stale.flatMap(([index, id]) => {
        const at = rulesAt[index];
        const message = l10n.t('Unused entry: {0} finds nothing here', id);
        return at ? [{ at, severity: 'information', message, inSchema: false }] : [];
      });
    }
    const message =
      address === undefined
        ? l10n.t('This accepts nothing: its rules find nothing in {0} any more', path)
        : l10n.t('This accepts nothing: its rules find no {0} in {1} any more', address, path);
    return [{ at: pathAt, severity: 'information', message, inSchema: false }];
  });
}
