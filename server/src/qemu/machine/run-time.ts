/** Monitors that commands add: by `gdbserver`, and objects of QEMU 11.1 (monitor/hmp.c, qapi/char.json). */
import type { SentInvocation, SentText } from '../../invocation/invocation.ts';
import { type MappedText, slice, spanOf } from '../../text/mapped-text.ts';
import { standingFor, trimmed, wordsOf } from '../../text/operations.ts';
import type { Span } from '../../text/span.ts';
import { buildChardev, type Chardev, withProperties } from '../chardev/chardev.ts';
import { readLegacyDevice } from '../chardev/legacy-device.ts';
import { readObject } from '../object/object.ts';
import { idKey } from '../options/fact.ts';
import { type JsonValue, jsonField, jsonString, readJson } from '../options/json.ts';
import {
  addedProperty,
  findProperty,
  jsonProperties,
  type Property,
  parsePropertyList,
} from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import type { QemuVersion } from '../options/version.ts';
import type { Machine, Monitor } from './machine.ts';
import {
  addChardev,
  addChardevOption,
  addObject,
  emptyDraft,
  type MachineDraft,
} from './machine-draft.ts';
import { resolveMachine } from './resolve-machine.ts';

export interface RunTimeAddition {
  /** `chardev`: not used yet, so one command away from a monitor. */
  readonly kind: 'monitor' | 'gdb' | 'chardev';
  /** A gdb port counts as HMP. */
  readonly monitor: Monitor;
}

const MONITOR_OBJECTS_SINCE = 1101;

const TELLING = /gdbserver|chardev-(?:add|change)|object[-_]add/;

interface RunTimeDraft {
  readonly machine: MachineDraft;
  readonly gdb: { readonly at: Span; readonly device: Chardev | MappedText }[];
  /** `idKey` of chardevs that are not monitors. */
  readonly used: Set<string>;
}

/** The machine of commands to a QEMU that this file does not start. */
export function buildFromSent({ texts }: SentInvocation, version: QemuVersion): Machine {
  const draft: RunTimeDraft = {
    machine: emptyDraft('system', version, false),
    gdb: [],
    used: new Set(),
  };
  const telling = texts.some(({ text }) => TELLING.test(text.decoded));
  if (telling) for (const sent of texts) readSent(draft, sent);
  const machine = resolveMachine(draft.machine, { options: [], programAt: undefined });
  const added = additions(draft, machine);
  // QEMU keeps running after a refused command.
  return { ...machine, program: 'commands', monitors: [], refusals: [], addedAtRunTime: added };
}

function additions(draft: RunTimeDraft, machine: Machine): readonly RunTimeAddition[] {
  const monitors = machine.version >= MONITOR_OBJECTS_SINCE ? machine.monitors : [];
  const gdb = draft.gdb.map(({ at, device }): Monitor => {
    const named = 'pieces' in device ? machine.chardevs.get(idKey(device)) : device;
    return plainMonitor(at, named);
  });
  const used = new Set(draft.used);
  for (const { chardevId } of monitors) if (chardevId) used.add(idKey(chardevId));
  for (const { device } of draft.gdb) if ('pieces' in device) used.add(idKey(device));
  const chardevs = machine.version >= MONITOR_OBJECTS_SINCE ? [...machine.chardevs] : [];
  return [
    ...monitors.map((monitor): RunTimeAddition => ({ kind: 'monitor', monitor })),
    ...gdb.map((monitor): RunTimeAddition => ({ kind: 'gdb', monitor })),
    ...chardevs.flatMap(([key, chardev]): readonly RunTimeAddition[] => {
      const { origin } = chardev;
      if (used.has(key) || origin.kind !== 'option') return [];
      return [{ kind: 'chardev', monitor: plainMonitor(origin.option.word.at, chardev) }];
    }),
  ];
}

function plainMonitor(at: Span, chardev: Chardev | undefined): Monitor {
  return {
    mode: 'hmp',
    at,
    option: undefined,
    chardev,
    chardevId: undefined,
    properties: [],
    chardevName: undefined,
    sharedWithGuest: false,
    made: 'asked',
  };
}

