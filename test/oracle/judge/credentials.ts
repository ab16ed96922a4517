/**
 * A certificate authority with a server and two clients, and a pre-shared key, for QEMU's TLS and for the
 * clients that knock. Made by openssl, new for each judge, and valid for two days.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PKI_DIRECTORY, PSK_DIRECTORY } from './verdict.ts';

export interface Credentials {
  /** What QEMU finds, by path. Without certificates if there is no openssl. */
  readonly files: Readonly<Record<string, string>>;
  /** `CN=client` and `CN=other` of the same authority, both with `O=Test`. */
  readonly client: Pair;
  readonly other: Pair;
  readonly psk: { readonly user: string; readonly key: string };
}

interface Pair {
  readonly cert: string;
  readonly key: string;
}

const PSK = { user: 'alice', key: '11'.repeat(16) } as const;

/** The subjects, in the order in which QEMU writes them: `O=Test,CN=client`. */
const SUBJECTS = {
  server: { subject: '/O=Test/CN=localhost', usage: 'serverAuth' },
  client: { subject: '/O=Test/CN=client', usage: 'clientAuth' },
  other: { subject: '/O=Test/CN=other', usage: 'clientAuth' },
} as const;

/** Makes them, in a temporary directory that is gone afterwards. */
export function makeCredentials(): Credentials {
  const directory = mkdtempSync(join(tmpdir(), 'credentials-'));
  try {
    const files: Record<string, string> = {
      [`${PSK_DIRECTORY}/keys.psk`]: `${PSK.user}:${PSK.key}\n`,
    };
    const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
    const pairs = { client: { cert: '', key: '' }, other: { cert: '', key: '' } };
    if (makeCertificates(directory)) {
      for (const name of ['ca-cert.pem', 'server-cert.pem', 'server-key.pem']) {
        files[`${PKI_DIRECTORY}/${name}`] = read(name);
      }
      pairs.client = { cert: read('client-cert.pem'), key: read('client-key.pem') };
      pairs.other = { cert: read('other-cert.pem'), key: read('other-key.pem') };
    }
    return { files, ...pairs, psk: PSK };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function makeCertificates(directory: string): boolean {
  const openssl = (...words: string[]): boolean =>
    spawnSync('openssl', words, { cwd: directory }).status === 0;
  const request = ['req', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const authority = [...request, '-x509', '-days', '2', '-subj', '/CN=Test CA'];
  const usage = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  if (!openssl(...authority, ...usage, '-keyout', 'ca-key.pem', '-out', 'ca-cert.pem')) {
    return false;
  }
  return Object.entries(SUBJECTS).every(([name, { subject, usage }]) => {
    const extensions = [
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature,keyEncipherment',
      `extendedKeyUsage=${usage}`,
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
    ];
    writeFileSync(join(directory, 'extensions'), extensions.join('\n') + '\n');
    const files = ['-keyout', `${name}-key.pem`, '-out', `${name}.csr`, '-subj', subject];
    const sign = ['x509', '-req', '-in', `${name}.csr`, '-out', `${name}-cert.pem`, '-days', '2'];
    const by = ['-CA', 'ca-cert.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial'];
    return openssl(...request, ...files) && openssl(...sign, ...by, '-extfile', 'extensions');
  });
}
