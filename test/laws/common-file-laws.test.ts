/**
 * Many scripts bring in one file, whose tree they share. Nothing that is said of a script may depend on whether others
 * were analysed before.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { budgetFor, COST } from '../../server/src/invocation/domain/limits.ts';
import { type Analysis, analyze } from '../../server/src/service/analysis/analyze.ts';
import { analysisMemory, type Files } from '../../server/src/service/analysis/included-files.ts';
import { type ScriptTrees, scriptTrees } from '../../server/src/service/analysis/script-trees.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import type { ShellNode, ShellScript } from '../../server/src/syntax/shell/tree.ts';
import { generateCase, scriptOf } from '../oracle/flow/generate.ts';

const SEED = 20261127;
const FAMILIES = 60;

interface Family {
  /** What the scripts bring in, by path. */
  readonly shared: ReadonlyMap<string, string>;
  readonly scripts: ReadonlyMap<string, string>;
}

function random(index: number): string {
  return scriptOf(generateCase(SEED, index, 'bash'));
}

/** Lines that a common file has and that depend on who brings it in. */
const DEPENDING = [
  'NAME=$(basename "$0")',
  'export MODE=${MODE:-fast}',
  'OPTS="-monitor tcp:$HOST:10,server"; export OPTS; ./start_vm "--args=$OPTS -m 1"',
  'start_vm; unset OPTS',
  '. ./unread.sh',
  '[ -n "$MODE" ] || exit 1',
  'if [ "$MODE" = slow ]; then return; fi',
  'log() { echo "$NAME: $*"; }; log begins',
  'declare -i COUNT=1; COUNT+=2',
  'umask 077; mkdir -p "$HOME/vm"',
  'case $MODE in slow) SPEED=1 ;; *) SPEED=2 ;; esac',
  'echo "$MODE" >mode; read -r MODE <mode',
  'late() { qemu-system-x86_64 -name "$MODE" -monitor "tcp:$HOST:1,server" "${ARGS[@]}"; }',
  'other() { helper "$MODE" && late; }',
  'for n in 1 2; do NUMBERS="$NUMBERS $n"; export LAST=$n; done',
  'run_vm "$OPTIONS"',
  "trap 'rm -f mode' EXIT",
  '. ./second.sh',
  'bash -c \'kvm -monitor "tcp:$MODE:1,server"\'',
  'local_of() { local MODE=x; late; }; local_of',
  'set -- $MODE; ARGS+=(-m "$1")',
] as const;

/** What scripts do before they bring it in. */
const BEFORE = [
  '',
  'MODE=slow\n',
  'export MODE=fast HOST=0.0.0.0\n',
  'ARGS=(-qmp tcp::7,server)\n',
  'log() { :; }\n',
  'echo x >mode\n',
  'OPTIONS="-monitor tcp:0.0.0.0:5,server"\n',
  'declare -i COUNT\n',
  '. ./second.sh\n',
] as const;

const BEHIND = [
  '',
  'late\n',
  'other a b\n',
  'kvm -name "$SPEED$COUNT$NUMBERS" "${ARGS[@]}" $OPTS\n',
];

function familyOf(index: number): Family {
  const pick = <T>(from: readonly T[], step: number): T | undefined =>
    from[(index * 7 + step * 5) % from.length];
  const lines = Array.from({ length: 6 }, (_, step) => pick(DEPENDING, step * (1 + (index % 3))));
  const common = `${random(2 * index)}\n${lines.join('\n')}\n${index % 2 ? random(2 * index + 1) : ''}`;
  const second = `SECOND=2\n${pick(DEPENDING, 3)}\nhelper() { echo "$1"; }\n`;
  const bring = index % 5 === 0 ? '. ./common.sh\n. ./common.sh\n' : '. ./common.sh\n';
  const scripts = Array.from({ length: 7 }, (_, number) => {
    const folder = number === 3 ? '/w/sub' : '/w';
    // Two of them are the same, and two follow on others that are.
    const before = number < 2 ? '' : (pick(BEFORE, number) ?? '');
    const guarded = number === 6 ? `if true; then\n${bring}fi\n` : bring;
    return [`${folder}/script${number}.sh`, `${before}${guarded}${pick(BEHIND, number)}`] as const;
  });
  return {
    shared: new Map([
      ['/w/common.sh', common],
      ['/w/second.sh', second],
    ]),
    scripts: new Map(scripts),
  };
}

