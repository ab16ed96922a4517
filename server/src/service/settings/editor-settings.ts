/** Reads the editor's section `qemuMonitorGuard`; reports invalid values. Why: docs/decisions/settings.md */
import { parseVersion } from '../../qemu/options/version.ts';
import { rules } from '../../rules/index.ts';
import { globProblem } from './glob.ts';
import { DEFAULT_SETTINGS, isSeverity, type Settings, type SeveritySetting } from './settings.ts';

export interface WrongSetting {
  /** `rules.monitor-on-network` */
  readonly key: string;
  /** Undefined for an unknown key. */
  readonly value: unknown;
}

/** Reads any value; null is unset. */
export function readEditorSettings(section: unknown): {
  readonly settings: Settings;
  readonly wrong: readonly WrongSetting[];
} {
  const wrong: WrongSetting[] = [];
  let settings = DEFAULT_SETTINGS;
  for (const [key, value] of entriesOf(section)) {
    const read = READERS.get(key);
    const set = read?.(value, (part, its = key) => wrong.push({ key: its, value: part }));
    if (set) settings = { ...settings, ...set };
    else wrong.push({ key, value: read && value });
  }
  return { settings, wrong };
}

type Reader = (
  value: unknown,
  tell: (part: unknown, key?: string) => void,
) => Partial<Settings> | undefined;

function boolean(key: 'showPossible' | 'neighbours' | 'workspaceScan'): [string, Reader] {
  return [key, (it) => (typeof it === 'boolean' ? { [key]: it } : undefined)];
}

/** The client reads `trace`. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...[boolean('showPossible'), boolean('neighbours'), boolean('workspaceScan')],
  ['trace', () => ({})],
  ['rules', readRules],
  [
    'qemuVersion',
    (it) => {
      if (typeof it !== 'string') return undefined;
      const qemuVersion = parseVersion(it);
      return qemuVersion || it.trim() === '' ? { qemuVersion } : undefined;
    },
  ],
  [
    'socketDirectory',
    (it) => (typeof it === 'string' ? { socketDirectory: it.trim() || undefined } : undefined),
  ],
  [
    'exclude',
    (it, tell) => {
      if (!Array.isArray(it)) return undefined;
      const isPattern = (one: unknown) => typeof one === 'string' && globProblem(one) === undefined;
      for (const one of it) if (!isPattern(one)) tell(one);
      return { exclude: it.filter(isPattern) };
    },
  ],
]);

function readRules(value: unknown, tell: Parameters<Reader>[1]): Partial<Settings> | undefined {
  if (typeof value !== 'object' || Array.isArray(value)) return undefined;
  const severities = new Map<string, SeveritySetting>();
  for (const [id, severity] of entriesOf(value)) {
    if (rules.every((rule) => rule.id !== id)) tell(undefined, `rules.${id}`);
    else if (isSeverity(severity)) severities.set(id, severity);
    else if (severity !== 'default') tell(severity, `rules.${id}`);
  }
  return { severities };
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
}