function readSent(draft: RunTimeDraft, { text, language }: SentText): void {
  const json = language === 'qmp' || (language === undefined && /^\s*\{/.test(text.decoded));
  if (json) for (const object of splitJson(text)) readQmp(draft, readJson(object));
  else for (const line of wordsOf(text, /[\r\n]+/g)) readHmp(draft, line);
}

/** The objects of a JSON stream, such as a QMP session. */
function* splitJson(text: MappedText): Iterable<MappedText> {
  let depth = 0;
  let start = 0;
  let quote = '';
  for (const { 0: token, index } of text.decoded.matchAll(/\\.|["'{}]/gs)) {
    if (quote !== '') {
      if (token === quote) quote = '';
    } else if (token === '"' || token === "'") {
      quote = token;
    } else if (token === '{') {
      if (depth === 0) start = index;
      depth++;
    } else if (token === '}' && depth > 0) {
      depth--;
      if (depth === 0) yield slice(text, start, index + 1);
    }
  }
}

function readHmp(draft: RunTimeDraft, line: MappedText): void {
  const match = /^\s*(\S+)\s*/.exec(line.decoded);
  const [whole = '', name = ''] = match ?? [];
  const nameStart = whole.indexOf(name);
  const command = slice(line, nameStart, nameStart + name.length);
  const rest = slice(line, whole.length);
  switch (name) {
    case 'gdbserver': {
      const [device, ...extra] = hmpArguments(rest);
      if (extra.length === 0) addGdb(draft, command, device);
      break;
    }
    case 'chardev-add': {
      const [list, ...extra] = hmpArguments(rest);
      if (list && extra.length === 0) {
        addChardevOption(draft.machine, commandOption(command), list);
      }
      break;
    }
    case 'chardev-change': {
      const [id, list, ...extra] = hmpArguments(rest);
      if (id && list && extra.length === 0) changeChardev(draft, command, id, list);
      break;
    }
    case 'object_add':
      addObject(
        draft.machine,
        readObject(trimmed(rest, 'end'), spanOf(command), 'options'),
        undefined,
      );
      break;
    default:
      for (const { 0: found, 1: key = '', index } of rest.decoded.matchAll(
        /\b(chardev=)[^,\s]+/g,
      )) {
        draft.used.add(idKey(slice(rest, index + key.length, index + found.length)));
      }
  }
}

/** Arguments separated by blanks or in double quotes (`get_str` in monitor/hmp.c). */
function hmpArguments(text: MappedText): readonly MappedText[] {
  return [...text.decoded.matchAll(/"([^"]*)"|\S+/g)].map(({ 0: found, 1: quoted, index }) => {
    return quoted === undefined
      ? slice(text, index, index + found.length)
      : slice(text, index + 1, index + 1 + quoted.length);
  });
}

function commandOption(name: MappedText): Option {
  const word = { value: name, at: spanOf(name), many: false };
  return { name: name.decoded, word, value: undefined, words: [word] };
}

/** Adds the gdb port of a command: `tcp::1234` by default; `tcp:` always listens (`gdbserver_start`). */
function addGdb(draft: RunTimeDraft, command: MappedText, written: MappedText | undefined): void {
  const at = spanOf(command);
  if (written?.decoded === 'none') return;
  const device = written ?? standingFor(command, 'tcp::1234');
  const { version } = draft.machine;
  const read = readLegacyDevice(device, { option: commandOption(command), version });
  if (read.kind === 'reference') {
    draft.gdb.push({ at, device: read.id });
    return;
  }
  const chardev = device.decoded.startsWith('tcp:')
    ? withProperties(read.chardev, [addedProperty('server', slice(device, 0, 0), 'on')], version)
    : read.chardev;
  draft.gdb.push({ at, device: chardev });
}

/** Applies `chardev-change ID LIST`, whose list has no id. */
function changeChardev(
  draft: RunTimeDraft,
  command: MappedText,
  id: MappedText,
  list: MappedText,
): void {
  const { properties, openEnded } = parsePropertyList(list, 0, 'backend');
  const origin = { kind: 'option', option: commandOption(command), list } as const;
  const chardev = buildChardev({ properties, openEnded, id, origin }, draft.machine.version);
  addChardev(draft.machine, chardev, 'list');
}

/** Reads `{"execute": NAME, "arguments": {…}}`. */
function readQmp(draft: RunTimeDraft, object: JsonValue | undefined): void {
  const name = jsonString(object, 'execute') ?? jsonString(object, 'exec-oob');
  const given = jsonField(object, 'arguments');
  if (name === undefined || given === undefined) return;
  switch (name.decoded) {
    case 'human-monitor-command': {
      const line = jsonString(given, 'command-line');
      if (line) readHmp(draft, line);
      break;
    }
    case 'chardev-add':
    case 'chardev-change':
      addQmpChardev(draft, name, given);
      break;
    case 'object-add':
      addObject(draft.machine, readObject(given.text, spanOf(name), 'options'), undefined);
      break;
    default: {
      const id = jsonString(given, 'chardev');
      if (id) draft.used.add(idKey(id));
    }
  }
}

/** `{"id": …, "backend": {"type": "socket", "data": {…}}}` listens by default, without waiting. */
function addQmpChardev(draft: RunTimeDraft, name: MappedText, given: JsonValue): void {
  const type = jsonString(given, 'backend', 'type');
  const backend = jsonField(given, 'backend');
  const data = jsonField(backend, 'data');
  const addressKey = type?.decoded === 'udp' ? 'remote' : 'addr';
  const address = jsonField(jsonField(data, addressKey), 'data');
  const flat = [...jsonProperties(data), ...jsonProperties(address)].filter(
    ({ key }) => !key.includes('.') && key !== 'wait' && !key.startsWith('reconnect'),
  );
  const device = flat.map((property) => {
    return property.key === 'device' || property.key === 'out'
      ? { ...property, key: 'path' }
      : property;
  });
  const origin = { kind: 'json', type: 'string' } as const;
  const typed = type ? [{ ...addedProperty('backend', type), origin }] : [];
  const listens = type?.decoded === 'socket' && findProperty(device, 'server') === undefined;
  const properties: readonly Property[] = [
    ...typed,
    ...device,
    ...(listens ? [{ ...addedProperty('server', slice(given.text, 0, 0), 'on'), origin }] : []),
  ];
  const list = backend?.text ?? given.text;
  const chardev = buildChardev(
    {
      properties,
      openEnded: false,
      id: jsonString(given, 'id'),
      origin: { kind: 'option', option: commandOption(name), list },
    },
    draft.machine.version,
  );
  addChardev(draft.machine, chardev, 'list');
}