function look({ shared, scripts }: Family, path: string, trees: ScriptTrees): Analysis {
  const files: Files = { get: (other) => shared.get(other) ?? scripts.get(other) ?? null };
  const source = { text: scripts.get(path) ?? '', languageId: 'shellscript', path };
  return analyze(source, { ...DEFAULT_SETTINGS, showPossible: true }, files, analysisMemory(trees));
}

/** All that is said of a script; blocks are compared by what follows from them. */
function told({ invocations, findings, excused, used, named, sent, failures }: Analysis): string {
  const said = findings.map(({ machine: _, fixes, ...finding }) => ({
    ...finding,
    fixes: fixes().map(({ title, changes }) => [title, changes]),
  }));
  return JSON.stringify(
    { invocations, said, excused: excused.length, used: [...used], named, sent, failures },
    (key, value: unknown) => (BLOCKS.has(key) ? undefined : value),
    1,
  );
}

const BLOCKS: ReadonlySet<string> = new Set(['parent', 'choice']);

/** The tree of a text, and how often the words of one of its commands were read. */
function counted(text: string): { readonly script: ShellScript; readonly looks: () => number } {
  let looks = 0;
  const script = readShell(text);
  const counting = (node: ShellNode): ShellNode => {
    if (node.kind === 'function' || node.kind === 'group') {
      return { ...node, body: node.body.map(counting) };
    }
    if (node.kind !== 'command') return node;
    const { words } = node;
    return Object.defineProperty({ ...node }, 'words', {
      get: () => {
        looks++;
        return words;
      },
    });
  };
  const nodes = script.nodes.map(counting);
  return { script: { ...script, nodes }, looks: () => looks };
}

describe('a file that many scripts bring in', () => {
  it('does the same in each of them, whichever brought it in before', () => {
    let findings = 0;
    for (let index = 0; index < FAMILIES; index++) {
      const family = familyOf(index);
      const shared = scriptTrees();
      for (const path of family.scripts.keys()) {
        const one = look(family, path, shared);
        findings += one.findings.length;
        assert.deepEqual(one.failures, []);
        const other = look(family, path, scriptTrees());
        // Not told in full, since the two are as long as the tests.
        assert.ok(told(one) === told(other), `family ${index}, ${path}`);
      }
    }
    assert.ok(findings > 250, `${findings} findings`);
  });

  it('has its functions run only where a script calls them', () => {
    const count = 200;
    const { script, looks } = counted(
      Array.from({ length: count }, (_, n) => `f${n}() { echo ${n}; }\n`).join(''),
    );
    const own = scriptTrees();
    const calls = ['', 'f7\n'];
    const family = {
      shared: new Map([['/w/common.sh', 'stands for the tree']]),
      scripts: new Map(
        calls.map(
          (call, n) => [`/w/script${n}.sh`, `. ./common.sh\n${call}kvm -m ${n}\n`] as const,
        ),
      ),
    };
    const taken = [...family.scripts.keys()].map((path) => {
      const before = looks();
      const trees: ScriptTrees = {
        ...own,
        get: (other, text) => (other === '/w/common.sh' ? script : own.get(other, text)),
      };
      assert.deepEqual(look(family, path, trees).failures, []);
      return looks() - before;
    });
    const [none = -1, one = -1] = taken;
    assert.ok(none === 0 && one > 0 && one < 10, `${taken}`);
  });

  it('is gone through a bounded number of times where files bring in each other', () => {
    const count = 60;
    const trees = new Map<string, ReturnType<typeof counted>>(
      Array.from({ length: count }, (_, n) => {
        const next = [n + 1, 7 * n, 11 * n + 5].map((other) => `. ./file${other % count}.sh\n`);
        return [`/w/file${n}.sh`, counted(`${next.join('')}V${n}=1\n`)] as const;
      }),
    );
    const text = '. ./file0.sh\nstart() { kvm "$@"; }\nstart -monitor tcp:0.0.0.0:1,server\n';
    const own = scriptTrees();
    const { used, findings, failures } = look(
      {
        shared: new Map([...trees.keys()].map((path) => [path, 'stands for the tree'])),
        scripts: new Map([['/w/run.sh', text]]),
      },
      '/w/run.sh',
      { ...own, get: (path, other) => trees.get(path)?.script ?? own.get(path, other) },
    );
    const looks = [...trees.values()].reduce((sum, tree) => sum + tree.looks(), 0);
    assert.deepEqual([used.size, findings.length, failures], [count, 1, []]);
    // Each file once, and all together as often again as `limits.ts` says: each has four commands, of which
    // each is looked at a few times; the ways through the files are millions.
    assert.ok(looks <= 4 * 4 * (count + budgetFor(0).left / COST.command), `${looks}`);
  });
});
