/** Subjects of messages: a monitor or service with its address, so that rows of a list differ at once. */
import * as l10n from '@vscode/l10n';
import type { Monitor } from '../../qemu/machine/machine.ts';
import type { Reach } from '../../qemu/reach/reach.ts';
import { isKnown, type MappedText, written } from '../../text/mapped-text.ts';

export type KnownReach = Exclude<Reach, { who: 'unknown' | 'nobody' }>;

/** A reach over the network. */
export type NetworkReach = Extract<Reach, { transport: unknown }>;

/** Leave room for the rest of a message. */
const SHOWN_HOST = 24;
const SHOWN_PORT = 12;

/** An address as far as known. */
interface Address {
  readonly host: MappedText;
  /** The port; undefined if it is part of the host's unknown text. */
  readonly port: string | undefined;
}

/** Names of modes, not translated. */
export const MODE_NAMES: Readonly<Record<Monitor['mode'], string>> = {
  hmp: 'HMP',
  qmp: 'QMP',
  unknown: 'QEMU',
};

/** `guest port's HMP monitor` if the guest shares its chardev. */
export function monitorName({ mode, sharedWithGuest }: Monitor): string {
  const name = MODE_NAMES[mode];
  return sharedWithGuest ? l10n.t("guest port's {0} monitor", name) : l10n.t('{0} monitor', name);
}

/** The name of a mode; `Monitor` if unknown. */
export function modeLabel(mode: Monitor['mode']): string {
  return mode === 'unknown' ? l10n.t('Monitor') : MODE_NAMES[mode];
}

/** `HMP behind a guest port` if the guest shares its chardev. */
export function monitorLabel({ mode, sharedWithGuest }: Monitor): string {
  const name = modeLabel(mode);
  return sharedWithGuest ? l10n.t('{0} behind a guest port', name) : name;
}

/** `HMP on tcp 0.0.0.0:4444`; `HMP connects to tcp 10.0.0.1:4444` for a client. */
export function monitorSubject(monitor: Monitor, reach: NetworkReach): string {
  return subjectOf(monitorLabel(monitor), reach.who, reachAddress(reach));
}

/** `gdb stub on tcp *:1234`; `address` is from `addressWords`. */
export function subjectOf(name: string, who: string, address: string): string {
  return who === 'peer'
    ? l10n.t('{0} connects to {1}', name, address)
    : l10n.t('{0} on {1}', name, address);
}

/** `tcp 0.0.0.0:4444`; `127.0.0.1:4444` for local TCP. */
export function reachAddress({ transport, who, host, port }: NetworkReach): string {
  const scheme = who === 'host' && transport === 'tcp' ? undefined : transport;
  return addressWords({ host, port: port && written(port) }, scheme);
}

/** `tcp *:4444` for an empty host (every interface); unknown parts as written. */
export function addressWords({ host, port }: Address, transport: string | undefined): string {
  const isIpv6 = isKnown(host) && host.decoded.includes(':');
  const name = isIpv6 ? `[${host.decoded}]` : shortened(written(host), SHOWN_HOST) || '*';
  const address = port ? `${name}:${shortened(port, SHOWN_PORT)}` : name;
  return transport === undefined ? address : `${transport} ${address}`;
}

function shortened(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
