/**
 * Nothing that is said of a script may depend on what stood there before an edit, whatever is kept between analyses.
 * `GUARD_EDITS=100000 node --test test/laws/edit-laws.test.ts` makes so many edits, from `GUARD_SEED`.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Analysis, analyze } from '../../server/src/service/analysis/analyze.ts';
import { findingsOf } from '../../server/src/service/analysis/file-findings.ts';
import { analysisMemory, type Files } from '../../server/src/service/analysis/included-files.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import type { FileSet } from '../../server/src/text/file-set.ts';
import { type Span, spanKey } from '../../server/src/text/span.ts';
import { generateCase, scriptOf } from '../oracle/flow/generate.ts';
import { comparedScripts } from '../support/blocks.ts';

const EDITS = Number(process.env['GUARD_EDITS'] ?? 600);
const SEED = Number(process.env['GUARD_SEED'] ?? 20261128);
/** How often one script is typed in. */
const EDITS_OF_EACH = 25;

const FIXTURES = Object.values(comparedScripts());

const SETTINGS = { ...DEFAULT_SETTINGS, showPossible: true };
const PATH = '/w/run.sh';
const LIBRARY =
  'LIB=1\nlate() { kvm -monitor "tcp:$HOST:1,server" "$@"; }\n[ -n "$MODE" ] || exit 3\n';
const FILES: Files = {
  get: (path) => (path === '/w/lib.sh' ? LIBRARY : path === '/w/second.sh' ? 'SECOND=2\n' : null),
};

/** Lines to add. */
const LINES = [
  'MODE=slow',
  'MODE=$MODE,server',
  'export HOST=0.0.0.0',
  'export OPTS="-monitor tcp:$HOST:10,server"',
  'unset OPTS',
  './start_vm "--args=$OPTS -m 1"',
  'start_vm',
  '. ./unread.sh',
  'kvm -monitor "tcp:$HOST:4,server" $ARGS',
  'qemu-system-x86_64 "${ARGS[@]}" -qmp tcp::5,server &',
  'ARGS+=(-monitor tcp:0.0.0.0:6,server)',
  'if [ -n "$MODE" ]; then',
  'elif true; then',
  'else',
  'fi',
  'for n in 1 2; do',
  'done',
  'start() {',
  '}',
  'start -qmp tcp:0.0.0.0:7,server',
  `python3 -c 'run("kvm", "-qmp", "tcp::8")'`,
  'late -m 1',
  '. ./lib.sh',
  'source second.sh',
  'exit 1',
  '[ -e x ] || exit 2',
  'return',
  'cat >vm.cfg <<EOF',
  '[chardev "c"]',
  'EOF',
  'cat <vm.cfg',
  'kvm -readconfig vm.cfg',
  'echo "#!/bin/sh" >run; echo "kvm -monitor tcp::8,server" >>run',
  'sh run',
  'bash -c \'kvm -monitor "tcp:$MODE:1,server"\'',
  'eval "kvm $ARGS"',
  "trap 'kvm -monitor tcp:0.0.0.0:9,server' EXIT",
  "alias vm='kvm -monitor tcp:0.0.0.0:3,server'",
  'set -u',
  'umask 077',
  'mkdir -m 777 /tmp/vm',
  'nc localhost 4',
  'echo quit | nc -q1 localhost 7',
  '(cd /tmp; export MODE; kvm -qmp tcp::2,server)',
  '# shellcheck source=lib.sh',
  '. "$DIR/x.sh"',
  '# a comment',
  'vm_run "-monitor tcp:0.0.0.0:5,server"',
  '',
];
/** Characters to type. */
const TYPED = [...'x $"\'\n}{)(;&|<>\\#=!', '$(', '<<E\n', '&& ', '|| ', ',server', '\r\n', '`'];

/** Numbers below others, always the same ones (a linear congruential generator). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Pick = ReturnType<typeof numbersFrom>;

function scriptFrom(pick: Pick): string {
  const parts = Array.from({ length: 1 + pick(2) }, () => {
    const generated = scriptOf(generateCase(SEED, pick(10_000), 'bash'));
    return pick(2) === 0 ? generated : (FIXTURES[pick(FIXTURES.length)] ?? '');
  });
  return parts.join('\n');
}

/** A script after typing, pasting or deleting. */
function typist(pick: Pick): (text: string) => string {
  let at = 0;
  return (text) => {
    // Who types goes on where the last character is.
    at = pick(2) === 0 ? Math.min(at + 1, text.length) : pick(text.length + 1);
    return edited(text, at, pick);
  };
}

