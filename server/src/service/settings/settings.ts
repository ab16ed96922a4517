/** Settings of an analysis. */

import type { QemuVersion } from '../../qemu/options/version.ts';
import { rules } from '../../rules/index.ts';
import { type Rule, SEVERITIES, type Severity } from '../../rules/rule.ts';

export type SeveritySetting = Severity | 'off';

/** What affects findings and fixes. */
export interface Settings {
  readonly severities: ReadonlyMap<string, SeveritySetting>;
  /** Whether findings that depend on unknown values are shown. */
  readonly showPossible: boolean;
  /** Whether gdb stub, qtest, VNC, SPICE, migration and NBD are judged. */
  readonly neighbours: boolean;
  /** The QEMU that files are for; undefined for the newest one. */
  readonly qemuVersion: QemuVersion | undefined;
  /** For new sockets; undefined for each language's default. */
  readonly socketDirectory: string | undefined;
  readonly workspaceScan: boolean;
  /** The folder that `exclude` and `accept` refer to. */
  readonly root: string | undefined;
  readonly exclude: readonly string[];
  readonly accept: readonly ReasonedAcceptance[];
  /** The last match wins. */
  readonly overrides: readonly Override[];
}

/** What findings it accepts; all parts must match. */
export interface Acceptance {
  readonly path: string;
  readonly rules: readonly string[];
  /** Undefined for any. */
  readonly address: string | undefined;
}

/** An acceptance with its reason. */
export interface ReasonedAcceptance extends Acceptance {
  readonly reason: string;
}

/** Defaults. */
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
  overrides: [],
};

/** Whether a rule is on. */
export function isOn({ id, neighbour }: Rule, { severities, neighbours }: Settings): boolean {
  const chosen = severities.get(id);
  return chosen !== 'off' && (!neighbour || chosen !== undefined || neighbours);
}

/** Whether a rule is on that checks machines. */
export function isMachineRuleOn(id: string, settings: Settings): boolean {
  const rule = rules.find((one) => one.id === id && 'check' in one);
  if (rule === undefined || !isOn(rule, settings)) return false;
  return !rule.needsVersion || settings.qemuVersion !== undefined;
}

/** Values of a rule's setting. */
export const SEVERITY_SETTINGS: readonly SeveritySetting[] = [...SEVERITIES, 'off'];

/** Whether it is a rule's setting. */
export function isSeverity(value: unknown): value is SeveritySetting {
  return SEVERITY_SETTINGS.some((severity) => severity === value);
}

/** A version; empty for the newest. */
export const VERSION_PATTERN = '^(|\\d{1,2}\\.\\d{1,2}(\\.\\d+)*)$';

/** Whether it is a version's setting. */
export function isVersion(text: string): boolean {
  return new RegExp(VERSION_PATTERN).test(text);
}

/** Whether settings are equal by value. */
export function sameSettings(a: Settings, b: Settings): boolean {
  const plain = (settings: Settings) =>
    JSON.stringify(settings, (_, value: unknown) =>
      value instanceof Map ? [...value].toSorted() : value,
    );
  return a === b || plain(a) === plain(b);
}

interface Changes {
  /** `default`: the rule's own. */
  readonly severities: ReadonlyMap<string, SeveritySetting | 'default'>;
  /** A present key counts, even if undefined. */
  readonly values: Partial<
    Pick<Settings, 'showPossible' | 'neighbours' | 'qemuVersion' | 'socketDirectory'>
  >;
}

/** Settings for some files. */
export interface Override extends Changes {
  readonly files: readonly string[];
}

/** What a file sets; the editor decides about the rest. */
export interface FileSettings extends Changes {
  readonly values: Changes['values'] & Partial<Pick<Settings, 'exclude'>>;
  readonly accept: readonly ReasonedAcceptance[];
  readonly overrides: readonly Override[];
}

/** An empty file's settings. */
export const NO_SETTINGS: FileSettings = {
  severities: new Map(),
  values: {},
  accept: [],
  overrides: [],
};

/** Merges a file's settings into the editor's. */
export function mergeSettings(
  editor: Settings,
  { accept, overrides, ...changes }: FileSettings,
  root: string,
): Settings {
  const merged = { ...withChanges(editor, changes), accept, overrides };
  const counts = merged.exclude.length + accept.length + overrides.length > 0;
  return { ...merged, root: counts ? root : undefined };
}

/** Settings after changes, by key and rule. */
export function withChanges(settings: Settings, { severities, values }: Changes): Settings {
  const merged = new Map(settings.severities);
  for (const [id, severity] of severities) {
    if (severity === 'default') merged.delete(id);
    else merged.set(id, severity);
  }
  return { ...settings, ...values, severities: merged };
}
