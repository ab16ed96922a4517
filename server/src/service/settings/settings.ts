/** What the user may set, as an argument of the analysis and never as a global. */

import type { QemuVersion } from '../../qemu/options/version.ts';
import { rules } from '../../rules/index.ts';
import type { Rule, Severity } from '../../rules/rule.ts';

export type SeveritySetting = Severity | 'off';

/** All that changes what is found and how it is fixed. */
export interface Settings {
  /** The rules whose severity the user chose, by id. */
  readonly severities: ReadonlyMap<string, SeveritySetting>;
  /** Whether findings are shown that depend on a value the file does not fix. */
  readonly showPossible: boolean;
  /** Whether rules about neighbours of monitors run: the gdb stub, qtest, VNC, SPICE, migration, NBD. */
  readonly neighbours: boolean;
  /** The QEMU that files are read for; undefined for the newest, judged as if any version could run. */
  readonly qemuVersion: QemuVersion | undefined;
  /** The directory in which fixes put sockets; undefined for the one of each kind of file. */
  readonly socketDirectory: string | undefined;
  /** Whether files are looked into that no editor has open. */
  readonly workspaceScan: boolean;
  /** The folder from which the paths of `exclude` and `accept` count; undefined where there are none. */
  readonly root: string | undefined;
  /** Patterns of paths that are not looked at; see `matchesGlob`. */
  readonly exclude: readonly string[];
  /** Monitors that may stay as they are, and why. */
  readonly accept: readonly ReasonedAcceptance[];
}

/** Monitors whose findings are silent. All that is said of them must be true of a finding. */
export interface Acceptance {
  /** A pattern of the paths of files in which the findings stand; see `matchesGlob`. */
  readonly path: string;
  /** The ids of the rules that find them. */
  readonly rules: readonly string[];
  /** The address as the file writes it: `0.0.0.0:4444`, `/tmp/m.sock`; undefined for any, and for none. */
  readonly address: string | undefined;
}

/** The same with the reason that somebody gave for it. */
export interface ReasonedAcceptance extends Acceptance {
  readonly reason: string;
}

/** What holds where nobody has set anything. */
export const DEFAULT_SETTINGS: Settings = {
  severities: new Map(),
  showPossible: false,
  neighbours: false,
  qemuVersion: undefined,
  socketDirectory: undefined,
  workspaceScan: true,
  root: undefined,
  exclude: [],
  accept: [],
};

/** Whether a rule is asked: those about neighbours only where the user wants them. */
export function isOn({ id, neighbour }: Rule, { severities, neighbours }: Settings): boolean {
  const chosen = severities.get(id);
  return chosen !== 'off' && (!neighbour || chosen !== undefined || neighbours);
}

/** Whether the rule of an id looks at machines and is asked at all. */
export function mayFind(id: string, settings: Settings): boolean {
  const rule = rules.find((one) => one.id === id && 'check' in one);
  if (rule === undefined || !isOn(rule, settings)) return false;
  return !rule.needsVersion || settings.qemuVersion !== undefined;
}

/** What the setting of a rule may be, besides its default. */
export const SEVERITY_SETTINGS: readonly SeveritySetting[] = [
  ...(['error', 'warning', 'information', 'hint', 'off'] as const),
];

/** Whether a value is the setting of a rule. */
export function isSeverity(value: unknown): value is SeveritySetting {
  return SEVERITY_SETTINGS.some((severity) => severity === value);
}

/** What a version of QEMU is written as, or nothing for the newest, as a regular expression. */
export const VERSION_PATTERN = '^(|\\d{1,2}\\.\\d{1,2}(\\.\\d+)*)$';

/** Whether a text says which QEMU files are for. */
export function isVersion(text: string): boolean {
  return new RegExp(VERSION_PATTERN).test(text);
}

/** Whether two settings say the same. */
export function sameSettings(a: Settings, b: Settings): boolean {
  const plain = ({ severities, ...rest }: Settings) =>
    JSON.stringify({ ...rest, severities: [...severities].toSorted() });
  return a === b || plain(a) === plain(b);
}

/** What a folder's own file sets: whatever it does not mention is left to the editor. */
export interface FileSettings {
  /** By rule id; `default` for what the rule says itself, whatever the editor's settings are. */
  readonly severities: ReadonlyMap<string, SeveritySetting | 'default'>;
  /** A key that is there is set, also to undefined. */
  readonly values: Partial<
    Pick<Settings, 'showPossible' | 'neighbours' | 'qemuVersion' | 'socketDirectory' | 'exclude'>
  >;
  readonly accept: readonly ReasonedAcceptance[];
}

/** A file that sets nothing. */
export const NO_SETTINGS: FileSettings = { severities: new Map(), values: {}, accept: [] };

/**
 * The settings of the folder `root`: those of its file, key by key and rule by rule, and the editor's for the
 * rest. The file wins, so that all who work in the folder see the same.
 */
export function mergeSettings(
  editor: Settings,
  { severities, values, accept }: FileSettings,
  root: string,
): Settings {
  const merged = new Map(editor.severities);
  for (const [id, severity] of severities) {
    if (severity === 'default') merged.delete(id);
    else merged.set(id, severity);
  }
  const { exclude } = { ...editor, ...values };
  const counts = exclude.length + accept.length > 0;
  return { ...editor, ...values, severities: merged, accept, root: counts ? root : undefined };
}
