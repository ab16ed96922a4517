/** Describes monitors' objects (qapi/crypto.json, authz.json, qom.json of QEMU 10.0 and 11.1). */
import * as l10n from '@vscode/l10n';
import { OBJECTS } from '../object/object.ts';
import {
  type Description,
  describe,
  ID,
  NEEDED,
  OFF,
  ON,
  PATH,
  row,
  rowOf,
  type Words,
  type WordTable,
  wordsFor,
} from './description.ts';

export function describeObjectType(type: string): Description | undefined {
  const words = rowOf(TYPES, type)?.words;
  return words && describe(words, OBJECTS.get(type) ?? words);
}

/** Describes a property, also `rules.0.match`. */
export function describeObjectKey(type: string, key: string): Description | undefined {
  const keys = rowOf(TYPES, type)?.keys;
  if (keys === undefined) return undefined;
  if (key === 'id') return describe(OBJECT_ID);
  if (key === 'qom-type') return describe(QOM_TYPE);
  const part = type === 'authz-list' ? /^rules\.\d+\.(\w+)$/.exec(key)?.[1] : undefined;
  const words = part === undefined ? wordsFor(keys, key) : wordsFor(RULE_KEYS, part);
  if (words === undefined) return undefined;
  const table = OBJECTS.get(type);
  const row = table?.keys.find((candidate) => candidate.key === key);
  const required = table?.required.includes(key) ? { required: true } : {};
  const valueType = row && row.type !== 'string' ? row.type : 'string';
  return describe({ valueType, ...words, ...required }, row ?? words);
}

/** A known type's keys without `id`. */
export function objectKeysOf(type: string): readonly string[] | undefined {
  const keys = rowOf(TYPES, type)?.keys;
  return keys && Object.keys(keys);
}

const OBJECT_ID: Words = row(NEEDED, () =>
  l10n.t('The name by which other options refer to the object'),
);

const QOM_TYPE: Words = row({ valueType: 'word', required: true }, () =>
  l10n.t('What the object is, such as tls-creds-x509'),
);

interface ObjectWords {
  readonly words: Words;
  readonly keys: WordTable;
}

const CREDENTIAL_KEYS: WordTable = {
  endpoint: row(
    { valueType: 'word', default: 'client' },
    () => l10n.t('Whether QEMU is the server or the client of connections with these credentials'),
    {
      server: () => l10n.t('For sockets that listen'),
      client: () => l10n.t('For sockets that connect'),
    },
  ),
  priority: () => l10n.t('Which protocols and ciphers are allowed, as a priority string of GnuTLS'),
  loaded: () => l10n.t('Loads the credentials at once, which QEMU does anyway'),
};

const NO_VERIFICATION: Words = row(ON, () =>
  l10n.t('Accepted, but there are no certificates that could be verified'),
);

const RULE_KEYS: WordTable = {
  match: row(NEEDED, () =>
    l10n.t('The identity that the rule is about: for TLS the name in the certificate'),
  ),
  policy: row(
    { valueType: 'word', required: true },
    () => l10n.t('What happens to clients that the rule matches; the first matching rule counts'),
    {
      allow: () => l10n.t('Clients that match are admitted'),
      deny: () => l10n.t('Clients that match are refused'),
    },
  ),
  format: row(
    { valueType: 'word', default: 'exact' },
    () => l10n.t('How the rule compares identities'),
    {
      exact: () => l10n.t('The identity is the text itself'),
      glob: () => l10n.t('The text is a pattern with * and ?'),
    },
  ),
};

const CHARDEV: Words = row(ID, () => l10n.t('The chardev that the monitor talks through'));

