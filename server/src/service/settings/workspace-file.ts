/** Parses a settings file, and reports what is wrong. Why: docs/decisions/settings.md */
import * as l10n from '@vscode/l10n';
import { parseVersion } from '../../qemu/options/version.ts';
import { rules } from '../../rules/index.ts';
import { readJson } from '../../syntax/json/reader.ts';
import type { JsonObject, JsonValue } from '../../syntax/json/tree.ts';
import { comparePlaces, type Span } from '../../text/span.ts';
import { isReason } from '../suppression/directive.ts';
import { SILENCEABLE } from '../suppression/file-comments.ts';
import {
  bySchema,
  type FileProblem,
  membersOf,
  notJson,
  readPattern,
  type Tell,
  unknownKey,
  unknownRule,
} from './file-problem.ts';
import {
  type FileSettings,
  isMachineRuleOn,
  isSeverity,
  isVersion,
  NO_SETTINGS,
  type Override,
  type ReasonedAcceptance,
  SEVERITY_SETTINGS,
  type Settings,
} from './settings.ts';

/** The name of the settings file in a workspace folder. */
export const WORKSPACE_FILE = '.qemu-monitor-guard.json';

/** Keys in documentation order. */
export const WORKSPACE_FILE_KEYS: readonly string[] = [
  ...[
    '$schema',
    'extends',
    'rules',
    'showPossible',
    'neighbours',
    'qemuVersion',
    'socketDirectory',
  ],
  ...['exclude', 'accept', 'overrides'],
];

/** A parsed file. */
export interface WorkspaceFile {
  /** The settings; undefined for invalid JSON. */
  readonly settings: FileSettings | undefined;
  /** Relative to this file's folder. */
  readonly extends?: { readonly path: string; readonly at: Span } | undefined;
  readonly acceptances: readonly PlacedAcceptance[];
  readonly problems: readonly FileProblem[];
}

/** Reads a text. Never throws. */
export function readWorkspaceFile(text: string): WorkspaceFile {
  const { root, problems } = readJson(text);
  const [first] = problems;
  if (first) return { settings: undefined, acceptances: [], problems: [notJson(first)] };
  if (root === undefined) return { settings: NO_SETTINGS, acceptances: [], problems: [] };
  if (root.kind !== 'object') {
    const message = l10n.t('The settings must be an object in braces');
    const problem = bySchema(root.at, 'error', message);
    return { settings: NO_SETTINGS, acceptances: [], problems: [problem] };
  }
  const found: FileProblem[] = [];
  const {
    acceptances,
    extends: base,
    ...settings
  } = readSettings(root, (problem) => found.push(problem));
  return {
    settings,
    extends: base,
    acceptances,
    problems: found.toSorted(comparePlaces),
  };
}

interface Draft extends FileSettings, Pick<WorkspaceFile, 'extends'> {
  readonly acceptances: readonly PlacedAcceptance[];
}

function readSettings(root: JsonObject, tell: Tell): Draft {
  let draft: Draft = { ...NO_SETTINGS, acceptances: [] };
  for (const member of membersOf(root, tell)) {
    const { key, value } = member;
    if (!WORKSPACE_FILE_KEYS.includes(key.text)) {
      tell(unknownKey(member, 'warning', WORKSPACE_FILE_KEYS));
    } else if (value) draft = withSetting(draft, key.text, value, tell);
  }
  return draft;
}

