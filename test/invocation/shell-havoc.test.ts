/** A write through a name that only a run knows leaves no variable certain that it may mean. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { monitorReaches } from '../../server/src/rules/findings/monitor-finding.ts';
import { inventoryOf } from '../../server/src/service/inventory/inventory.ts';
import { analyzeText } from '../support/check.ts';

/** Scripts in which MON may be another one than `none`, each without the line that starts QEMU. */
const WRITES: readonly string[] = [
  'MON=none; eval "$x"',
  'MON=none; eval "${p}ON=tcp::4444,server"',
  'MON=none; if x; then eval "$y"; fi',
  'MON=none; declare "$1"',
  'MON=none; export "$1=x"',
  'MON=none; export $(grep -v "^#" .env | xargs)',
  'MON=none; readonly "${p}N=1"',
  'f() { MON=none; local "$1"; qemu-system-x86_64 -monitor "$MON"; }; f "$x"',
  'MON=none; printf -v "$n" %s "$v"',
  'MON=none; read -r "$n"',
  'MON=none; read -r a "$n" b',
  'MON=none; declare -n r=$1; r=tcp::4444,server',
  'shopt -s lastpipe; MON=none; x | while read -r line; do MON=$line; done',
  'MON=none; read -r MON < <(x)',
  'MON=none; source <(grep MON conf)',
  'MON=none; . "$1"',
  'MON=none; unset "$1"',
  'MON=none; while getopts m: "$n"; do :; done',
  'MON=none; mapfile -t "$n" <f',
  'MON=none; $command MON=tcp::4444,server',
  'MON=none; trap "MON=tcp::4444,server" USR1',
  'export "$1"; : "${MON:=none}"',
  'eval "$x"; MON=${MON:-none}',
  'declare -A m=([dbg]=tcp::4444,server [rel]=none); MON=${m[${1:-rel}]}',
  'MON=none; f() { read "$@" <<<tcp::4444,server; }; f -r MON',
  'MON=none; unset -fv MON',
  'MON=none; while getopts m: o; do MON=$OPTARG; done; eval "$x"',
  'MON=none; while getopts m: o; do MON=$OPTARG; done; x || exec "$0" -m tcp::4444,server',
  '[ $# -gt 0 ] || exec "$0" 1G tcp::4444,server; MON=${2:-none}',
  'r() { unset MON; }; f() { local MON=x; r; MON=none; }; MON=stdio; f',
  'm=(none tcp::4444,server); i=0; : $((x && a[i++])); MON=${m[i]}',
  'e="0 * 1"; m=(none tcp::4444,server); MON=${m[$(($e + 1))]}',
  'e="i = 1"; i=0; m=(none tcp::4444,server); (($e)); MON=${m[i]}',
  'parse() { while getopts m: o; do MON=$OPTARG; done; }; MON=none; parse -m tcp::4444,server',
  'MON=; MON=${MON/*/tcp::4444,server}',
  'echo MON=none >vm.env; sed -i s/none/tcp::4444,server/ vm.env; . ./vm.env',
  'echo MON=none >vm.env; sudo cp site.env vm.env; . ./vm.env',
  '#!/bin/dash\nMON=none; MON+=x',
  'MON=none; set -- -m tcp::4444,server "$@"; while getopts m: o; do MON=$OPTARG; done',
];

/** Scripts in which it is surely `none`. */
const OTHERS: readonly string[] = [
  'MON=none; eval "${p}_PORT=1"',
  'MON=none; eval set -- "$(getopt -o m: -- "$@")"',
  'MON=none; read -r "${p}_x"',
  'MON=none; declare "x=$1"',
  'eval "$x"; MON=none',
  'f() { local "$1"; }; MON=none; f port=1',
  'MON=none; $command MON=tcp::4444,server -x',
  'MON=none; trap "PORT=1" USR1',
  '. /etc/vm.conf; MON=${MON:-none}',
  'export "$1"; unset MON; MON=${MON:-none}',
  'MON=none; unset "ports[$i]"',
  'MON=none; use_x() { MON=tcp::4444,server; }; "set_$1"',
  'MON=none; f() { local MON=x; unset MON; }; f',
  'echo MON=none >vm.env; cp vm.env copy.env; . ./vm.env',
  'echo MON=none >vm.env; sed s/none/x/ vm.env; . ./vm.env',
  'MON=none; while getopts m: o; do MON=$OPTARG; done; x || exec sudo "$0" "$@"',
  'e=2; m=(x x none); MON=${m[$(($e))]}',
  'MON=none; set -- -v "$@"; while getopts vm: o; do MON=$OPTARG; done',
  'MON=none; for i in 1; do MON=tcp::4444,server break; done',
  'MON=none; m() { MON=tcp::4444,server return; }; m',
];

