/**
 * bash and dash run scripts with a monitor's address in every place and quoting: our words equal theirs, and a fix changes
 * nothing but the monitor.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { RUNTIME_DIR, recorder } from '../support/recorder.ts';
import { assertRecorded, fixScript } from './script-checks.ts';

/** How a word can be written; `W` is the word's text, without quotes of its own. */
const QUOTINGS: Readonly<Record<string, (word: string) => string>> = {
  bare: (word) => word,
  double: (word) => `"${word}"`,
  'half double': (word) => `${word.slice(0, 5)}"${word.slice(5)}"`,
  'double in the middle': (word) => word.replace(/:(\S*?),/, ':"$1",'),
  'double and bare in turn': (word) => `"${word.slice(0, 7)}"${word.slice(7, 9)}"${word.slice(9)}"`,
  'cut by a continuation': (word) => `${word.slice(0, 6)}\\\n${word.slice(6)}`,
};
/** The same for words without expansions. */
const LITERAL_QUOTINGS: typeof QUOTINGS = {
  single: (word) => `'${word}'`,
  'half single': (word) => `${word.slice(0, 5)}'${word.slice(5)}'`,
  escaped: (word) => word.replaceAll(':', '\\:'),
};
const BASH_QUOTINGS: typeof QUOTINGS = {
  'ansi-c': (word) => `$'${word.replaceAll(':', '\\x3a')}'`,
};

/** Where a word can stand; POSIX first. */
const PLACES: Readonly<Record<string, (word: string) => string>> = {
  command: (word) => `qemu-system-x86_64 -m 1G -monitor ${word} -S\n`,
  'continued command': (word) => `kvm -m 1G \\\n  -monitor ${word} \\\n  -S\n`,
  runners: (word) => `env A=1 nice -n 5 timeout -k 5 10s nohup kvm -monitor ${word}\n`,
  'if in a function': (word) => `f() {\n  if true; then kvm -monitor ${word}; fi\n}\nf\n`,
  'pipeline in a subshell': (word) => `( kvm -monitor ${word} | cat )\n`,
  background: (word) => `kvm -monitor ${word} &\nwait\n`,
  substitution: (word) => `x=$(kvm -monitor ${word})\n`,
  'quoted variable': (word) => `M=${word}\nkvm -monitor "$M" -S\n`,
  'second variable': (word) => `M=${word}\nN=$M\nkvm -monitor "$N" -S\n`,
  'unset default': (word) => `kvm -qmp "\${M:-tcp::9,server}" -monitor ${word}\n`,
};
const BASH_PLACES: typeof PLACES = {
  array: (word) => `a=(-m 1G -monitor ${word})\na+=(-S)\nkvm "\${a[@]}"\n`,
  'appended element': (word) =>
    `a=(-m 1G)\nif true; then a+=(-monitor ${word}); fi\nkvm "\${a[@]}"\n`,
  'local array': (word) => `f() { local a=(); a+=(-monitor ${word}); kvm "\${a[@]}"; }\nf\n`,
  'program in an array': (word) => `cmd=(kvm -S)\ncmd+=(-monitor ${word})\n"\${cmd[@]}"\n`,
};

const DEVICES = [
  'tcp:0.0.0.0:4444,server,nowait',
  'telnet::4444,server=on,wait=off,nodelay',
  'tcp:localhost:$P,server,nowait',
  'telnet:127.0.0.1:$((4000+P)),server',
  'tcp:10.0.0.1:4444,reconnect-ms=5000',
];

/** What the fix makes of a device string, as QEMU sees it. */
function fixedDevice(device: string): string {
  const port = device.includes('$P') ? '-44' : device.includes('P)') ? '-4044' : '';
  return device
    .replace(/^[^:]*:[^:]*:[^,]*/, `unix:${RUNTIME_DIR}/run${port}-monitor.sock`)
    .replace(',nodelay', '');
}

function expand(device: string): string {
  return device.replace('$((4000+P))', '4044').replace('$P', '44');
}

const shells = recorder();
after(() => shells.close());

function checkScript(script: string, device: string, shell: string): void {
  const recorded = shells.run(script, shell);
  assertRecorded(script, recorded);
  const text = fixScript(script);
  const fixed = shells.run(text, shell);
  const expected = recorded.map((argv) =>
    argv.map((word) => {
      if (word === expand(device)) return fixedDevice(device);
      // The default of the place `unset default` is a monitor of its own.
      return word === 'tcp::9,server' ? `unix:${RUNTIME_DIR}/run-qmp.sock,server` : word;
    }),
  );
  assert.deepEqual(fixed, expected, `before:\n${script}\nafter:\n${text}`);
}

const POSIX = { quotings: { ...QUOTINGS, ...LITERAL_QUOTINGS }, places: PLACES };
const BASH = {
  quotings: { ...POSIX.quotings, ...BASH_QUOTINGS },
  places: { ...PLACES, ...BASH_PLACES },
};

for (const [shell, { quotings, places }] of Object.entries({ bash: BASH, dash: POSIX })) {
  describe(`${shell} agrees with the reading and runs the fixed script`, () => {
    for (const [placeName, place] of Object.entries(places)) {
      it(`for a word in the place: ${placeName}`, () => {
        for (const device of DEVICES) {
          for (const [name, quoting] of Object.entries(quotings)) {
            const literal = Object.hasOwn(QUOTINGS, name) === false;
            if (literal && device.includes('$')) continue;
            if (name === 'cut by a continuation' && device.includes('$((')) continue;
            const prelude = device.includes('$') ? 'P=44\n' : '';
            checkScript(prelude + place(quoting(device)), device, shell);
          }
        }
      });
    }
  });
}