function withSetting(draft: Draft, key: string, value: JsonValue, tell: Tell): Draft {
  const { values } = draft;
  switch (key) {
    case 'extends':
      return { ...draft, extends: readExtends(value, tell) };
    case 'rules':
      return { ...draft, severities: readSeverities(value, tell) };
    case 'showPossible':
    case 'neighbours': {
      if (value.kind === 'boolean') return { ...draft, values: { ...values, [key]: value.value } };
      tell(bySchema(value.at, 'warning', l10n.t('{0} must be true or false', key)));
      return draft;
    }
    case 'qemuVersion': {
      if (value.kind === 'string' && isVersion(value.value)) {
        return { ...draft, values: { ...values, qemuVersion: parseVersion(value.value) } };
      }
      const message = l10n.t(
        'A version of QEMU is written as {0}, and the newest as {1}',
        ...['"7.2"', '""'],
      );
      tell(bySchema(value.at, 'warning', message));
      return draft;
    }
    case 'socketDirectory': {
      if (value.kind === 'string') {
        const socketDirectory = value.value.trim() || undefined;
        return { ...draft, values: { ...values, socketDirectory } };
      }
      tell(bySchema(value.at, 'warning', l10n.t('A path must be in double quotes')));
      return draft;
    }
    case 'exclude': {
      const exclude = readExclude(value, tell);
      return exclude ? { ...draft, values: { ...values, exclude } } : draft;
    }
    case 'accept': {
      const acceptances = readAcceptances(value, tell);
      // Equal settings must be equal.
      const accept = acceptances.map(({ pathAt: _, rulesAt: __, ...entry }) => entry);
      return { ...draft, acceptances, accept };
    }
    case 'overrides':
      return { ...draft, overrides: readOverrides(value, tell) };
    default:
      return draft;
  }
}

function readExtends(value: JsonValue, tell: Tell): WorkspaceFile['extends'] {
  const { at } = value;
  if (value.kind !== 'string') {
    tell(bySchema(at, 'error', l10n.t('A path must be in double quotes')));
    return undefined;
  }
  return { path: value.value, at };
}

const RULE_IDS: readonly string[] = rules.map(({ id }) => id);

function readSeverities(value: JsonValue, tell: Tell): FileSettings['severities'] {
  const severities = new Map<string, ReturnType<typeof severityOf> & string>();
  if (value.kind !== 'object') {
    const message = l10n.t('Rules must be an object in braces: the id of a rule and its severity');
    tell(bySchema(value.at, 'warning', message));
    return severities;
  }
  for (const { key, value: chosen } of membersOf(value, tell)) {
    if (!RULE_IDS.includes(key.text)) {
      tell(unknownRule(key.text, key.at, 'warning', RULE_IDS));
      continue;
    }
    const severity = chosen && severityOf(chosen);
    if (severity !== undefined) severities.set(key.text, severity);
    else if (chosen) {
      const choice = ['default', ...SEVERITY_SETTINGS].join(', ');
      const message = l10n.t('The severity of a rule must be one of these: {0}', choice);
      tell(bySchema(chosen.at, 'warning', message));
    }
  }
  return severities;
}

function severityOf(value: JsonValue) {
  if (value.kind !== 'string') return undefined;
  if (value.value === 'default') return 'default';
  return isSeverity(value.value) ? value.value : undefined;
}

function readExclude(value: JsonValue, tell: Tell): readonly string[] | undefined {
  if (value.kind !== 'array') {
    const message = l10n.t('Excluded paths must be a list in brackets');
    tell(bySchema(value.at, 'warning', message));
    return undefined;
  }
  return value.items.flatMap((item) => readPattern(item, 'warning', tell) ?? []);
}

/** Keys of an override. */
export const OVERRIDE_KEYS: readonly string[] = [
  ...['files', 'rules', 'showPossible', 'neighbours', 'qemuVersion', 'socketDirectory'],
];

function readOverrides(value: JsonValue, tell: Tell): readonly Override[] {
  if (value.kind !== 'array') {
    tell(bySchema(value.at, 'warning', l10n.t('Overrides must be a list in brackets')));
    return [];
  }
  return value.items.flatMap((item) => {
    if (item.kind === 'object') return readOverride(item, tell) ?? [];
    const message = l10n.t('An override must be an object with files and the settings for them');
    tell(bySchema(item.at, 'warning', message));
    return [];
  });
}

