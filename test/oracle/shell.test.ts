/**
 * bash and dash themselves say what a script starts: our words must be theirs, and after a fix the same
 * script must start the same QEMU with nothing changed but the monitor.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { isKnown } from '../../server/src/text/mapped-text.ts';
import { analyzeText } from '../support/check.ts';
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

/** Scripts that branch on `$C1`, `$C2` and `$C3`, each of which is unset or `1`. */
const BRANCHING: Readonly<Record<string, string>> = {
  'if and else': `
if [ "$C1" ]; then M="-monitor tcp:0.0.0.0:4444,server"; else M="-monitor none"; fi
kvm $M -S
`,
  'a value before them': `
M=tcp::1,server
if [ "$C1" ]; then M=tcp:127.0.0.1:2,server; elif [ "$C2" ]; then M=none; fi
kvm -monitor $M
`,
  'a dead value': `
M=tcp::1,server
if [ "$C1" ]; then M=tcp::2,server; else if [ "$C2" ]; then M=none; else M=stdio; fi; fi
kvm -monitor $M
`,
  'case arms': `
case "$C1$C2" in
  11) A="-qmp tcp:0:3,server"; B=1 ;;
  1) A="-qmp tcp:0:4,server"; B=2 ;;
  *) A="-S"; B=3 ;;
esac
kvm $A -m $B
`,
  'the right side of &&': `
M=none
[ "$C1" ] && M=telnet::5,server
[ "$C2" ] && S="-S -s"
kvm -monitor "$M" $S
`,
  arrays: `
a=(-m 1)
if [ "$C1" ]; then a=(-m 2 -qmp tcp::6,server); fi
[ "$C2" ] && a+=(-S)
kvm "\${a[@]}"
`,
  'two variables of the same branches': `
if [ "$C1" ]; then H=0.0.0.0; P=7; else H=127.0.0.1; P=8; fi
ARGS="-monitor tcp:$H:$P,server"
kvm $ARGS -name "$H-$P"
`,
  'commands in the branches': `
M=none
if [ "$C1" ]; then M=tcp::9,server; kvm -monitor $M; else kvm -monitor $M -S; M=stdio; fi
kvm -monitor $M -s
`,
  'an emptied value': `
M="-monitor tcp::10,server"
[ "$C1" ] && M=
kvm $M -S
`,
  'what grows in a branch': `
A="-m 1"
if [ "$C1" ]; then A="$A -monitor none"; else A+=" -monitor tcp::11,server"; fi
kvm $A
`,
  'a default of the branch that sets nothing': `
if [ "$C1" ]; then H=0.0.0.0; fi
kvm -monitor tcp:\${H:-localhost}:12,server
`,
  'what stands for a variable that is set': `
kvm \${C1:+-monitor tcp::13,server} -S \${C1:+-s} \${C2+"-x"}
`,
  'a loop over branches': `
H=127.0.0.1
for i in 1 2; do if [ "$C1" ]; then H=0.0.0.0; else P=15; fi; done
kvm -monitor tcp:$H:\${P:-14},server
`,
  'a program by branch': `
if [ "$C1" ]; then Q=qemu-system-arm; else Q="nice qemu-system-x86_64 -S"; fi
$Q -monitor tcp::16,server
`,
};
const TRAVELLING: Readonly<Record<string, string>> = {
  'words of a loop': `
for h in 127.0.0.1 0.0.0.0; do kvm -monitor tcp:$h:17,server; done
kvm -name "$h"
`,
  'calls of a function': `
start() { local h=$1; shift; kvm -monitor "tcp:$h:18,server" "$@"; }
start 0.0.0.0 -S -name "a b"
[ "$C1" ] && start localhost
`,
  'positional parameters': `
set -- -m 1
if [ "$C1" ]; then set -- -qmp tcp::19,server; fi
kvm "$@" -name "$1"
shift
kvm -name "$1" -name "$*"
`,
  'printf -v': `
if [ "$C1" ]; then h=0.0.0.0; else h=127.0.0.1; fi
printf -v M '%s:%s:%d,server' tcp "$h" 20
kvm -monitor "$M"
`,
  'a subshell': `
H=127.0.0.1
( H=0.0.0.0; [ "$C1" ] && kvm -monitor tcp:$H:21,server )
kvm -monitor tcp:$H:22,server
echo | while read -r line; do H=10.0.0.1; done
kvm -monitor tcp:$H:23,server
`,
  'what is printed': `
A="-m 1
  -monitor tcp::25,server"
[ "$C1" ] && A="-m 2 -S"
A=$(echo "$A" | tr '\\n' ' ')
kvm $A -append "$(echo "a  b" $A)" $(printf '%s-%s\\n' "$A" c)
`,
  'lines of a here-document': `
A=
while IFS=' ' read -r NAME PORT || [ -n "$NAME" ]; do
  A="$A$PORT,"
  kvm -name "$NAME" -monitor tcp:127.0.0.1:$PORT,server
done <<LIST
a 31
b 33
LIST
kvm -name "end$NAME" -append "\${A%,}"
printf '%s\\n' x 'y z' | while read -r X Y; do kvm -append "$Y$X"; done
printf 'u\\nv' | while read -r X || [ -n "$X" ]; do kvm -append "$X"; done
`,
  'what unset leaves': `
A=tcp::24,server
[ "$C1" ] && kvm -monitor \${A-none}
unset A
kvm -monitor \${A-none} $A
`,
};

/** Scripts with lines of ours that no run has, and why that is so. */
const LOOSE: ReadonlySet<string> = new Set([
  // What is added in a branch is taken to be added, whatever the branch.
  'what grows in a branch',
  // Each round of a loop is taken to go its own way.
  'a loop over branches',
]);

describe('bash agrees with the values of branches', () => {
  for (const [name, source] of Object.entries({ ...BRANCHING, ...TRAVELLING })) {
    it(`for ${name}`, () => {
      const script = source;
      const recorded: string[][] = [];
      for (let bits = 0; bits < 8; bits++) {
        const choice = [1, 2, 4].map((bit, index) => (bits & bit ? `C${index + 1}=1\n` : ''));
        for (const argv of shells.run(choice.join('') + script)) recorded.push([...argv]);
      }
      const known = new Set(recorded.map((argv) => argv.join('\0')));
      const lines = lowerShell(readShell(script)).map(({ words }) =>
        words.map(({ value }) => value),
      );
      for (const words of LOOSE.has(name) ? [] : lines) {
        assert.ok(words.every(isKnown), 'a word is unknown');
        const line = words.map(({ decoded }) => decoded).join('\0');
        assert.ok(known.has(line), `no run has ${line.replaceAll('\0', ' ')}`);
      }
      // Each word of each run is in one of our lines.
      const ours = new Set(lines.flat().map(({ decoded }) => decoded));
      for (const word of recorded.flat()) assert.ok(ours.has(word), `we do not see ${word}`);
      const { findings } = analyzeText(script);
      for (const { at } of findings) {
        const text = script.slice(at.start, at.end);
        assert.ok(
          recorded.flat().some((word) => word.includes(text)),
          `no run has ${text}`,
        );
      }
      const reachable = recorded.flat().filter((word) => /^(?:tcp|telnet):/.test(word));
      // Elsewhere one host is written for several devices, or several for one.
      if (Object.hasOwn(BRANCHING, name)) {
        assert.equal(findings.length, new Set(reachable).size, 'findings');
      } else if (reachable.length > 0) {
        assert.notEqual(findings.length, 0, 'findings');
      }
    });
  }
});
