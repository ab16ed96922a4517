import * as l10n from '@vscode/l10n';
import type { Description, ValueDescription } from '../../qemu/docs/description.ts';
import {
  type DescribedProgram,
  describeGroup,
  describeOption,
} from '../../qemu/docs/option-docs.ts';
import {
  describeProperty,
  describeType,
  describeValue,
  isInManual,
} from '../../qemu/docs/property-docs.ts';
import { findChardev, type Machine } from '../../qemu/machine/machine.ts';
import { idKey } from '../../qemu/options/fact.ts';
import { versionText } from '../../qemu/options/version.ts';
import { originPlace } from '../../qemu/reach/reach.ts';
import { machineTokens, type Token, type Owner as TokenOwner } from '../../qemu/token/token.ts';
import { isKnown, knownText, spanOf, written } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { code, fill, item, type Line, type Part, paragraph, strong, text } from './prose.ts';
import { linked } from './reach-message.ts';

/** Explains a token; empty if unknown. */
export function tokenLines(analysis: Analysis, machine: Machine, token: Token): readonly Line[] {
  const program = machine.program === 'storage-daemon' ? 'storage-daemon' : 'system';
  switch (token.kind) {
    case 'option':
    case 'file':
      return optionLines(token.option.name, program);
    case 'argument':
      return argumentLines(token, program);
    case 'section':
      return optionOrManual(`[${token.text.decoded}]`, describeGroup(token.text.decoded));
    case 'prefix':
      return describedLines(token.text.decoded, describeType('serial', 'mon'));
    case 'type':
      return describedLines(token.text.decoded, typeDescription(token.owner, token.text.decoded));
    case 'property':
      return propertyLines(token, program);
    case 'value':
      return valueLines(token, program);
    case 'address':
      return addressLines(token, program);
    case 'id':
      return idLines(analysis, machine, token);
  }
}

function optionLines(name: string, program: DescribedProgram): readonly Line[] {
  return optionOrManual(`${dashesOf(program)}${name}`, describeOption(name, program));
}

const MANUAL = 'https://www.qemu.org/docs/master/system/invocation.html';

function optionOrManual(label: string, found: Description | undefined): readonly Line[] {
  return found ? describedLines(label, found) : manualLines(label);
}

function manualLines(label: string): readonly Line[] {
  const manual = { kind: 'link', text: l10n.t("QEMU's manual"), url: MANUAL } as const;
  return [
    paragraph(...fill((name, page) => l10n.t('{0}: see {1}', name, page), strong(label), manual)),
  ];
}

function dashesOf(program: DescribedProgram): string {
  return program === 'system' ? '-' : '--';
}

/** Explains the first word, such as `tcp:` of `-incoming`, else the option. */
function argumentLines(
  { text, option: { name } }: Extract<Token, { kind: 'argument' }>,
  program: DescribedProgram,
): readonly Line[] {
  const [word = ''] = /^[^:,=]*[:=]?/.exec(text.decoded) ?? [];
  const one = describeValue(name, undefined, 'type', word, program);
  if (one === undefined) return optionLines(name, program);
  return [headline(`${dashesOf(program)}${name} ${word.replace(/[:=]$/, '')}`, one.summary)];
}

function describedLines(label: string, found: Description | undefined): readonly Line[] {
  if (found === undefined) return [];
  return [headline(label, found.summary), ...factLines(found)];
}

function headline(label: string, summary: string): Line {
  const parts = fill(
    (name, words) => l10n.t('{0}: {1}', name, words),
    strong(label),
    text(summary),
  );
  return paragraph(...parts);
}

/** Default and versions of an option. */
export function factLines(found: Description): readonly Line[] {
  const sentences: (readonly Part[])[] = [];
  const { default: byDefault, since, until, deprecated, required, ignored } = found;
  if (ignored) sentences.push([text(l10n.t('QEMU accepts and ignores it here'))]);
  if (required && !ignored) sentences.push([text(l10n.t('Required'))]);
  if (byDefault !== undefined && !ignored) {
    sentences.push(fill((slot) => l10n.t('Default: {0}', slot), code(byDefault)));
  }
  if (since !== undefined && until !== undefined) {
    sentences.push([
      text(l10n.t('Since QEMU {0}, removed in {1}', versionText(since), versionText(until))),
    ]);
  } else if (since !== undefined) {
    sentences.push([text(l10n.t('Since QEMU {0}', versionText(since)))]);
  } else if (until !== undefined) {
    sentences.push([text(l10n.t('Removed in QEMU {0}', versionText(until)))]);
  }
  if (deprecated) {
    sentences.push(
      fill(
        (slot) => l10n.t('Deprecated since QEMU {0}; use {1}', versionText(deprecated.since), slot),
        code(deprecated.instead),
      ),
    );
  }
  if (sentences.length === 0) return [];
  return [
    paragraph(...sentences.flatMap((parts, i) => (i === 0 ? parts : [text(' · '), ...parts]))),
  ];
}

