/**
 * bash and dash run commands inside strings: our words equal theirs, and a fix changes nothing but the monitor, whatever
 * quotes surround it.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { inSingleQuotes } from '../support/quoting.ts';
import { RUNTIME_DIR, recorder } from '../support/recorder.ts';
import { assertRecorded, fixScript } from './script-checks.ts';

const shells = recorder();
after(() => shells.close());

/** Inner commands. */
const COMMANDS = [
  'kvm -m 1G -monitor tcp:0.0.0.0:4444,server,nowait -S',
  'kvm -monitor "tcp:0.0.0.0:4444,server,nowait" -S',
  'exec env A=1 kvm -monitor tcp:"0.0.0.0":4444,server,nowait -S',
  'if true; then kvm -S \\\n -monitor telnet::4444,server,nowait; fi',
  'M=tcp:0.0.0.0:4444,server,nowait; kvm -monitor "$M"',
  'for i in 7; do kvm -monitor "tcp:localhost:44$i,server,nowait"; done',
  'kvm -monitor tcp:0.0.0.0:$((4000+P)),server,nowait',
  'kvm -monitor tcp:0.0.0.0:44$P,server,nowait -append "a b"',
];

const double = (text: string) => `"${text.replace(/[$`"\\]/g, '\\$&')}"`;

/** How a command is given to a shell. `P` is exported, so that every shell knows it. */
const WAYS: Readonly<Record<string, (command: string) => string>> = {
  'bash -c, single': (command) => `bash -c ${inSingleQuotes(command)}\n`,
  'bash -c, double': (command) => `bash -c ${double(command)}\n`,
  'sh -ec, single': (command) => `sh -ec ${inSingleQuotes(command)} name arg\n`,
  'sh in bash': (command) => `bash -c ${double(`sh -c ${inSingleQuotes(command)}`)}\n`,
  'sh in bash, double twice': (command) => `bash -c ${double(`sh -c ${double(command)}`)}\n`,
  'eval, single': (command) => `eval ${inSingleQuotes(command)}\n`,
  'eval, double': (command) => `eval ${double(command)}\n`,
  'eval of a variable': (command) => `C=${double(command)}\neval "$C"\n`,
  'trap at the end': (command) => `trap ${inSingleQuotes(command)} EXIT\n`,
  'here-document': (command) => `bash <<'EOF'\n${command}\nEOF\n`,
  'here-document that expands': (command) => {
    return `bash <<EOF\n${command.replace(/[$`\\]/g, '\\$&')}\nEOF\n`;
  },
  'xargs with sh': (command) => `echo 1 | xargs -I{} sh -c ${inSingleQuotes(command)}\n`,
  'a function that runs its arguments': (command) => {
    return `run() { echo "$@" >/dev/null; "$@"; }\nrun bash -c ${inSingleQuotes(command)}\n`;
  },
};

/** Commands whose outer shell expands something, as they are written. */
const MIXED = [
  'bash -c "kvm -monitor tcp:0.0.0.0:44$P,server,nowait"\n',
  'bash -c "kvm -monitor \\"tcp:0.0.0.0:44$P,server,nowait\\""\n',
  'H=0.0.0.0\nbash -c "kvm -monitor tcp:$H:4444,server,nowait"\n',
  'bash -c "sh -c \'kvm -monitor tcp:0.0.0.0:44$P,server,nowait\'"\n',
  'bash <<EOF\nkvm -monitor tcp:0.0.0.0:44$P,server,nowait\nEOF\n',
  'echo "kvm -monitor tcp:0.0.0.0:44$P,server,nowait" | sh\n',
  "cat <<'EOF' | bash\nkvm -monitor tcp:0.0.0.0:44$P,server,nowait\nEOF\n",
  'eval kvm -monitor tcp:0.0.0.0:4444,server,nowait\n',
  'eval kvm -monitor "tcp:0.0.0.0:44$P,server,nowait"\n',
  "eval 'kvm -monitor tcp:'\"0.0.0.0\"':4444,server,nowait'\n",
  'C=kvm\nC+=" -monitor tcp:0.0.0.0:4444,server,nowait"\neval $C\n',
  "export M='-monitor tcp:0.0.0.0:4444,server,nowait'\nbash -c 'kvm -S -name x \"$P\"; :' && bash -c 'kvm -monitor tcp::44$P,server,nowait'\n",
  'bash -c \'kvm -monitor "$1"\' _ tcp:0.0.0.0:4444,server,nowait\n',
];

/** What a monitor must have become; the port is there where something expands in it. */
function isFixed(word: string): boolean {
  const before = `unix:${RUNTIME_DIR}/run`;
  const rest = word.startsWith(before) ? word.slice(before.length) : '';
  return /^(?:-[\w-]+)?-monitor\.sock,server,nowait$/.test(rest);
}

function checkScript(script: string, shell: string): void {
  const recorded = shells.run(script, shell);
  assertRecorded(script, recorded);
  const text = fixScript(script);
  const fixed = shells.run(text, shell);
  const isMonitor = (word: string) => /^(?:tcp|telnet):/.test(word);
  assert.equal(fixed.length, recorded.length, `before:\n${script}\nafter:\n${text}`);
  for (const [index, argv] of recorded.entries()) {
    const after = fixed[index] ?? [];
    assert.equal(after.length, argv.length, `before:\n${script}\nafter:\n${text}`);
    for (const [position, word] of argv.entries()) {
      const now = after[position] ?? '';
      if (isMonitor(word)) assert.ok(isFixed(now), `before:\n${script}\nafter:\n${text}`);
      else assert.equal(now, word, `before:\n${script}\nafter:\n${text}`);
    }
  }
}

describe('shells run commands inside strings as they are read, before and after a fix,', () => {
  for (const [name, way] of Object.entries(WAYS)) {
    it(`by ${name}`, () => {
      for (const command of COMMANDS) checkScript(`export P=44\n${way(command)}`, 'bash');
    });
  }
  it('if the outer shell expands a part', () => {
    for (const script of MIXED) checkScript(`export P=44\n${script}`, 'bash');
  });
  it('in dash', () => {
    for (const name of ['bash -c, double', 'eval, double', 'here-document that expands']) {
      for (const command of COMMANDS) checkScript(`export P=44\n${WAYS[name]?.(command)}`, 'dash');
    }
  });
});