const LAUNCH = 'qemu-system-x86_64 -monitor "$MON"\n';

function isUnknown(script: string): boolean {
  const { machines } = analyzeText(`${script}\n${LAUNCH}`).connections;
  assert.ok(machines.length > 0);
  return machines.flatMap(monitorReaches).some(({ reach }) => reach.who === 'unknown');
}

describe('a monitor', () => {
  for (const script of WRITES) {
    it(`is unknown behind ${script}`, () => assert.ok(isUnknown(script)));
  }
  for (const script of OTHERS) {
    it(`is known behind ${script}`, () => assert.ok(!isUnknown(script)));
  }

  it('may be what is set for a command that leaves it, or for nothing', () => {
    const rulesOf = (script: string) =>
      analyzeText(`${script}\n${LAUNCH}`).findings.map(({ rule }) => rule);
    const set = 'MON=none; MON=tcp::4444,server';
    for (const script of [`#!/bin/sh\n${set} :`, `#!/bin/sh\n${set} eval x`, `${set} $nothing`]) {
      assert.deepEqual(rulesOf(script), ['monitor-on-network'], script);
    }
    assert.deepEqual(rulesOf('#!/bin/sh\nMON=tcp::4444,server; MON=none :'), []);
    for (const script of [`#!/bin/bash\n${set} :`, `#!/bin/sh\n${set} true`, `${set} $x a`]) {
      assert.deepEqual(rulesOf(script), [], script);
    }
  });

  it('is unknown where a run may add options, and listed so', () => {
    const audiences = (script: string) =>
      inventoryOf(analyzeText(script)).flatMap(({ monitors }) => {
        return monitors.map(({ mode, audience }) => `${mode} ${audience}`);
      });
    assert.deepEqual(audiences('kvm -m 1G "$@"\n'), ['unknown unknown']);
    assert.deepEqual(audiences('kvm -monitor none\n'), []);
    assert.deepEqual(audiences('kvm -qmp null "$@"\n'), ['qmp nobody']);
  });

  it('is unknown where the list that holds QEMU may have grown', () => {
    const script = `launch() {
  local cmd=(kvm -m 1G)
  while (($#)); do
    case $1 in mon=*) cmd+=(-monitor "\${1#mon=}") ;; *) cmd+=("-$1") ;; esac
    shift
  done
  "\${cmd[@]}"
}
launch snapshot mon=tcp::4444,server
`;
    const found = inventoryOf(analyzeText(script)).flatMap(({ monitors }) => monitors);
    assert.ok(found.some(({ audience }) => audience === 'unknown'));
  });

  it('is unknown where an unknown element of the list that holds QEMU is set', () => {
    const list = 'cmd=(kvm -monitor none -nographic)';
    for (const script of [
      `${list}\ncmd[$1]=tcp::4444,server\n"\${cmd[@]}"\n`,
      `#!/bin/zsh\n${list}\ncmd[3]=tcp::4444,server\n$cmd\n`,
      `#!/bin/zsh\n${list}\ncmd[-1]+=x\n$cmd\n`,
    ]) {
      const found = inventoryOf(analyzeText(script)).flatMap(({ monitors }) => monitors);
      assert.deepEqual(
        found.map(({ audience }) => audience),
        ['unknown'],
        script,
      );
    }
  });

  it('is a possible finding where its device is unknown', () => {
    const { findings } = analyzeText('kvm -monitor "$x"\n', { settings: { showPossible: true } });
    assert.deepEqual(
      findings.map(({ message, certainty }) => `${certainty} ${message}`),
      ['possible HMP: who can open it is only known at run time'],
    );
    const settings = { showPossible: true };
    assert.deepEqual(analyzeText('kvm -monitor "unix:$x"\n', { settings }).findings, []);
  });

  it('keeps the finding of the value that is written', () => {
    const { findings } = analyzeText(`MON=tcp::4444,server\neval "$x"\n${LAUNCH}`);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ['monitor-on-network'],
    );
  });
});
