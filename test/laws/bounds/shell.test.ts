/** What is beyond the bounds of an analysis: values become unknown, and every monitor that is written is found. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { budgetFor, COST, MAX_STARTS } from '../../../server/src/invocation/domain/limits.ts';
import { lowerMakefile } from '../../../server/src/invocation/from-make.ts';
import { lowerShellScript } from '../../../server/src/invocation/from-shell.ts';
import { readMakefile } from '../../../server/src/syntax/make/reader.ts';
import { readShell } from '../../../server/src/syntax/shell/reader.ts';
import { LIMITS, MACHINE_WORDS } from '../../../server/src/text/limits.ts';
import { lines } from '../../support/shell-lines.ts';

const MONITOR = '-monitor tcp:0.0.0.0:4444,server';
const QEMU = `qemu-system-x86_64 ${MONITOR}`;

function times(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join('');
}

/** What stands inside of so many others. */
function nested(depth: number, open: string, inner: string, close: string): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}

/** The shapes that took an analysis seconds or all memory, in a size that a test can run. */
const SHAPES: Readonly<Record<string, string>> = {
  'arms of a case in a loop that let one text grow': `while getopts a: o; do case $o in
${times(2_000, (index) => `a${index}) x="$x -m $OPTARG";;\n`)}esac; done\n${QEMU} $x\n`,
  'loops in loops': `${nested(80, 'for x in 0 1; do ', `${QEMU} -m $x`, '; done')}\n`,
  'loops in loops over many words': `${nested(10, 'for x in 0 1 2 3 4 5; do ', `${QEMU} -m $x`, '; done')}\n`,
  'tests in tests': `${nested(60, 'while ', 'read x', '; do y=$x; done')}\n${QEMU} $y\n`,
  'conditions in conditions': `${nested(200, 'if a; then x="$x b"\n', QEMU, '\nfi')}\n`,
  'loops in loops that let a text grow': `${nested(100, 'while a; do x="$x b"\n', `${QEMU} $x`, '\ndone')}\n`,
  'arms in arms': `${nested(100, 'case $a in b) x="$x c"\n', QEMU, ';; esac\n')}`,
  'calls of one function': `f() { kvm -serial tcp:$1:$2,server; }
${times(3_000, (index) => `f 0.0.0.0 ${index}\n`)}${QEMU}\n`,
  'functions that call others twice': `${times(20, (index) => `f${index}() { f${index + 1} $1; f${index + 1} $1; }\n`)}f20() { kvm -m $1; }\nf0 1\n${QEMU}\n`,
  'a text that doubles in eval': `x="a b"\n${times(300, () => 'eval "x=\\"$x$x\\""\n')}${QEMU} $x\n`,
  'a text that doubles': `v0=a\n${times(800, (index) => `v${index + 1}="$v${index}$v${index}"\n`)}${QEMU} $v9\n`,
  'scripts in one string': `v="kvm -S"\n${times(2_000, (index) => `bash -c "$v -m ${index}"\n`)}${QEMU}\n`,
  'ways out of a function': `f() {\n${times(1_000, (index) => `x${index}=1; a && return\n`)}}\nf\n${QEMU}\n`,
  'children that see every variable': `set -a\n${times(1_000, (index) => `v${index}=1\n`)}${times(200, () => "bash -c 'kvm -S $v1'\n")}${QEMU}\n`,
  'arguments that grow': `${times(1_500, () => 'set -- "$@" -m 1\n')}kvm "$@"\n${QEMU}\n`,
  'arguments that double from call to call': `${times(16, (index) => `f${index}() { f${index + 1} "$@" "$@"; }\n`)}f16() { kvm "$@"; }\nf0 -m 1\n${QEMU}\n`,
  'many variables in front of a star': `ls ${'$abcdefgh'.repeat(80)}*\n${QEMU}\n`,
  'many blanks in a pattern': `ss -ltn | grep "4444${' '.repeat(80)}x"\n${QEMU}\n`,
  'an array of more keys than are followed': `declare -A a=(${times(3_000, (index) => `[k${index}]=v `)})\nkvm "\${a[@]}"\n${QEMU}\n`,
  'filters of one text': `x=$(echo -S${" | tr -s ' '".repeat(3_000)})\nkvm $x\n${QEMU}\n`,
  'a case of which no arm is closed': `${'case $a in\n'.repeat(5_000)}${QEMU}\n`,
  'an array that grows before each use': `${times(1_500, () => 'a+=(-m 1)\nkvm "${a[@]}"\n')}${QEMU}\n`,
};

