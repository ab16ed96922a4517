/** Builds a machine from the sections of a -readconfig file. The order of sections is free. */
import type { ConfigInvocation, ConfigSection } from '../invocation/invocation.ts';
import { knownText, type MappedText } from '../text/mapped-text.ts';
import { buildChardev } from './chardev.ts';
import { findProperty, type Property } from './keyval.ts';
import { findChardev, indexChardevs, type Machine } from './machine.ts';
import { draftMonitor, MONITOR_OBJECTS, type MonitorDraft } from './monitor.ts';
import { objectFromProperties, type QemuObject } from './object.ts';
import type { QemuVersion } from './version.ts';

/** The machine that a config file describes, as far as the file goes. */
export function buildFromConfig(invocation: ConfigInvocation, version: QemuVersion): Machine {
  const inGroup = (name: string) =>
    invocation.sections.filter((section) => knownText(section.group) === name);
  const defined = inGroup('chardev').map((section) => {
    const properties = sectionProperties(section);
    return buildChardev(properties, false, sectionId(section, properties), {
      kind: 'section',
      section,
    });
  });
  const chardevs = indexChardevs(defined);
  const objects = inGroup('object').map((section) => {
    const properties = sectionProperties(section);
    return objectFromProperties(properties, undefined, sectionId(section, properties));
  });
  const drafts = [
    ...inGroup('mon').map((section) => {
      const properties = sectionProperties(section);
      return draftMonitor(properties, section.at, sectionId(section, properties), 'hmp');
    }),
    ...inGroup('object').map((section, index) => objectMonitor(section, objects[index])),
  ].filter((draft) => draft !== undefined);
  const name = inGroup('name').map((section) => {
    const guest = findProperty(sectionProperties(section), 'guest');
    return guest && knownText(guest.value);
  });
  return {
    monitors: drafts.map((draft) => ({
      mode: draft.mode,
      at: draft.at,
      chardev: findChardev(chardevs, draft.chardevId),
      sharedWithGuest: false,
      made: 'asked',
    })),
    chardevs,
    objects,
    program: 'config',
    version,
    options: [],
    sections: invocation.sections,
    programAt: undefined,
    name: name[0],
    complete: false,
  };
}

/** `[object "m"]` with `qom-type = "monitor-qmp"` (QEMU 11.1). */
function objectMonitor(
  section: ConfigSection,
  object: QemuObject | undefined,
): MonitorDraft | undefined {
  const mode = object?.type === undefined ? undefined : MONITOR_OBJECTS.get(object.type);
  const chardev = object && findProperty(object.properties, 'chardev');
  if (mode === undefined || chardev === undefined) return undefined;
  return { mode, at: section.at, chardevId: chardev.value, id: object?.id, properties: [] };
}

function sectionProperties(section: ConfigSection): readonly Property[] {
  return section.entries.map((entry) => ({
    key: entry.key.text,
    keyText: entry.key,
    value: entry.value,
    flag: undefined,
    origin: { kind: 'entry', entry },
  }));
}

/** The id of a section: the key `id`, which beats the header's since QEMU 6.0, or the header's. */
function sectionId(
  section: ConfigSection,
  properties: readonly Property[],
): MappedText | undefined {
  return findProperty(properties, 'id')?.value ?? section.id;
}
