/**
 * The properties of VNC and SPICE displays that decide who gets in, after qemu-options.hx, ui/vnc.c and
 * ui/spice-core.c of QEMU 10.0.
 * When a key came and went is for vnc.ts and spice.ts to say.
 */
import * as l10n from '@vscode/l10n';
import { SPICE_KEYS } from '../display/spice.ts';
import { VNC_KEYS } from '../display/vnc.ts';
import type { KeyRow } from '../options/property-check.ts';
import { type Description, describe, rowOf, type WordTable } from './description.ts';

/** What a property means to a display; undefined for a group that is none, or a key that it does not have. */
export function describeDisplayKey(group: string, key: string): Description | undefined {
  const display = rowOf(DISPLAYS, group);
  const row = display?.rows.find((candidate) => candidate.key === key);
  const words = display && rowOf(display.words, key);
  return row && words && describe({ valueType: row.type, ...words }, row);
}

/** The properties of a display that are described; undefined for a group that is none. */
export function displayKeysOf(group: string): readonly string[] | undefined {
  const display = rowOf(DISPLAYS, group);
  return display && Object.keys(display.words);
}

/** What each boolean of a display is by default, but for a few. */
const OFF = { default: 'off' } as const;

const VNC: WordTable = {
  vnc: {
    says: () =>
      l10n.t('Where it listens: HOST:N is port 5900 + N, and without a host every interface'),
  },
  to: { says: () => l10n.t('How many numbers behind the first are tried if that is taken') },
  websocket: {
    says: () => l10n.t('Listens for browsers too, on port 5700 + N or the address given'),
  },
  ipv4: { says: () => l10n.t('Whether IPv4 addresses are used; without ipv4 and ipv6 both are') },
  ipv6: { says: () => l10n.t('Whether IPv6 addresses are used; without ipv4 and ipv6 both are') },
  reverse: { says: () => l10n.t('Connects to a viewer that listens there'), ...OFF },
  password: {
    says: () =>
      l10n.t('Asks for a password (only eight characters count) that is set through a monitor'),
    ...OFF,
  },
  'password-secret': {
    says: () => l10n.t('The secret object with the password; only eight characters of it count'),
    valueType: 'id',
  },
  sasl: { says: () => l10n.t('Asks for a login by SASL'), ...OFF },
  'sasl-authz': {
    says: () => l10n.t('The authorization object that says which logins are admitted'),
    valueType: 'id',
  },
  'tls-creds': {
    says: () => l10n.t('The credentials object that encrypts the display by TLS'),
    valueType: 'id',
  },
  'tls-authz': {
    says: () => l10n.t('The authorization object that says whose certificates are admitted'),
    valueType: 'id',
  },
  acl: { says: () => l10n.t('Asks lists that a monitor fills who is admitted'), ...OFF },
  'power-control': {
    says: () => l10n.t('Lets viewers shut the machine down and reset it'),
    ...OFF,
  },
};

const SPICE: WordTable = {
  addr: { says: () => l10n.t('The address to listen at; every interface by default') },
  port: { says: () => l10n.t('The TCP port without encryption') },
  'tls-port': { says: () => l10n.t('The TCP port with TLS') },
  ipv4: { says: () => l10n.t('Uses IPv4 only'), ...OFF },
  ipv6: { says: () => l10n.t('Uses IPv6 only'), ...OFF },
  unix: { says: () => l10n.t('Takes the address as the path of a UNIX socket'), ...OFF },
  'disable-ticketing': { says: () => l10n.t('Admits everyone without a password'), ...OFF },
  password: { says: () => l10n.t('The password, which everyone can see in the list of processes') },
  'password-secret': { says: () => l10n.t('The secret object with the password'), valueType: 'id' },
  sasl: { says: () => l10n.t('Asks for a login by SASL'), ...OFF },
  'x509-dir': {
    says: () => l10n.t('The directory with the certificates and keys for TLS'),
    valueType: 'path',
  },
  'x509-cacert-file': { says: () => l10n.t("The authority's certificate"), valueType: 'path' },
  'x509-cert-file': { says: () => l10n.t("The server's certificate"), valueType: 'path' },
  'x509-key-file': { says: () => l10n.t("The server's private key"), valueType: 'path' },
  'x509-key-password': { says: () => l10n.t('The password of the private key') },
  'x509-dh-key-file': {
    says: () => l10n.t('The Diffie-Hellman parameters of the server'),
    valueType: 'path',
  },
  'tls-ciphers': { says: () => l10n.t('Which ciphers are allowed, as OpenSSL lists them') },
  'tls-channel': { says: () => l10n.t('A channel that goes over TLS only') },
  'plaintext-channel': { says: () => l10n.t('A channel that goes without TLS only') },
};

const DISPLAYS: Readonly<Record<string, { rows: readonly KeyRow[]; words: WordTable }>> = {
  vnc: { rows: VNC_KEYS, words: VNC },
  spice: { rows: SPICE_KEYS, words: SPICE },
};