/** A line per value. */
export function valueItems(values: readonly ValueDescription[] | undefined): readonly Line[] {
  return (values ?? []).map(({ value, summary }) =>
    item(...fill((name, words) => l10n.t('{0}: {1}', name, words), code(value), text(summary))),
  );
}

function typeDescription({ group, type }: TokenOwner, name: string): Description | undefined {
  // `chardev` of `-set chardev.m.host=…`
  if (group === name && type?.decoded !== name) return describeGroup(name);
  return describeType(group, name) ?? undefined;
}

function typeOf({ type }: TokenOwner): string | undefined {
  return type && knownText(type);
}

/** Lists whose flags QEMU deprecates (`opts_do_parse`, docs/about/deprecated.rst of QEMU 6.0). */
const WARNED: ReadonlySet<string> = new Set(['chardev', 'mon', 'object']);

function propertyLines(
  { text: name, property, owner }: Extract<Token, { kind: 'property' }>,
  program: DescribedProgram,
): readonly Line[] {
  const { key, flag } = property;
  const found = describeProperty(owner.group, typeOf(owner), key, program);
  if (found === undefined) return otherLines(owner, key);
  if (flag === undefined) {
    return [...describedLines(key, found), ...valueItems(found.values)];
  }
  const value = describeValue(owner.group, typeOf(owner), key, flag, program);
  const long = code(`${key}=${flag}`);
  const short = WARNED.has(owner.group)
    ? fill((one) => l10n.t('Short for {0}, and deprecated since QEMU 6.0', one), long)
    : fill((one) => l10n.t('Short for {0}', one), long);
  return [
    headline(written(name), value?.summary ?? found.summary),
    paragraph(...short),
    ...factLines(found),
  ];
}

function otherLines({ group }: TokenOwner, key: string): readonly Line[] {
  return isInManual(group, key) ? manualLines(key) : [];
}

function valueLines(
  { text: value, property, owner }: Extract<Token, { kind: 'value' }>,
  program: DescribedProgram,
): readonly Line[] {
  const { key } = property;
  const found = describeProperty(owner.group, typeOf(owner), key, program);
  if (found === undefined) return otherLines(owner, key);
  const known = knownText(value);
  if (known === undefined) return [...describedLines(key, found), ...unknownLines(value)];
  const one = describeValue(owner.group, typeOf(owner), key, known, program);
  if (one === undefined) return describedLines(key, found);
  return [headline(`${key}=${known}`, one.summary), ...factLines(found)];
}

function addressLines(
  token: Extract<Token, { kind: 'address' }>,
  program: DescribedProgram,
): readonly Line[] {
  const { text: value, property, owner } = token;
  const found = describeProperty(owner.group, typeOf(owner), property.key, program);
  if (found === undefined) return [];
  const unknown = property.key === 'host' ? [] : unknownLines(value);
  return [headline(property.key, found.summary), ...unknown];
}

function unknownLines(value: Token['text']): readonly Line[] {
  if (isKnown(value)) return [];
  const words = fill((slot) => l10n.t('{0} is only known at run time', slot), code(written(value)));
  return [paragraph(...words)];
}

function idLines(
  analysis: Analysis,
  machine: Machine,
  token: Extract<Token, { kind: 'id' }>,
): readonly Line[] {
  const { role, target } = token;
  const about = [strong(target), code(written(token.text))];
  if (role === 'definition') {
    return [
      paragraph(...fill((what, id) => l10n.t('{0} {1} is defined here', what, id), ...about)),
    ];
  }
  const at = definitionOf(machine, token);
  const words = at
    ? fill(
        (what, id, where) => l10n.t('Refers to {0} {1}, {2}', what, id, where),
        ...[...about, linked(analysis, l10n.t('defined here'), at)],
      )
    : fill(
        (what, id) => l10n.t('Refers to {0} {1}, whose definition was not found', what, id),
        ...about,
      );
  return [paragraph(...words)];
}

function definitionOf(
  machine: Machine,
  { text, target }: Extract<Token, { kind: 'id' }>,
): Span | undefined {
  const id = idKey(text);
  for (const token of machineTokens(machine)) {
    if (token.kind !== 'id' || token.role !== 'definition' || token.target !== target) continue;
    if (idKey(token.text) === id) return spanOf(token.text);
  }
  const chardev = target === 'chardev' ? findChardev(machine.chardevs, text) : undefined;
  return chardev && originPlace(chardev).at;
}
