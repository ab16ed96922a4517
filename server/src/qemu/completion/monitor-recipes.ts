/** Complete monitors as options and sections: on a private UNIX socket, or on TCP with TLS for one client. */
import * as l10n from '@vscode/l10n';
import { type NewOption, type NewSection, text, type ValuePart } from '../change/change.ts';
import { MON_DEPRECATED } from '../change/monitor-object.ts';
import {
  AUTHORIZATION_SINCE,
  freeId,
  type NewObject,
  newAuthorization,
  newCredentials,
  objectList,
  objectSection,
} from '../change/new-object.ts';
import type { Machine } from '../machine/machine.ts';

export interface MonitorRecipe {
  readonly title: () => string;
  readonly words: string;
  readonly kind: 'unix' | 'tls';
  readonly options: readonly NewOption[];
  readonly sections: readonly NewSection[];
}

/** Monitors for a machine, the simplest first. */
export function monitorRecipes(machine: Machine): readonly MonitorRecipe[] {
  if (machine.program === 'vnc-server') return [];
  const onSockets =
    machine.program === 'storage-daemon'
      ? [daemonSocket(machine)]
      : [onSocket(machine, 'hmp'), onSocket(machine, 'qmp')];
  const hasTls = machine.version >= AUTHORIZATION_SINCE;
  return [...onSockets, ...(hasTls ? [overTls(machine)] : [])];
}

function title(mode: 'hmp' | 'qmp'): () => string {
  return () =>
    mode === 'hmp'
      ? l10n.t('HMP monitor on a private UNIX socket')
      : l10n.t('QMP monitor on a private UNIX socket');
}

/** `-monitor unix:PATH,server=on,wait=off`. */
function onSocket(machine: Machine, mode: 'hmp' | 'qmp'): MonitorRecipe {
  const path = socketPath(mode, true);
  const name = mode === 'hmp' ? '-monitor' : '-qmp';
  const value = [text('unix:'), path, text(','), { kind: 'server-flags' } as const];
  return {
    title: title(mode),
    words: `${name} unix`,
    kind: 'unix',
    options: [{ name, value }],
    sections: socketSections(machine, mode),
  };
}

/** The storage daemon has only `--chardev` and QMP. */
function daemonSocket(machine: Machine): MonitorRecipe {
  const id = freeId(machine, 'mon');
  const value = [
    text(`socket,id=${id},path=`),
    socketPath('qmp', true),
    text(',server=on,wait=off'),
  ];
  return {
    title: title('qmp'),
    words: '--chardev --monitor unix',
    kind: 'unix',
    options: [
      { name: '--chardev', value },
      { name: '--monitor', value: [text(`chardev=${id}`)] },
    ],
    sections: [],
  };
}

function socketPath(mode: 'hmp' | 'qmp', inList: boolean): ValuePart {
  return { kind: 'socket-path', mode, port: undefined, inList };
}

function socketSections(machine: Machine, mode: 'hmp' | 'qmp'): readonly NewSection[] {
  const id = freeId(machine, 'mon');
  const entries = [
    entry('backend', 'socket'),
    { key: 'path', value: [socketPath(mode, false)] },
    entry('server', 'on'),
    entry('wait', 'off'),
  ];
  return [{ group: 'chardev', id, entries }, monSection(id, mode)];
}

function monSection(id: string, mode: 'hmp' | 'qmp'): NewSection {
  const entries = [entry('chardev', id), entry('mode', mode === 'hmp' ? 'readline' : 'control')];
  return { group: 'mon', id: `${id}-${mode}`, entries };
}

function entry(key: string, value: string): NewSection['entries'][number] {
  return { key, value: [text(value)] };
}

/** The user should replace the host; until then it is a local one. */
const HOST: ValuePart = { kind: 'placeholder', text: '127.0.0.1' };
const PORT: ValuePart = { kind: 'placeholder', text: '4444' };

function overTls(machine: Machine): MonitorRecipe {
  const id = freeId(machine, 'mon');
  const [creds, authz] = [freeId(machine, 'montls'), freeId(machine, 'monauthz')];
  const objects = [newCredentials(creds, 'server'), newAuthorization(authz)];
  const dashes = machine.program === 'storage-daemon' ? '--' : '-';
  const protection = `tls-creds=${creds},tls-authz=${authz}`;
  const chardev = [text(`socket,id=${id},host=`), HOST, text(',port='), PORT];
  const flags = text(`,server=on,wait=off,${protection}`);
  return {
    title: () => l10n.t('QMP monitor over TLS for one client'),
    words: `${dashes}qmp ${dashes}object ${dashes}chardev tls`,
    kind: 'tls',
    options: [
      ...objects.map((object) => ({ name: `${dashes}object`, value: objectList(object) })),
      { name: `${dashes}chardev`, value: [...chardev, flags] },
      monitorOption(machine, id),
    ],
    sections: tlsSections(objects, id),
  };
}

/** The option that adds a monitor and is not deprecated. */
function monitorOption(machine: Machine, id: string): NewOption {
  if (machine.program === 'storage-daemon') {
    return { name: '--monitor', value: [text(`chardev=${id}`)] };
  }
  const isOld = machine.versionIsChosen && machine.version >= MON_DEPRECATED;
  return isOld
    ? { name: '-qmp', value: [text(`chardev:${id}`)] }
    : { name: '-mon', value: [text(`chardev=${id},mode=control`)] };
}

function tlsSections(objects: readonly NewObject[], id: string): readonly NewSection[] {
  const [creds, authz] = objects.map((object) => object.id);
  const entries = [
    entry('backend', 'socket'),
    { key: 'host', value: [HOST] },
    { key: 'port', value: [PORT] },
    entry('server', 'on'),
    entry('wait', 'off'),
    entry('tls-creds', creds ?? ''),
    entry('tls-authz', authz ?? ''),
  ];
  return [...objects.map(objectSection), { group: 'chardev', id, entries }, monSection(id, 'qmp')];
}
