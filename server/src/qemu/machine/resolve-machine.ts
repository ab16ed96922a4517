/** Resolves ids and collects refusals, in QEMU's order: chardevs, monitors, devices. */

import { getOrInsert } from '../../text/lookup.ts';
import { isKnown, knownText, type MappedText } from '../../text/mapped-text.ts';
import { type Span, spanKey } from '../../text/span.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { credentialsRefusal } from '../object/protection.ts';
import { idKey } from '../options/fact.ts';
import type { Option } from '../options/options.ts';
import { closest, isTemplate, type Refusal, refusal } from '../options/refusal.ts';
import { countTogether } from '../options/together.ts';
import { guestChardevs } from './guest-devices.ts';
import { asksForHelp } from './help.ts';
import type { ChardevIndex, Machine, Monitor } from './machine.ts';
import {
  applySets,
  type DirectMonitor,
  type DraftChardev,
  type MachineDraft,
} from './machine-draft.ts';
import type { MonitorDraft } from './monitor.ts';

export function resolveMachine(
  draft: MachineDraft,
  rest: { readonly options: readonly Option[]; readonly programAt: Span | undefined },
): Machine {
  applySets(draft);
  const chardevs = indexChardevs(draft.chardevs);
  const ofGuest = guestChardevs(rest.options);
  const refusals = [
    ...draft.refusals,
    ...chardevRefusals(draft),
    ...duplicateIds(draft),
    ...frontEndRefusals(draft, chardevs),
  ];
  return {
    program: draft.program,
    version: draft.version,
    options: rest.options,
    monitors: draft.monitors.map((monitor) => resolveMonitor(draft, chardevs, ofGuest, monitor)),
    chardevs,
    objects: draft.objects,
    objectsById: draft.objectsById,
    refusals: asksForHelp(rest.options) ? [] : onePerPlace(refusals),
    sections: draft.sections,
    programAt: rest.programAt,
    name: draft.name,
    complete: draft.complete,
  };
}

function indexChardevs(chardevs: readonly DraftChardev[]): ChardevIndex {
  const index = new Map<string, Chardev>();
  for (const { key, chardev } of chardevs) {
    if (key !== undefined && !index.has(key)) index.set(key, chardev);
  }
  return index;
}

function resolveMonitor(
  draft: MachineDraft,
  chardevs: ChardevIndex,
  ofGuest: ReadonlySet<string>,
  monitor: MonitorDraft | DirectMonitor,
): Monitor {
  const { mode, at, option } = monitor;
  if ('chardevId' in monitor) {
    const { chardevId, properties } = monitor;
    const sharedWithGuest = chardevId !== undefined && ofGuest.has(idKey(chardevId));
    return {
      mode,
      at,
      option,
      chardevId,
      properties,
      sharedWithGuest,
      made: 'asked' as const,
      chardev: chardevId && chardevs.get(idKey(chardevId)),
      chardevName: chardevId && knownText(chardevId),
    };
  }
  const { made, sharedWithGuest, isPossible } = monitor;
  const entry = draft.chardevs[monitor.chardev];
  const { chardev, key: chardevName } = entry ?? {};
  const direct = { chardev, chardevId: undefined, chardevName, properties: [] };
  return { mode, at, option, ...direct, sharedWithGuest, made, ...(isPossible && { isPossible }) };
}

/** QEMU stops at the first refusal. */
function onePerPlace(refusals: readonly Refusal[]): readonly Refusal[] {
  const seen = new Set<string>();
  return refusals.filter(({ place: { at } }) => {
    const key = spanKey(at);
    return !seen.has(key) && seen.add(key);
  });
}

function chardevRefusals(draft: MachineDraft): readonly Refusal[] {
  const found: (Refusal | undefined)[] = [];
  for (const { chardev } of draft.chardevs) {
    const { backend, listRefusal } = chardev;
    if (backend.kind === 'refused') found.push(backend.refusal);
    if (backend.kind === 'socket') {
      // Unseen text may set `server`.
      const unsaid = chardev.openEnded && backend.server.kind === 'absent';
      if (!unsaid) found.push(credentialsRefusal(draft, backend));
    }
    found.push(listRefusal);
  }
  for (const monitor of draft.monitors) {
    if ('refusal' in monitor) found.push(monitor.refusal);
  }
  return found.filter((it) => it !== undefined);
}

function duplicateIds(draft: MachineDraft): readonly Refusal[] {
  const system = draft.program !== 'storage-daemon';
  const chardevIds = draft.chardevs.map(({ chardev, key }) => ({ key, text: nameOf(chardev) }));
  const monitorIds = draft.monitors.flatMap((monitor) => {
    if (!system) return [];
    if ('chardevId' in monitor) {
      return monitor.id ? [{ key: idKey(monitor.id), text: monitor.id }] : [];
    }
    const entry = draft.chardevs[monitor.chardev];
    return entry?.phase === 'list' ? [{ key: entry.key, text: nameOf(entry.chardev) }] : [];
  });
  const objectIds = draft.objects.flatMap(({ id }) => (id ? [{ key: idKey(id), text: id }] : []));
  return [
    ...repeated(chardevIds, 'chardev'),
    ...repeated(monitorIds, 'mon'),
    ...repeated(objectIds, 'object'),
  ];
}

function nameOf({ id, origin }: Chardev): MappedText | undefined {
  return id ?? (origin.kind === 'legacy' ? origin.device : undefined);
}

