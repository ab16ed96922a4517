/** Adds the sections of a -readconfig file, in any order. */
import * as l10n from '@vscode/l10n';
import type {
  ConfigInvocation,
  ConfigProblem,
  ConfigSection,
} from '../../invocation/invocation.ts';
import { knownText, type MappedText } from '../../text/mapped-text.ts';
import { buildChardev } from '../chardev/chardev.ts';
import { sectionObject } from '../object/object.ts';
import { findProperty, type Property } from '../options/keyval.ts';
import { broughtBy, type Refusal, refusal } from '../options/refusal.ts';
import type { QemuVersion } from '../options/version.ts';
import { groupRefusal } from './config-groups.ts';
import type { Machine } from './machine.ts';
import {
  addChardev,
  addMonitor,
  addObject,
  checkId,
  emptyDraft,
  type MachineDraft,
  sectionProperties,
} from './machine-draft.ts';
import { draftMonitor } from './monitor.ts';
import { resolveMachine } from './resolve-machine.ts';

export function buildFromConfig(invocation: ConfigInvocation, version: QemuVersion): Machine {
  const draft = emptyDraft('config', version, false);
  addConfig(draft, invocation);
  return resolveMachine(draft, { options: [], programAt: undefined });
}

/** Adds a config file at its option's place. */
export function addConfig(draft: MachineDraft, invocation: ConfigInvocation): void {
  // QEMU stops at the first.
  const stop = invocation.problems.find(({ stops }) => stops);
  if (stop) {
    const place = { at: stop.at, through: [] };
    draft.refusals.push({ place, message: stopWords(stop), isWhole: true, kind: 'other' });
  }
  for (const section of invocation.sections) {
    draft.sections.push(section);
    const found =
      groupRefusal(section.group, draft.version) ?? idKeyRefusal(section, draft.version);
    if (found) draft.refusals.push(found);
    const properties = sectionProperties(section);
    const id = sectionId(section, properties, draft.version);
    if (knownText(section.group) !== 'object') checkId(draft, id);
    const group = knownText(section.group);
    if (group === 'chardev') addChardevSection(draft, section, properties, id);
    else if (group === 'mon') addMonSection(draft, section, properties, id);
    else if (group === 'object') {
      addObject(draft, sectionObject(properties, id, section.at), undefined);
    } else if (group === 'name') {
      const guest = findProperty(properties, 'guest');
      draft.name ??= guest && knownText(guest.value);
    }
  }
}

/** Our sentence, since QEMU's names neither line nor key. */
function stopWords({ kind }: ConfigProblem): string {
  return kind === 'no-group'
    ? l10n.t('QEMU refuses a key before the first section')
    : l10n.t('QEMU refuses a line of only blanks');
}

/** QEMU before 6.0 refuses the key `id`. */
function idKeyRefusal({ entries }: ConfigSection, version: QemuVersion): Refusal | undefined {
  const entry = version < 600 ? entries.find(({ key }) => key.decoded === 'id') : undefined;
  return entry && refusal(entry.key, broughtBy("Invalid parameter 'id'", '6.0'), 'version');
}

function addMonSection(
  draft: MachineDraft,
  { at, group: whole }: ConfigSection,
  properties: readonly Property[],
  id: MappedText | undefined,
): void {
  const form = 'options';
  const source = { properties, at, id, option: undefined, form, openEnded: false, whole } as const;
  addMonitor(draft, draftMonitor(source, draft.version));
}

function addChardevSection(
  draft: MachineDraft,
  section: ConfigSection,
  properties: readonly Property[],
  id: MappedText | undefined,
): void {
  const origin = { kind: 'section', section } as const;
  const source = { properties, openEnded: false, id, origin };
  addChardev(draft, buildChardev(source, draft.version), 'list');
  if (id === undefined) {
    draft.refusals.push(refusal(section.group, 'chardev: no id specified'));
  }
}

/** The key `id` (since QEMU 6.0), else the id of the header. */
function sectionId(
  section: ConfigSection,
  properties: readonly Property[],
  version: QemuVersion,
): MappedText | undefined {
  const written = version >= 600 ? findProperty(properties, 'id')?.value : undefined;
  return written ?? section.id;
}
