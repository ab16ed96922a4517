/**
 * The file in which a folder has its own settings, agreed on by all who work in it. A pure function of its
 * text, so that whoever reads it reads the same. What is wrong in it has no effect and is told; the rest holds.
 */
import * as l10n from '@vscode/l10n';
import { parseVersion } from '../qemu/options/version.ts';
import { rules } from '../rules/index.ts';
import { readJson } from '../syntax/json/reader.ts';
import type { JsonObject, JsonValue } from '../syntax/json/tree.ts';
import { type PlacedAcceptance, readAcceptances } from './acceptance.ts';
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
  isSeverity,
  isVersion,
  NO_SETTINGS,
  SEVERITY_SETTINGS,
} from './settings.ts';

/** The name of the file, which is looked for at the top of each folder of the workspace. */
export const WORKSPACE_FILE = '.qemu-monitor-guard.json';

/** The keys that the file may have, in the order in which its documentation names them. */
export const WORKSPACE_FILE_KEYS: readonly string[] = [
  ...['$schema', 'rules', 'showPossible', 'neighbours', 'qemuVersion', 'socketDirectory'],
  ...['exclude', 'accept'],
];

export interface WorkspaceFile {
  /** What it sets; undefined for a text that is no JSON, after which what it said before holds. */
  readonly settings: FileSettings | undefined;
  /** The entries of `settings.accept`, in the same order, with the places where they are written. */
  readonly acceptances: readonly PlacedAcceptance[];
  /** In the order of the text. */
  readonly problems: readonly FileProblem[];
}

/** Reads the text of the file. Never throws; an empty text sets nothing. */
export function readWorkspaceFile(text: string): WorkspaceFile {
  const { root, problems } = readJson(text);
  const [first] = problems;
  // The first mistake is often the reason for all others.
  if (first) return { settings: undefined, acceptances: [], problems: [notJson(first)] };
  if (root === undefined) return { settings: NO_SETTINGS, acceptances: [], problems: [] };
  if (root.kind !== 'object') {
    const message = l10n.t('The settings are an object in braces');
    const problem = bySchema(root.at, 'error', message);
    return { settings: NO_SETTINGS, acceptances: [], problems: [problem] };
  }
  const found: FileProblem[] = [];
  const { acceptances, ...settings } = readSettings(root, (problem) => found.push(problem));
  return {
    settings,
    acceptances,
    problems: found.toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end),
  };
}

/** Settings as far as they are read. */
interface Draft extends FileSettings {
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
    case 'rules':
      return { ...draft, severities: readSeverities(value, tell) };
    case 'showPossible':
    case 'neighbours': {
      if (value.kind === 'boolean') return { ...draft, values: { ...values, [key]: value.value } };
      tell(bySchema(value.at, 'warning', l10n.t('{0} is true or false', key)));
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
      // Without the places: settings are others only if they say something else.
      const accept = acceptances.map(({ pathAt: _, rulesAt: __, ...entry }) => entry);
      return { ...draft, acceptances, accept };
    }
    default:
      return draft;
  }
}

const RULE_IDS: readonly string[] = rules.map(({ id }) => id);

function readSeverities(value: JsonValue, tell: Tell): FileSettings['severities'] {
  const severities = new Map<string, ReturnType<typeof severityOf> & string>();
  if (value.kind !== 'object') {
    const message = l10n.t('Rules are an object in braces: the id of a rule and its severity');
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
      const message = l10n.t('The severity of a rule is one of these: {0}', choice);
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
    const message = l10n.t('Paths that are not looked at are a list in brackets');
    tell(bySchema(value.at, 'warning', message));
    return undefined;
  }
  return value.items.flatMap((item) => readPattern(item, 'warning', tell) ?? []);
}
