/**
 * What qemu-vnc serves, QEMU's VNC server in a program of its own: the same lists as `-vnc`, of which it writes a part
 * itself (`main` in tools/qemu-vnc/qemu-vnc.c). Without an address it is on localhost, which is not looked for.
 */
import { type KnownPiece, type MappedText, mappedText } from '../../text/mapped-text.ts';
import type { Machine } from '../machine/machine.ts';
import { knownValue } from '../options/fact.ts';
import { addedProperty, booleanFact, type Property, parsePropertyList } from '../options/keyval.ts';
import type { Authentication, Display } from './display.ts';
import { vncDisplay } from './vnc.ts';

/** The one display of such a server, if it is said where it listens. */
export function vncServerDisplays(machine: Machine): readonly Display[] {
  const last = (wanted: string) => machine.options.findLast(({ name }) => name === wanted);
  const address = last('vnc-addr');
  const websocket = last('websocket');
  const option = address?.value ? address : websocket;
  if (option?.value === undefined) return [];
  const written = parsePropertyList(address?.value ?? onLocalhost(option.value), 0, 'vnc');
  const browsers = websocket?.value ? [addedProperty('websocket', websocket.value)] : [];
  const properties = [...written.properties, ...browsers];
  const { openEnded } = written;
  const source = { properties, openEnded, at: option.word.at, lastWord: option.words.at(-1) };
  const display = vncDisplay(machine, source);
  if (display === undefined) return [];
  const listeners = address?.value ? display.listeners : display.listeners.slice(1);
  const authentication = authenticationOf(machine, display.authentication, properties);
  return [{ ...display, listeners, authentication }];
}

/** The address that stands for none, as if it were written in the place of another value. */
function onLocalhost(value: MappedText): MappedText {
  const [first] = value.pieces;
  if (first === undefined) return value;
  const piece: KnownPiece = { ...first, kind: 'known', text: 'localhost:0', verbatim: false };
  return mappedText([piece], value.place);
}

/**
 * TLS verifies clients only with `--tls-authz`; without it the server's credentials ask for no certificate.
 */
function authenticationOf(
  { options, complete }: Machine,
  ofList: Authentication,
  properties: readonly Property[],
): Authentication {
  const has = (wanted: string) => options.some(({ name }) => name === wanted);
  if (has('tls-creds') && has('tls-authz')) return 'tls';
  if (has('password') || knownValue(booleanFact(properties, 'password')) === true) {
    return 'password';
  }
  if (has('sasl')) return 'sasl';
  return complete ? ofList : 'unknown';
}
