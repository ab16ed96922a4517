/** Problems of a settings file. */
import * as l10n from '@vscode/l10n';
import { closest } from '../../qemu/options/refusal.ts';
import type { Severity } from '../../rules/rule.ts';
import type { JsonMember, JsonObject, JsonProblem, JsonValue } from '../../syntax/json/tree.ts';
import type { Span } from '../../text/span.ts';
import { globProblem } from './glob.ts';

export interface FileProblem {
  /** That of a string includes its quotes. */
  readonly at: Span;
  readonly severity: Severity;
  readonly message: string;
  /** Whether an editor with the schema reports it. */
  readonly inSchema: boolean;
}

/** Reports a problem. */
export type Tell = (problem: FileProblem) => void;

/** A problem that the schema shows too. */
export function bySchema(at: Span, severity: Severity, message: string): FileProblem {
  return { at, severity, message, inSchema: true };
}

/** A JSON syntax error. */
export function notJson({ at, kind }: JsonProblem): FileProblem {
  return bySchema(at, 'error', notJsonWords(kind));
}

function notJsonWords(kind: JsonProblem['kind']): string {
  return {
    value: () => l10n.t('A value is missing here; the last valid settings stay in effect'),
    key: () =>
      l10n.t('A key in double quotes is missing here; the last valid settings stay in effect'),
    colon: () => l10n.t('A colon is missing here; the last valid settings stay in effect'),
    comma: () => l10n.t('A comma is missing here; the last valid settings stay in effect'),
    closing: () =>
      l10n.t('A closing bracket is missing here; the last valid settings stay in effect'),
    end: () => l10n.t('The file should end here; the last valid settings stay in effect'),
    stray: () => l10n.t('This is not JSON; the last valid settings stay in effect'),
    tooDeep: () => l10n.t('This is nested too deeply; the last valid settings stay in effect'),
  }[kind]();
}

/** Members by key; the last of a key counts. */
export function membersOf({ members }: JsonObject, tell: Tell): readonly JsonMember[] {
  const byKey = new Map<string, JsonMember>();
  for (const member of members) {
    const { text } = member.key;
    const before = byKey.get(text);
    if (before) {
      const message = l10n.t("'{0}' is set again below, and only the last one counts", text);
      tell(bySchema(before.key.at, 'warning', message));
    }
    byKey.set(text, member);
  }
  return [...byKey.values()];
}

/** An unknown key, with the one meant. */
export function unknownKey(
  { key }: JsonMember,
  severity: Severity,
  keys: readonly string[],
): FileProblem {
  const instead = closestName(key.text, keys);
  const message =
    instead === undefined
      ? l10n.t("Unknown setting '{0}'", key.text)
      : l10n.t("Unknown setting '{0}'; did you mean '{1}'?", key.text, instead);
  return bySchema(key.at, severity, message);
}

/** An unknown rule id, with the one meant. */
export function unknownRule(
  id: string,
  at: Span,
  severity: Severity,
  ids: readonly string[],
): FileProblem {
  const instead = closestName(id, ids);
  const message =
    instead === undefined
      ? l10n.t("Unknown rule '{0}'", id)
      : l10n.t("Unknown rule '{0}'; did you mean '{1}'?", id, instead);
  return bySchema(at, severity, message);
}

/** The name meant, but for case, hyphens, an editor's prefix, or one typing error. */
function closestName(word: string, names: readonly string[]): string | undefined {
  const plain = (text: string): string =>
    text.toLowerCase().replace(/^qemumonitorguard\.|[-_ ]/g, '');
  return names.find((name) => plain(name) === plain(word)) ?? closest(word, names);
}

/** Reads a pattern; undefined if invalid. */
export function readPattern(value: JsonValue, severity: Severity, tell: Tell): string | undefined {
  const { at } = value;
  if (value.kind !== 'string') {
    tell(bySchema(at, severity, l10n.t('A path must be in double quotes')));
    return undefined;
  }
  const message = patternWords(value.value);
  if (message === undefined) return value.value;
  tell({ at, severity, message, inSchema: false });
  return undefined;
}

function patternWords(pattern: string): string | undefined {
  switch (globProblem(pattern)) {
    case 'absolute':
      return l10n.t('Paths are relative to the folder of this file, so none begins with / or ~');
    case 'dots':
      return l10n.t('Paths are relative to the folder of this file and have no . or .. in them');
    case 'empty':
      return l10n.t('A name is empty in this path');
    case 'characters':
      return l10n.t('Paths use / and may contain *, ? and **');
    case undefined:
      return undefined;
  }
}