function* repeated(
  ids: readonly { readonly key: string | undefined; readonly text: MappedText | undefined }[],
  group: string,
): Iterable<Refusal> {
  if (new Set(ids.map(({ key }) => key)).size === ids.length) return;
  const seen = new Map<string, ReturnType<typeof countTogether>>();
  const firsts = new Map<string, MappedText>();
  for (const { key, text } of ids) {
    if (key === undefined) continue;
    const count = getOrInsert(seen, key, countTogether);
    // A default chardev has no place.
    const place = text ?? firsts.get(key);
    if (count(text) > 0 && place && isKnown(place)) {
      yield refusal(place, `Duplicate ID '${key}' for ${group}`);
    }
    if (text && !firsts.has(key)) firsts.set(key, text);
  }
}

/** `MAX_MUX` in chardev/chardev-internal.h. */
const FRONT_ENDS = 4;

interface Uses {
  readonly draft: MachineDraft;
  readonly chardevs: ChardevIndex;
  readonly made: Set<string>;
  readonly taken: Map<Chardev, (text: MappedText) => number>;
  readonly found: Refusal[];
}

function frontEndRefusals(draft: MachineDraft, chardevs: ChardevIndex): readonly Refusal[] {
  const uses: Uses = { draft, chardevs, made: new Set(), taken: new Map(), found: [] };
  for (const { chardev, key, phase } of draft.chardevs) {
    if (phase !== 'list') continue;
    attachMembers(uses, chardev);
    if (key !== undefined) uses.made.add(key);
  }
  for (const monitor of draft.monitors) {
    if (!('chardevId' in monitor) || monitor.chardevId === undefined || monitor.refusal) continue;
    const id = monitor.chardevId;
    const chardev = uses.made.has(idKey(id)) ? chardevs.get(idKey(id)) : undefined;
    if (chardev) attach(uses, chardev, id);
    else missing(uses, id, `chardev "${id.decoded}" not found`);
  }
  for (const { key } of draft.chardevs) if (key !== undefined) uses.made.add(key);
  for (const id of draft.deviceReferences) {
    const message = `could not connect device to character backend 'chardev:${id.decoded}'`;
    if (!uses.made.has(idKey(id))) missing(uses, id, message);
  }
  uses.found.push(...terminalRefusals(draft));
  return uses.found;
}

/** Resolves the members of a mux or hub, which QEMU must already know. */
function attachMembers(uses: Uses, chardev: Chardev): void {
  const { backend } = chardev;
  if (backend.kind !== 'mux' && backend.kind !== 'hub') return;
  for (const id of backend.members) {
    const member = uses.made.has(idKey(id)) ? uses.chardevs.get(idKey(id)) : undefined;
    if (member === undefined) {
      const mux = `mux: base chardev ${id.decoded} not found`;
      missing(
        uses,
        id,
        backend.kind === 'mux' ? mux : `hub: chardev can't be found by id '${id.decoded}'`,
      );
    } else if (backend.kind === 'hub' && isShared(member)) {
      uses.found.push(refusal(id, "hub: multiplexers and hub devices can't be stacked"));
    } else {
      attach(uses, member, id);
    }
  }
}

function isShared({ mux, backend }: Chardev): boolean {
  return mux || backend.kind === 'mux' || backend.kind === 'hub';
}

function attach({ taken, found }: Uses, chardev: Chardev, id: MappedText): void {
  const count = getOrInsert(taken, chardev, countTogether);
  const before = count(id);
  if (chardev.openEnded || !isKnown(id)) return;
  const mux = chardev.mux || chardev.backend.kind === 'mux';
  if (mux && before >= FRONT_ENDS) {
    const limit = `(maximum is ${FRONT_ENDS})`;
    found.push(refusal(id, `too many uses of multiplexed chardev '${id.decoded}' ${limit}`));
  } else if (!mux && before > 0) {
    found.push(refusal(id, `chardev '${id.decoded}' is already in use`));
  }
}

function missing({ draft, chardevs, made, found }: Uses, id: MappedText, message: string): void {
  if (!isKnown(id) || isTemplate(id.decoded)) return;
  // Order makes it an error even if something is out of sight.
  const late = chardevs.has(idKey(id)) && !made.has(idKey(id));
  if (!draft.complete && !late) return;
  const instead = closest(id.decoded, made);
  const repair = instead === undefined ? {} : { repair: { text: id, instead } };
  found.push({ ...refusal(id, message, 'chardev'), ...repair });
}

/** Only one chardev can have the terminal (`qemu_chr_open_stdio`). */
function terminalRefusals({ chardevs }: MachineDraft): readonly Refusal[] {
  const users = chardevs.filter(({ chardev: { backend } }) => {
    return backend.kind === 'other' && backend.name === 'stdio';
  });
  const count = countTogether();
  // The option that causes a default is reported.
  for (const { chardev } of users)
    if (chardev.origin.kind === 'default') count(chardev.origin.cause);
  const texts = users.flatMap(({ chardev: { properties } }) => {
    return properties.find(({ key }) => key === 'backend')?.value ?? [];
  });
  const extra = texts.filter((text) => count(text) > 0).at(-1);
  return extra ? [refusal(extra, 'cannot use stdio by multiple character devices')] : [];
}

/** The storage daemon refuses references to later definitions. */
export function checkDaemonOrder(draft: MachineDraft): void {
  const last = draft.chardevs.at(-1)?.chardev;
  const monitor = draft.monitors.at(-1);
  if (last?.backend.kind === 'socket') {
    const found = credentialsRefusal(draft, last.backend);
    if (found) draft.refusals.push(found);
  }
  if (monitor === undefined || !('chardevId' in monitor) || monitor.chardevId === undefined) return;
  const id = monitor.chardevId;
  if (draft.chardevsById.has(idKey(id)) || !draft.complete || !isKnown(id)) return;
  draft.refusals.push(refusal(id, `chardev "${id.decoded}" not found`, 'chardev'));
}