const TYPES: Readonly<Record<string, ObjectWords>> = {
  'tls-creds-x509': {
    words: { says: () => l10n.t('TLS credentials with certificates') },
    keys: {
      dir: row(PATH, () => l10n.t('The directory with ca-cert.pem and the certificates and keys')),
      ...CREDENTIAL_KEYS,
      'verify-peer': row(
        ON,
        () => l10n.t('Whether the other end has to show a certificate of this authority'),
        {
          on: () => l10n.t('Clients without a certificate of this authority are refused'),
          off: () => l10n.t('Anyone is admitted, and tls-authz is ignored'),
        },
      ),
      passwordid: row(ID, () => l10n.t('The secret object with the password of the private key')),
      'sanity-check': row(ON, () =>
        l10n.t('Whether QEMU checks its own certificates when it starts'),
      ),
    },
  },
  'tls-creds-psk': {
    words: { says: () => l10n.t('TLS credentials with keys that both ends know') },
    keys: {
      dir: row(PATH, () =>
        l10n.t('The directory with the file keys.psk, whose lines are USER:KEY'),
      ),
      ...CREDENTIAL_KEYS,
      username: row({ default: 'qemu' }, () => l10n.t('The user that a client calls itself')),
      'verify-peer': NO_VERIFICATION,
    },
  },
  'tls-creds-anon': {
    words: {
      says: () =>
        l10n.t('TLS credentials without certificates: encryption, and anyone is admitted'),
    },
    keys: {
      dir: row(PATH, () =>
        l10n.t('A directory that may hold Diffie-Hellman parameters, dh-params.pem'),
      ),
      ...CREDENTIAL_KEYS,
      'verify-peer': NO_VERIFICATION,
    },
  },
  'authz-simple': {
    words: { says: () => l10n.t('An authorization that admits one identity') },
    keys: {
      identity: () =>
        l10n.t('Who is admitted: for TLS the name in the certificate, with its commas doubled'),
    },
  },
  'authz-list': {
    words: { says: () => l10n.t('An authorization by a list of rules, which JSON can hold') },
    keys: {
      policy: row(
        { valueType: 'word', default: 'deny' },
        () => l10n.t('What happens to clients that no rule matches'),
        {
          deny: () => l10n.t('Clients that no rule matches are refused'),
          allow: () => l10n.t('Clients that no rule matches are admitted'),
        },
      ),
      rules: () => l10n.t('The rules; the first one that matches counts'),
    },
  },
  'authz-list-file': {
    words: {
      says: () => l10n.t('An authorization by a file of rules, which no QEMU since 6.0 can make'),
    },
    keys: {
      filename: row(PATH, () => l10n.t('The JSON file with the rules')),
      refresh: row(ON, () => l10n.t('Whether the file is read again when it changes')),
    },
  },
  'authz-pam': {
    words: { says: () => l10n.t('An authorization by the account rules of PAM') },
    keys: { service: { says: () => l10n.t('The file in /etc/pam.d with the rules') } },
  },
  'monitor-hmp': {
    words: { says: () => l10n.t('An HMP monitor, for people, on a chardev') },
    keys: {
      chardev: CHARDEV,
      readline: () => l10n.t('Whether lines can be edited and completed while they are typed'),
    },
  },
  'monitor-qmp': {
    words: { says: () => l10n.t('A QMP monitor, for programs, on a chardev') },
    keys: {
      chardev: CHARDEV,
      pretty: row(OFF, () => l10n.t('Whether answers are laid out for people')),
      'close-action': row(
        { valueType: 'word', default: 'none' },
        () => l10n.t('What happens to the monitor when its client disconnects'),
        {
          none: () => l10n.t('The monitor stays'),
          delete: () => l10n.t('The monitor and its chardev are deleted'),
        },
      ),
    },
  },
  secret: {
    words: { says: () => l10n.t('A password or key that other options refer to'), since: 206 },
    keys: {
      data: () => l10n.t('The secret itself, which everyone can see in the list of processes'),
      file: row(PATH, () => l10n.t('The file that holds the secret')),
      format: row(
        { valueType: 'word', default: 'raw' },
        () => l10n.t('How the secret is written'),
        {
          raw: () => l10n.t('As it is'),
          base64: () => l10n.t('In base64'),
        },
      ),
      keyid: row(ID, () =>
        l10n.t('The secret object with the key that this one is encrypted with'),
      ),
      iv: () => l10n.t('The initialization vector of the encryption, in base64'),
      loaded: {
        says: () => l10n.t('Loads the secret at once, which QEMU does anyway'),
        valueType: 'boolean',
        until: 701,
      },
    },
  },
};