function edited(text: string, at: number, pick: Pick): string {
  const lines = text.split('\n');
  const line = pick(2) === 0 ? pick(lines.length) : text.slice(0, at).split('\n').length - 1;
  switch (pick(6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + pick(8));
    case 1:
      return lines.toSpliced(line, 1 + pick(2)).join('\n');
    case 2:
      return text.slice(0, at) + (TYPED[pick(TYPED.length)] ?? '') + text.slice(at);
    case 3: {
      const [moved = ''] = lines.slice(line, line + 1);
      const rest = lines.toSpliced(line, 1);
      return rest.toSpliced(pick(rest.length + 1), 0, moved).join('\n');
    }
    default:
      return lines.toSpliced(line, 0, LINES[pick(LINES.length)] ?? '').join('\n');
  }
}

/** All that is said of a script; blocks are compared by what follows from them. */
function told(analysis: Analysis, withFixes = true, indented = 0): string {
  const { invocations, findings, excused, sent, named, ...others } = analysis;
  const shown = findingsOf(PATH, analysis, []).map(({ fixes: _, ...finding }) => finding);
  const said = findings.map(({ machine: _, fixes, ...finding }) => ({
    ...finding,
    fixes: withFixes && fixes().map(({ title, changes }) => [title, changes]),
  }));
  const { files, used, failures, unfollowed } = others;
  return JSON.stringify(
    {
      invocations,
      said,
      shown,
      excused: excused.length,
      used: [...used],
      sent,
      named,
      failures,
      unfollowed,
    },
    (key, value: unknown) => {
      if (key === 'parent' || key === 'choice') return undefined;
      // Files need not lie where they would lie for others.
      if (typeof value === 'number' && key === 'inFunction') return placeOf(value, value, files);
      if (isSpan(value)) return placeOf(value.start, value.end, files);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      // In which order properties were given says nothing.
      return Object.fromEntries(
        Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)),
      );
    },
    indented,
  );
}

function look(text: string, memory = analysisMemory()): Analysis {
  return analyze({ text, languageId: 'shellscript', path: PATH }, SETTINGS, FILES, memory);
}

function isSpan(value: unknown): value is Span {
  const { start, end } = (value ?? {}) as Partial<Span>;
  return typeof start === 'number' && typeof end === 'number';
}

function placeOf(start: number, end: number, files: FileSet): string {
  const { path, at } = files.locate({ start, end }) ?? { path: '', at: { start, end } };
  return `${path} ${spanKey(at)}`;
}

/** Where two differ first in what they say, in a few lines. */
function differenceOf(one: Analysis, other: Analysis, withFixes: boolean): string | undefined {
  if (told(one, withFixes) === told(other, withFixes)) return undefined;
  const [lines = [], others = []] = [one, other].map((analysis) => {
    return told(analysis, withFixes, 1).split('\n');
  });
  const at = lines.findIndex((line, index) => line !== others[index]);
  return [...lines.slice(Math.max(0, at - 3), at + 2), 'and not', ...others.slice(at, at + 2)].join(
    '\n',
  );
}

describe('an edited script', () => {
  it('says what a fresh look at its text says, after each of many edits', () => {
    const pick = numbersFrom(SEED);
    for (let edits = 0; edits < EDITS; ) {
      const memory = analysisMemory();
      const type = typist(pick);
      let text = scriptFrom(pick);
      let whole = text;
      for (let edit = 0; edit < EDITS_OF_EACH && edits < EDITS; edit++, edits++) {
        const difference = differenceOf(look(text, memory), look(text), edits % 5 === 0);
        assert.equal(difference, undefined, `edit ${edits} of ${SEED}, ${difference}:\n${text}`);
        // A script that makes no sense is seldom left like that.
        const isWhole = readShell(text).problems.length === 0;
        if (isWhole) whole = text;
        text = type(isWhole || pick(3) === 0 ? text : whole);
      }
    }
  });
});