describe('beyond the bounds', () => {
  for (const [title, script] of Object.entries(SHAPES)) {
    it(`a monitor is found behind ${title}, and no more machines are made than there is room for`, () => {
      const found = lines(script);
      assert.ok(found.some((line) => line.includes(MONITOR)));
      const written = script.split(/qemu|kvm/).length - 1;
      const most = budgetFor(script.length).left / COST.launch + (LIMITS.few + 1) * written;
      assert.ok(found.length <= most);
    });
  }

  it('each of many arms has its own variable, as one of a few has', () => {
    const script = (arms: number) => `while :; do case $1 in
${times(arms, (index) => `a${index}) v${index}="-m ${index}"; ${index < 2 ? `w=${index}` : ':'} ;;\n b${index}) exit ;;\n`)}esac; done
kvm $v3 -name $w\n`;
    assert.deepEqual(new Set(lines(script(40))), new Set(lines(script(4))));
  });

  it('the options of an array with more keys than are followed are told of', () => {
    const keys = times(3_000, (index) => `[k${index}]=v `);
    const script = `declare -A a=([o]=-monitor [v]=tcp:0.0.0.0:4444,server ${keys})\nkvm "\${a[@]}"\n`;
    assert.ok(lines(script).some((line) => line.includes(MONITOR)));
  });

  it('scripts too deep in each other are told of', () => {
    const inside = (depth: number) => {
      let script = QEMU;
      for (let level = 0; level < depth; level++) script = `bash -c ${quoted(script)}`;
      return lowerShellScript(readShell(script)).map(({ kind }) => kind);
    };
    const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
    assert.deepEqual(inside(4), ['argv']);
    assert.deepEqual(inside(5), ['unfollowed']);
  });

  it('more texts than are counted behind an unknown one are told of', () => {
    const script = (count: number) =>
      times(count, (index) => `echo "${QEMU} -name n${index}" >>run.sh\n`);
    const kinds = (count: number) =>
      new Set(lowerShellScript(readShell(script(count))).map(({ kind }) => kind));
    assert.deepEqual(kinds(60), new Set(['argv']));
    assert.deepEqual(kinds(70), new Set(['argv', 'unfollowed']));
  });

  it('of a text that becomes too many words the first are known, and an option behind them is told of', () => {
    const script = (count: number) => `x="-S ${'-m 1 '.repeat(count)}${MONITOR}"\nkvm $x\n`;
    const kinds = (count: number) =>
      lowerShellScript(readShell(script(count))).map(({ kind }) => kind);
    assert.deepEqual(kinds(200), ['argv']);
    assert.deepEqual(kinds(300), ['argv', 'argv', 'unfollowed']);
    const [started = '', held] = lines(script(300));
    assert.match(started, /^-S (?:-m 1 )+-m \?$/);
    assert.equal(held, MONITOR);
  });

  it('a long word whose expansions stand too deep in each other is passed over, and what stands behind it is not', () => {
    const script = (depth: number, count: number) =>
      `echo ${'${a:-"'.repeat(depth)}\n${'x=1\n'.repeat(count)}${QEMU}\n`;
    const kinds = (depth: number, count: number) =>
      lowerShellScript(readShell(script(depth, count))).map(({ kind }) => kind);
    assert.deepEqual(kinds(10, 10_000), ['argv']);
    assert.deepEqual(kinds(300, 30_000), ['argv', 'unfollowed']);
    assert.deepEqual(lines(script(300, 30_000)), [MONITOR]);
  });

  it('more statements than are read together are read line by line, which is said', () => {
    const script = `${'a\n'.repeat(160_000)}${QEMU}\n`;
    assert.deepEqual(lines(script), [MONITOR]);
    assert.equal(lowerShellScript(readShell(script)).at(-1)?.kind, 'unfollowed');
    assert.equal(lowerShellScript(readShell(`${'a\n'.repeat(140_000)}${QEMU}\n`)).length, 1);
  });

  it('what stands in many expansions is read in a script of ordinary length', () => {
    assert.deepEqual(lines(`echo ${nested(40, '$(', QEMU, ')')}`), [MONITOR]);
    assert.deepEqual(lines(`a=${nested(40, '$(', 'echo 1', ')')}; kvm -m "$a"`), ['-m ?']);
  });

  it('what is too deep in a long one is unknown, is said, and costs nothing behind it', () => {
    const deep = `a=${nested(50_000, '$(', 'echo 1', ')')}`;
    const found = lowerShellScript(readShell(`${deep}\n${QEMU} -m "$a"\n`));
    assert.deepEqual(
      found.flatMap((one) => (one.kind === 'unfollowed' ? one.kind : [])),
      ['unfollowed'],
    );
    assert.deepEqual(lines(`${deep}\n${QEMU} -m "$a"\n`), [`${MONITOR} -m ?`]);
  });

  for (const [what, part] of [
    ['expansions', '$x'],
    ['quotes', '""'],
    ['backticks', '``'],
    ['strings', `"$x"'b'`],
  ] as const) {
    it(`of a word with too many ${what} the end is unknown and said, and its commands are followed`, () => {
      const script = (count: number) => {
        return `kvm -name "a"${part.repeat(count)}$(${QEMU}) -m 1\nkvm -m 2\n`;
      };
      const unfollowed = (count: number) =>
        lowerShellScript(readShell(script(count))).filter(({ kind }) => kind === 'unfollowed');
      assert.deepEqual(unfollowed(500), []);
      assert.equal(unfollowed(5_000).length, 1);
      const [named = '', ...others] = lines(script(5_000));
      assert.match(named, /^-name a.*\? -m 1$/);
      assert.deepEqual(others, [MONITOR, '-m 2']);
    });
  }

  it('the commands of a here-document are run once, whichever command reads it', () => {
    const document = `<<EOF\n$(${QEMU})\n$(kvm -m 1)\nEOF\n`;
    for (const command of ['cat', 'cat 3', 'kvm -m 2 3']) {
      const found = lines(`${command}${document}`);
      assert.deepEqual(found.toSorted(), [
        ...(command.startsWith('kvm') ? ['-m 1', '-m 2'] : ['-m 1']),
        MONITOR,
      ]);
    }
  });

  it('what is given to a builtin is run once, however deep such calls stand in each other', () => {
    for (const use of [
      ...['local', 'export', 'readonly', 'declare'].map((word) => `${word} x=$(NEXT); echo "$x"`),
      'rm "$(NEXT)"; echo 14',
      '. "$(NEXT)/a.sh"; echo 14',
    ]) {
      const calls = times(14, (i) => `f${i}() { ${use.replace('NEXT', `f${i + 1}`)}; }\n`);
      const found = lines(`${calls}f14() { echo 14; }\nkvm -m $(f0)\n`);
      assert.deepEqual(found, ['-m 14'], use);
    }
    assert.deepEqual(lines('f() { declare -a a=$(echo "(1 2)"); kvm "${a[@]}"; }; f'), ['?']);
  });

  it('what a command is given, reads or writes to is run once, also for unknown commands', () => {
    const uses = [
      'other "%"',
      'x=% other',
      'sudo "%"',
      '{ :; } > "%"',
      ': >> "%"',
      'cat < "%" >&2',
    ];
    for (const use of uses) {
      const calls = times(14, (i) => `f${i}() { ${use.replace('%', `$(f${i + 1})`)}; echo 1; }\n`);
      const found = lowerShellScript(readShell(`${calls}f14() { echo 14; }\nf0\n${QEMU}\n`));
      assert.deepEqual(
        found.map(({ kind }) => kind),
        ['argv'],
        use,
      );
    }
  });

  it('what unknown commands are given by each other is run once', () => {
    const kinds = (open: string, close: string, count: number) => {
      const deep = `${nested(24, `other -${open}`, 'a', close)}\n`;
      return lowerShellScript(readShell(deep.repeat(count) + QEMU)).map(({ kind }) => kind);
    };
    assert.deepEqual(kinds('$(echo x $(', '))', 40), ['argv']);
    assert.deepEqual(kinds('$(', ')', 40), ['argv']);
    assert.deepEqual(kinds('x <(', ')', 40), ['argv']);
  });

  it('an option stays that was put beside something unknown', () => {
    assert.deepEqual(lines(`read x; x="$x ${MONITOR}"; kvm $x`), [`? ${MONITOR}`]);
    assert.deepEqual(lines(`read x; x="${MONITOR} $x"; kvm $x`), [`${MONITOR} ?`]);
    assert.deepEqual(lines(`read x; x+=" ${MONITOR}"; kvm $x`), [`? ${MONITOR}`]);
  });

  it('what is put in front of a text in a branch keeps its order', () => {
    assert.deepEqual(lines('x=0; if a; then x="1 $x"; x="2 $x"; fi; kvm $x'), ['2 1 0']);
    assert.deepEqual(lines('x=0; if a; then x="$x 1"; x="2 $x 3"; x="4 $x"; fi; kvm $x').length, 2);
  });

  it('an option stays that was added before a value became too long', () => {
    const filler = times(LIMITS.pieces, (index) => `a+=(-device d${index})\n`);
    const found = lines(`a=(${MONITOR})\n${filler}kvm "\${a[@]}"\n`);
    assert.ok(found.some((line) => line.startsWith(MONITOR)));
  });

  it('an option stays that one of too many arms adds', () => {
    const arms = times(60, (index) => `${index}) x="-m ${index}";;\n`);
    const found = lines(`case $1 in\n${arms}m) x="${MONITOR}";;\nesac\nkvm $x\n`);
    assert.deepEqual(
      found.filter((line) => line.includes(MONITOR)),
      [MONITOR],
    );
  });

  it('an option stays that is in arguments which are too many, and of these no more is known', () => {
    const set = (count: number): string =>
      `set -- ${MONITOR}\n${'set -- "$@" -m 1\n'.repeat(count)}kvm "$@"\n`;
    const last = (count: number) => lowerShellScript(readShell(set(count)))[0];
    const few = last(10);
    assert.equal(few?.kind === 'argv' && few.words.length, 22);
    const many = last(LIMITS.pieces);
    assert.equal(many?.kind === 'argv' && many.words.length < LIMITS.pieces, true);
    assert.ok(lines(set(LIMITS.pieces)).some((line) => line.includes(MONITOR)));
  });

  it('rewrites very many clients', () => {
    const script = (count: number) => `${QEMU}\n${times(count, (i) => `nc localhost ${i}\n`)}`;
    const at = (count: number) => {
      const found = lowerShellScript(readShell(script(count)));
      const clients = found.flatMap((one) => (one.kind === 'clients' ? one.clients : []));
      const rewritten = clients.filter(({ edits }) => edits !== undefined).length;
      const stopped = found.some(({ kind }) => kind === 'unfollowed');
      return { clients: clients.length, rewritten, stopped };
    };
    assert.deepEqual(at(5_000), { clients: 5_000, rewritten: 5_000, stopped: false });
  });

  it('looks at the scripts of another language up to where they have started very many machines', () => {
    const rules = `a:\n\t${QEMU}\n`.repeat(MAX_STARTS);
    const stopped = (text: string) =>
      lowerMakefile(readMakefile(text), { length: text.length }).flatMap((one) => {
        return one.kind === 'unfollowed' ? one.at.start : [];
      });
    assert.deepEqual(stopped(rules), []);
    assert.deepEqual(stopped(`${rules}b:\n\t${QEMU}\n`), [rules.length + 'b:\n\t'.length]);
  });

  it('looks at a script up to the limit of machines', () => {
    const started = `${QEMU}\n`.repeat(MAX_STARTS);
    const found = (text: string) => {
      const all = lowerShellScript(readShell(text));
      const machines = all.filter((one) => one.kind === 'argv' && one.partial === false).length;
      const stops = all.flatMap((one) => (one.kind === 'unfollowed' ? one.at.start : []));
      return { machines, stops };
    };
    assert.deepEqual(found(started), { machines: MAX_STARTS, stops: [] });
    const more = `${started}nc localhost 1\n${QEMU}\n`;
    const stops = [more.lastIndexOf(QEMU)];
    assert.deepEqual(found(more), { machines: MAX_STARTS, stops });
    assert.ok(MAX_STARTS * (1 + MACHINE_WORDS) > LIMITS.words);
  });

  it('finds what a script starts behind more substitutions than are followed', () => {
    const many = times(11_000, (index) => `a=\`echo \\\`echo ${index}\\\`\`\n`);
    const script = `${many}x="-S"\n${QEMU} $x\n`;
    const found = lowerShellScript(readShell(script));
    assert.deepEqual(lines(script), [`${MONITOR} ?`]);
    assert.equal(found.filter(({ kind }) => kind === 'unfollowed').length, 1);
  });

  it('finds what a recipe starts behind more calls of one function than are followed', () => {
    const calls = Array.from({ length: 2_500 }, (_, n) => `t${n}:\n\t$(call f,${n})\n`).join('');
    const text = `f = kvm -m $(1)\n${calls}b:\n\t$(call f,1 ; ${QEMU})\nc:\n\t${QEMU}\n`;
    const found = lowerMakefile(readMakefile(text), { length: text.length });
    const last = found.filter((one) => one.kind === 'argv').slice(-2);
    const at = [text.indexOf(QEMU), text.lastIndexOf(QEMU)];
    assert.deepEqual(
      last.map((one) => one.kind === 'argv' && one.programAt.start),
      at,
    );
    assert.ok(found.length < 2_400 && found.some(({ kind }) => kind === 'unfollowed'));
  });

  for (const [what, program] of [
    ['a word of Python', `python3 -u -c "run(['kvm', '-qmp', 'tcp::1,server'])"`],
    ['a word of Perl', `sudo perl -we 'system("kvm -monitor tcp::1,server")'`],
    ['a word of PowerShell', `powershell.exe -NoProfile -Command "qemu -qmp tcp::1,server"`],
    ['a here-document', `python3 - <<'EOF'\nrun(['kvm', '-qmp', 'tcp::1,server'])\nEOF`],
    ['a file', `cat > run.py <<'EOF'\nrun(['kvm', '-qmp', 'tcp::1,server'])\nEOF`],
    ['a script', `cat > run <<'EOF'\n#!/usr/bin/perl\nexec "kvm", "-qmp", "tcp::1,server"\nEOF`],
  ] as const) {
    it(`says where it does not follow a program in another language: ${what}`, () => {
      const text = `${QEMU}\n${program}\n`;
      const found = lowerShellScript(readShell(text));
      const [stopped] = found.flatMap((one) => (one.kind === 'unfollowed' ? one.at : []));
      const { start = 0, end = 0 } = stopped ?? {};
      assert.match(text.slice(start, end), /(?:qmp|monitor).*tcp::1,server/);
      // The same without a monitor does not matter, and neither do the words of a program.
      const plain = [program.replace(/-(?:qmp|monitor)/, '-x'), 'python3 run.py -qmp tcp::1'];
      for (const other of plain) {
        const all = lowerShellScript(readShell(`${QEMU}\n${other}\n`));
        assert.ok(all.every(({ kind }) => kind !== 'unfollowed'));
      }
    });
  }

  it('a value that was overwritten is none that was dropped', () => {
    const arms = times(20, (index) => `${index}) x="-m ${index}";;\n`);
    const found = lines(`x="${MONITOR}"\ncase $1 in\n${arms}*) x=;;\nesac\nkvm $x\n`);
    assert.ok(found.every((line) => !line.includes(MONITOR)));
  });

  it('a later option of an array stays, however many words a loop before it has', () => {
    const script = (words: number) => `note() { for k in "\${!seen[@]}"; do
    if [[ "\${k%%=*}" == "\${base}" ]] && [[ "$k" == *=* ]]; then return 1; fi; done
  seen["\${flag}"]=1; }
start() {
  smm=on; if [ "$OS" == "Linux" ]; then smm=on; fi
  case $guest in a|b) for f in ${times(words, (index) => `f${index} `)}; do [[ -n "$x" ]] && note "\${x#,}"; done ;; esac
  if [ "$OS" == "Darwin" ]; then args+=(-m 1G,\${smm}); fi
  args+=(${MONITOR})
  kvm "\${args[@]}"; }
start
`;
    for (const words of [16, 24, 64]) {
      const found = lines(script(words));
      for (const line of [MONITOR, `-m 1G,on ${MONITOR}`]) assert.ok(found.includes(line), line);
      assert.deepEqual(
        found.filter((line) => !line.endsWith(MONITOR)),
        [],
        `${words}`,
      );
    }
  });

  it('says where it was no longer followed, and nothing of it where it was', () => {
    const stops = (script: string) =>
      lowerShellScript(readShell(script)).flatMap((one) =>
        one.kind === 'unfollowed' ? one.at : [],
      );
    const calls = (count: number) =>
      `f() { kvm -m $1 -qmp stdio; }\n${times(count, (index) => `f ${index}\n`)}`;
    assert.deepEqual(stops(calls(100)), []);
    const long = calls(5_000);
    const [at, ...others] = stops(long);
    assert.ok(at && at.start > 0 && at.end <= long.length);
    assert.deepEqual(others, []);
  });

  it('says nothing of an end behind which no option can open anything', () => {
    const calls = `f() { x=$1; }\n${times(20_000, (index) => `f ${index}\n`)}`;
    const stops = (script: string) =>
      lowerShellScript(readShell(script)).some(({ kind }) => kind === 'unfollowed');
    assert.deepEqual([stops(calls), stops(`${calls}kvm -qmp tcp::$x,server\n`)], [false, true]);
  });

  it('tells of options behind the end that no command was seen to take', () => {
    const found =
      lines(`${times(60, () => 'for i in 1 2 3 4 5 6 7 8; do ')}:${times(60, () => '; done')}
f() { a+=("$@"); }; ${times(30, () => 'f -m 1; ')}f ${MONITOR}; kvm "\${a[@]}"
`);
    assert.ok(found.some((line) => line.includes(MONITOR)));
  });

  it('tells of options behind the end that are written in a file or for another shell', () => {
    const before = `${'x="$x$y"; y="$y$x";\n'.repeat(3_000)}`;
    const document = (command: string) => lines(`${before}${command}\nkvm ${MONITOR}\nE\n`);
    for (const command of ['cat >run.sh <<E', 'ssh host sh <<E', 'cat <<E | $SSH sh', '$SSH <<E']) {
      assert.deepEqual(document(command), [MONITOR], command);
    }
    assert.deepEqual(document('cat <<E'), []);
    assert.deepEqual(document('log <<E'), []);
  });

  it('what came to a QEMU is told of once, whatever its values are', () => {
    const loops = 'for a in 1 2 3 4 5 6 7 8; do '.repeat(8);
    const script = `${loops}kvm -monitor tcp:0.0.0.0:$a,server; ${'done; '.repeat(7)}done\n`;
    const whole = times(12, () => script);
    const found = lowerShellScript(readShell(whole));
    assert.ok(found.some(({ kind }) => kind === 'unfollowed'));
    assert.ok(found.every((one) => one.kind !== 'argv' || one.partial !== 'fragment'));
  });

  it('what is behind a command in a string is no option of it', () => {
    const loops = 'for a in 1 2 3 4 5 6 7 8; do '.repeat(5);
    const inner = `${loops}kvm -monitor tcp::$a,server; ${'done; '.repeat(4)}done`;
    const found = lowerShellScript(readShell(`sh -c '${inner}'\n`.repeat(50)));
    assert.ok(found.some(({ kind }) => kind === 'unfollowed'));
    assert.ok(found.every((one) => one.kind !== 'argv' || one.partial !== 'fragment'));
  });

  it('looks at every uncalled function, however many there are', () => {
    const script = `${times(MAX_STARTS, (index) => `f${index}() { kvm -m ${index}; }\n`)}`;
    assert.equal(lines(script).length, MAX_STARTS);
  });

  it('an option stays that goes with one of too many ways out of a function', () => {
    const ways = times(20, (index) => `a && { x="-m ${index}"; return; }\n`);
    const found = lines(`f() {\n${ways}a && { x="${MONITOR}"; return; }\nx=; }\nf; kvm $x\n`);
    assert.deepEqual(
      found.filter((line) => line.includes(MONITOR)),
      [MONITOR],
    );
  });

  it('says that it did not read a script to its end', () => {
    const broken = `kvm -S\n${`${'( '.repeat(300)}\n`.repeat(300)}kvm \\\n -s\n`;
    const found = lowerShellScript(readShell(broken));
    assert.equal(found.filter(({ kind }) => kind === 'unfollowed').length, 1);
    assert.deepEqual(
      found.flatMap((one) =>
        one.kind === 'argv' ? one.words.map(({ value }) => value.decoded) : [],
      ),
      ['-S', '-s'],
    );
    assert.deepEqual(
      lowerShellScript(readShell('( ( kvm -S\nkvm -s\n')).filter(
        ({ kind }) => kind === 'unfollowed',
      ),
      [],
    );
  });

  it('reads 20,000 lines of a broken script one by one, and says that there are more', () => {
    const text = `${'fi )\n'.repeat(20_000)}${'a\n'.repeat(200_000)}`;
    const { nodes, unread } = readShell(text);
    const last = text.slice(unread?.start, nodes.at(-1)?.at.end).split('\n').length;
    assert.equal(last, 20_000);
    const [told] = lowerShellScript(readShell(text));
    assert.equal(told?.kind, 'unfollowed');
  });

  it('looks at 10,000 words of a command that may start something, and says that there are more', () => {
    const told = (count: number) => {
      const text = `vm_setup ${"'-m 1' ".repeat(count)}'-qmp tcp:0.0.0.0:1,server'`;
      return lowerShellScript(readShell(text)).map(({ kind }) => kind);
    };
    assert.deepEqual(told(LIMITS.lineWords - 2), ['argv']);
    assert.deepEqual(told(LIMITS.lineWords), ['unfollowed']);
  });
});
