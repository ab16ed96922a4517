/**
 * What an editor's settings have that no setting can be. It counts as not set, and its author should know.
 * Why: docs/decisions/a-wrong-setting-is-the-default-and-is-logged.md
 */
import { parseVersion } from '../../qemu/options/version.ts';
import { rules } from '../../rules/index.ts';
import { globProblem } from './glob.ts';
import { isLimit, isSeverity } from './settings.ts';

/** A setting without effect. */
export interface WrongSetting {
  /** As it is written in an editor, without the section: `rules.monitor-on-network`. */
  readonly key: string;
  /** What it cannot be; undefined where there is no setting of the name. */
  readonly value: unknown;
}

type Test = (value: unknown) => boolean;

const isBoolean: Test = (value) => typeof value === 'boolean';

/** What each may be. `rules` has settings of its own, and `trace` is for the client. */
const SETTINGS: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['showPossible', isBoolean],
  ['neighbours', isBoolean],
  ['qemuVersion', (it) => typeof it === 'string' && (it.trim() === '' || !!parseVersion(it))],
  ['socketDirectory', (it) => typeof it === 'string'],
  ['workspaceScan', isBoolean],
  ['workspaceScanLimit', isLimit],
  ['exclude', Array.isArray],
  ['rules', (it) => typeof it === 'object' && !Array.isArray(it)],
  ['trace', () => true],
]);

const isPattern: Test = (it) => typeof it === 'string' && globProblem(it) === undefined;
const isChoice: Test = (it) => it === 'default' || isSeverity(it);

/** Looks through the section `qemuMonitorGuard` of an editor's settings. What is null is not set. */
export function wrongSettings(section: unknown): readonly WrongSetting[] {
  return entriesOf(section).flatMap(([key, value]): readonly WrongSetting[] => {
    const fits = SETTINGS.get(key);
    if (fits === undefined) return [{ key, value: undefined }];
    if (!fits(value)) return [{ key, value }];
    if (key === 'exclude' && Array.isArray(value)) {
      return value.filter((pattern) => !isPattern(pattern)).map((it) => ({ key, value: it }));
    }
    return key === 'rules' ? wrongRules(value) : [];
  });
}

function wrongRules(value: unknown): readonly WrongSetting[] {
  return entriesOf(value).flatMap(([id, severity]) => {
    const key = `rules.${id}`;
    if (rules.every((rule) => rule.id !== id)) return [{ key, value: undefined }];
    return isChoice(severity) ? [] : [{ key, value: severity }];
  });
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
}