function readOverride(entry: JsonObject, tell: Tell): Override | undefined {
  let draft: Draft = { ...NO_SETTINGS, acceptances: [] };
  let files: readonly string[] | undefined;
  for (const member of membersOf(entry, tell)) {
    const { key, value } = member;
    if (!OVERRIDE_KEYS.includes(key.text)) tell(unknownKey(member, 'warning', OVERRIDE_KEYS));
    else if (value && key.text === 'files') files = readFiles(value, tell);
    else if (value) draft = withSetting(draft, key.text, value, tell);
  }
  if (files === undefined) {
    const start = { start: entry.at.start, end: entry.at.start + 1 };
    tell(bySchema(start, 'warning', l10n.t('This override has no effect: it names no files')));
  }
  const { severities, values } = draft;
  return files && files.length > 0 ? { files, severities, values } : undefined;
}

function readFiles(value: JsonValue, tell: Tell): readonly string[] {
  if (value.kind === 'array' && value.items.length > 0) {
    return value.items.flatMap((item) => readPattern(item, 'warning', tell) ?? []);
  }
  const message = l10n.t('The files of an override must be a list of paths in brackets');
  tell(bySchema(value.at, 'warning', message));
  return [];
}

/** Keys of an acceptance. */
export const ACCEPTANCE_KEYS: readonly string[] = ['path', 'rules', 'address', 'reason'];

interface PlacedAcceptance extends ReasonedAcceptance {
  readonly pathAt: Span;
  readonly rulesAt: readonly Span[];
}

function readAcceptances(value: JsonValue, tell: Tell): readonly PlacedAcceptance[] {
  if (value.kind !== 'array') {
    tell(bySchema(value.at, 'error', l10n.t('Accepted monitors must be a list in brackets')));
    return [];
  }
  return value.items.flatMap((item) => {
    if (item.kind === 'object') return readAcceptance(item, tell) ?? [];
    const message = l10n.t('An accepted monitor must be an object with a path, rules and a reason');
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
  const start = { start: entry.at.start, end: entry.at.start + 1 };
  const missing = (message: string) => wrong(bySchema(start, 'error', message));
  if (!path) missing(l10n.t('This entry accepts nothing: it names no path'));
  if (!rules) missing(l10n.t('This entry accepts nothing: it names no rule'));
  if (!reason) missing(l10n.t('This entry accepts nothing: it gives no reason'));
  const pattern = path && readPattern(path, 'error', wrong);
  const ids = rules ? readIds(rules, wrong) : [];
  const at = address && readAddress(address, wrong);
  const why = reason && readReason(reason, wrong);
  if (!isWhole || !path || pattern === undefined || why === undefined) return undefined;
  if (ids.length === 0) return undefined;
  return {
    path: pattern,
    rules: ids.map(({ id }) => id),
    address: at,
    reason: why,
    pathAt: path.at,
    rulesAt: ids.map((id) => id.at),
  };
}

interface PlacedId {
  readonly id: string;
  readonly at: Span;
}

function readIds(value: JsonValue, tell: Tell): readonly PlacedId[] {
  if (value.kind !== 'array') {
    tell(bySchema(value.at, 'error', l10n.t('Rules must be a list of ids in brackets')));
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
      // Rules about comments cannot be accepted.
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

const EXAMPLE = '"0.0.0.0:4444"';

function readReason(value: JsonValue, tell: Tell): string | undefined {
  if (value.kind === 'string' && isReason(value.value)) return value.value.trim();
  const message = l10n.t('This entry accepts nothing: it gives no reason');
  tell({ at: value.at, severity: 'error', message, inSchema: value.kind !== 'string' });
  return undefined;
}

/** Reports entries that accepted nothing, but not for rules that are off. */
export function staleAcceptances(
  entries: readonly PlacedAcceptance[],
  used: ReadonlyMap<number, ReadonlySet<string>>,
  settings: Settings,
): readonly FileProblem[] {
  return entries.flatMap((entry, number): readonly FileProblem[] => {
    const { path, rules, address, pathAt, rulesAt } = entry;
    const stale = [...rules.entries()].filter(
      ([, id]) => !used.get(number)?.has(id) && isMachineRuleOn(id, settings),
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
