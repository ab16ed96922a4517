/**
 * bash starts QEMU and a client after a fix: both get one path, for each spelling of a port and each string around the
 * two commands.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { applyEdits } from '../../server/src/text/edit.ts';
import { analyzeText, fixesOf } from '../support/check.ts';
import { RUNTIME_DIR, recorder } from '../support/recorder.ts';

/** Programs that write down what they are given instead of connecting. */
const CLIENTS = ['nc', 'ncat', 'socat', 'telnet'];

/** How a client names host and port. */
const LINES: Readonly<Record<string, (port: string) => string>> = {
  nc: (port) => `nc -q1 localhost ${port}`,
  'nc with quotes': (port) => `nc "localhost" "${port}" -w 1`,
  'nc that looks': (port) => `nc -z 127.0.0.1 ${port}`,
  ncat: (port) => `ncat -4 localhost ${port}`,
  telnet: (port) => `telnet localhost ${port}`,
  socat: (port) => `socat - TCP:localhost:${port},nodelay`,
  'socat in quotes': (port) => `socat "TCP4:localhost:${port},retry=1" STDIO`,
};

/** What stands at the top of a script, the port of its monitor, and the port of a client in its words. */
const PORTS: readonly (readonly [top: string, monitor: string, client: string])[] = [
  ['', '4444', '4444'],
  ['P=4444', '$P', '$P'],
  ['P=4444', '${P}', '4444'],
  ['export P=4444', '"$P"', '${P}'],
  ['i=3', '$((4400+i))', '$((4400+i))'],
  ['i=3; P=$((4400 + i))', '$P', '4403'],
  ['i=3', '44$i', '44${i}'],
  ['', '${P:-4444}', '${P:-4444}'],
  ['P=$(echo 4444)', '$P', '$P'],
  ['read -r P <<<4444', '$P', '$P'],
];

/** Where commands stand; `M` is the monitor's, `C` the client's. */
const PLACES: Readonly<Record<string, (monitor: string, client: string) => string>> = {
  'two lines': (monitor, client) => `${monitor}\n${client}\n`,
  functions: (monitor, client) =>
    `start() {\n  ${monitor}\n}\nstop() { ${client}; }\nstart\nstop\n`,
  'an if and a subshell': (monitor, client) =>
    `if true; then\n  ${monitor}\nfi\n( ${client} | cat )\n`,
  'a substitution': (monitor, client) => `${monitor}\nX=$(${client})\n`,
  'a string in double quotes': (monitor, client) =>
    `${monitor}\nbash -c "${client.replace(/["`\\]/g, '\\$&')}"\n`,
  'two strings in double quotes': (monitor, client) =>
    `bash -c "${monitor.replace(/["`\\]/g, '\\$&')}"\nbash -c "${client.replace(/["`\\]/g, '\\$&')}"\n`,
  'a here-document': (monitor, client) => `${monitor}\nbash <<EOF\n${client}\nEOF\n`,
  'a group in the background': (monitor, client) =>
    `{ ${monitor}; } &\nwait\n${client} </dev/null\n`,
};
/** The same where an inner shell sees no variable that is not exported. */
const LITERAL_PLACES: typeof PLACES = {
  'a string in single quotes': (monitor, client) => `${monitor}\nbash -c '${client}'\n`,
  'a quoted here-document': (monitor, client) => `${monitor}\nbash <<'EOF'\n${client}\nEOF\n`,
  'a trap': (monitor, client) => `trap '${client}' EXIT\n${monitor}\n`,
};

const shell = recorder(CLIENTS);
after(() => shell.close());

/** The script after the fix of its monitor; undefined where its client cannot follow. */
function fixed(script: string): string | undefined {
  const analysis = analyzeText(script);
  const finding = analysis.findings[0] ?? assert.fail(`nothing was found in\n${script}`);
  const [fix] = fixesOf(analysis, finding);
  assert.ok(fix, `no fix in\n${script}`);
  const text = applyEdits(script, fix.edits) ?? assert.fail('the edits overlap');
  assert.deepEqual(analyzeText(text).findings, [], text);
  return fix.title === 'Switch to a UNIX socket and update 1 client' ? text : undefined;
}

/** The paths of the socket in what was recorded, by the programs that were given them. */
function paths(script: string): readonly (readonly [program: string, path: string | undefined])[] {
  return shell.record(script).map(([program = '', ...words]) => {
    const found = words.flatMap((word) => /(\/run\/user[^,]*\.sock)/.exec(word)?.[1] ?? []);
    return [program, found[0]];
  });
}

describe('QEMU and its client', () => {
  for (const [place, write] of Object.entries({ ...PLACES, ...LITERAL_PLACES })) {
    it(`get one path in ${place}`, () => {
      let followed = 0;
      for (const [top, port, clientPort] of PORTS) {
        if (place in LITERAL_PLACES && /\$/.test(clientPort)) continue;
        for (const [name, line] of Object.entries(LINES)) {
          const monitor = `kvm -monitor tcp:127.0.0.1:${port},server,nowait`;
          const script = `${top}\n${write(monitor, line(clientPort))}`;
          const text = fixed(script);
          if (text === undefined) continue;
          followed++;
          const given = paths(text);
          const kvm = given.find(([program]) => program === 'kvm')?.[1];
          const client = given.find(([program]) => program !== 'kvm')?.[1];
          assert.ok(kvm?.startsWith(RUNTIME_DIR), `${name}: ${kvm} in\n${text}`);
          assert.equal(client, kvm, `${name} in\n${text}`);
        }
      }
      assert.ok(followed >= Object.keys(LINES).length, `only ${followed} clients followed`);
    });
  }
});
