/** What a script says without being run: the files that it brings in, and whether it has to do with QEMU. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  makeFacts,
  OWN_END,
  reachOf,
  shellFacts,
  textFacts,
} from '../../server/src/invocation/shell/script-facts.ts';
import { readMakefile } from '../../server/src/syntax/make/reader.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';

const factsOf = (script: string) => shellFacts(readShell(script));

function broughtInBy(script: string, ...others: readonly string[]): readonly string[] | undefined {
  const names = reachOf(factsOf(script), others.map(factsOf)).bringsIn;
  return names && [...names].filter((name) => name !== '' && !/^[$#]\w/.test(name)).toSorted();
}

const concerns = (script: string, ...others: readonly string[]) =>
  reachOf(factsOf(script), others.map(factsOf)).concernsMonitors;

describe('the facts of a script', () => {
  it('name the files that it brings in by the ends of their paths', () => {
    assert.deepEqual(broughtInBy('. ./lib.sh\nsource "$HERE/lib/vm.sh"\n'), [
      'lib.sh',
      'lib/vm.sh',
    ]);
    assert.deepEqual(broughtInBy('. ~/a/../b/c.sh\n. "${d}x/e.sh"\n. $d.d/f.sh\n'), [
      'b/c.sh',
      'e.sh',
      'f.sh',
    ]);
    assert.deepEqual(broughtInBy('. "$(dirname "$0")/lib.sh" || exit 1\n'), ['lib.sh']);
    for (const folder of ['$(readlink -f $(dirname $0))', '"$(cd "$(dirname "$0")" && pwd)"']) {
      const script = `here=${folder}\n. "$here/lib.sh"\n. $here/../up.sh\n. "${'$'}{here}/a/b.sh"\n`;
      assert.deepEqual(broughtInBy(script), ['./a/b.sh', './lib.sh', 'up.sh']);
      assert.deepEqual(broughtInBy(script, 'here=/lib\n'), ['a/b.sh', 'lib.sh', 'up.sh']);
    }
    assert.deepEqual(broughtInBy('f() { if true; then builtin source a.sh; fi; }\n'), ['a.sh']);
    assert.deepEqual(broughtInBy('# shellcheck source=lib/b.sh\n. "$x"\n'), ['lib/b.sh']);
    assert.deepEqual(broughtInBy('bash -c "source ./c.sh; run"\neval ". d.sh"\n'), [
      'c.sh',
      'd.sh',
    ]);
    assert.deepEqual(broughtInBy('cat > run.sh <<EOF\n. ./e.sh\nEOF\n'), ['e.sh']);
    assert.deepEqual(broughtInBy('#!/bin/sh\n. $d/f.sh\nx=`echo "/a/b/c" | sed s,a,b, `\n'), [
      'f.sh',
    ]);
    assert.deepEqual(broughtInBy('# settings\nx=`source ./g.sh; echo $y`\n'), ['g.sh']);
    assert.deepEqual(broughtInBy('jq ". + {}" file\necho "Done. Now stop"\nfind . -name x\n'), []);
  });

  it('follow a variable that is the name of a file, in whatever file of the graph it is assigned', () => {
    assert.deepEqual(broughtInBy('. "$LIB"\n', 'LIB=$HERE/vm.sh\n'), ['vm.sh']);
    assert.deepEqual(broughtInBy('LIB="$OTHER"; OTHER=/x/a.sh; source ${LIB}\n'), ['x/a.sh']);
    assert.deepEqual(broughtInBy('for f in a.sh "$d/b.sh"; do . $f; done\n'), ['a.sh', 'b.sh']);
    assert.deepEqual(broughtInBy('x=a.sh; . $d/$x; y=x/b.sh; . "${d}/"${y}\n'), ['a.sh', 'x/b.sh']);
    assert.deepEqual(broughtInBy('x="${x:-$d/c.sh}"; . $x\n: ${y:=${d}/d.sh}; . $y\n'), [
      'c.sh',
      'd.sh',
    ]);
    assert.deepEqual(broughtInBy('. "${x:-${y-"$d/e.sh"}}"\n', 'y=f.sh\n'), ['e.sh', 'f.sh']);
    assert.deepEqual(broughtInBy('. "$FROM_ENVIRONMENT"\n. $d/*.sh\n. <(settings)\n'), []);
  });

  it('say where only a run knows the name', () => {
    for (const script of [
      '. "$1"\n',
      '. lib/$x.sh\n',
      'x=$(find_it); . $x\n',
      'alias i=source\n',
      'x=a; x+=.sh; . $x\n',
      '. ${x:-$1}\n',
      'for x; do . lib/$x; done\n',
      'read -r x <<<a.sh; . lib/$x\n',
      'x=a-b.sh; . lib/${x#a-}\n',
    ])
      assert.equal(broughtInBy(script), undefined, script);
  });

  it('know the name of a script that runs, and its end', () => {
    for (const name of ['$(basename "$0")', '$(basename ${BASH_SOURCE[2]})', '${BASH_SOURCE##*/}'])
      assert.deepEqual(broughtInBy(`x=${name}\nx=${'$'}{x#$1-}\n. $d/$x\n`), [OWN_END], name);
  });

  it('say whether a QEMU may be started or something opened for one', () => {
    for (const script of [
      'exec qemu-system-x86_64 "$@"\n',
      'sudo kvm disk.img\n',
      '$RUN kvm disk.img\n',
      'retry 3 qemu-system-arm a.img\n',
      'VM=qemu-system-arm\n$VM a.img\n',
      'for vm in qemu-system-arm; do $vm a.img; done\n',
      'MON="-monitor tcp::4444"\n',
      'echo "set -x; qemu-system-arm a" > run.sh\n',
      'cat > run.sh <<EOF\n$VM -nographic\nEOF\nVM=qemu-system-arm\n',
      '# qemu-monitor-guard: ignore[monitor-on-network] reason\n',
    ])
      assert.equal(concerns(script), true, script);
    for (const script of [
      '[ "$HYPERVISOR" = qemu ] && install qemu-img\n',
      'pkill qemu-system-x86_64\necho qemu-system-x86_64 is old\n',
      'qemu=/opt/bin/qemu-system-$(uname -m)\ntee x <<EOF\npath = "${qemu}"\nEOF\n',
      '# -monitor tcp::4444\ndocker run --device x y\n',
      'kata-monitor --listen 1\n',
      'cmake --build . --parallel 4; exec ${CHOST}-gdb "$@"; flags=([gdb]=--gdb)\n',
    ])
      assert.equal(concerns(script), false, script);
  });

  it('add up to those of a graph', () => {
    assert.equal(concerns('HYPERVISOR=qemu\n'), false);
    assert.equal(concerns('$HYPERVISOR -nographic a\n'), false);
    assert.equal(concerns('HYPERVISOR=qemu\n', '$HYPERVISOR -nographic a\n'), true);
    assert.equal(concerns('VM=qemu-system-arm\n', 'start "$VM"\n'), true);
  });

  it('tell names of options, of which a graph composes options, from other words', () => {
    for (const script of [
      'for o in serial qmp; do a+=("-$o" tcp::1,server); done\n',
      'set -- -{monitor,qmp}\n',
      'declare -A o=([monitor]=tcp::1); for k in "${!o[@]}"; do run "-$k" "${o[$k]}"; done\n',
      'o=(serial tcp::1); run "${o[@]/#/-}"\n',
      "printf ' -%s %s' monitor tcp::1\n",
      "printf 'x\\n--%s' monitor\n",
      'DASH=-\nrun ${DASH}monitor tcp::1\n',
      'run -"monitor" tcp::1\n',
      `run '-'monitor tcp::1\n`,
    ])
      assert.equal(concerns(script), true, script);
    assert.equal(concerns('o="monitor serial"\n', 'for o in $o; do run "-$o"; done\n'), true);
    for (const script of [
      'udevadm monitor --property; declare -A o=([serial]=1)\n',
      'local monitor; for monitor in "${all[@]}"; do echo "-$x" "${monitor}"; done\n',
      'kill "-$signal" "$monitor"; echo "serial: $a-$b ${c:-"$d"}" \'-\'\n',
      'cat <<-"EOF"\nmonitor\nEOF\n',
    ])
      assert.equal(concerns(script), false, script);
  });

  it('are those of the functions that a document may call, with what these call', () => {
    const library =
      'start_vm() { qemu-system-arm -monitor tcp::1; }\nrun_all() { start_vm; }\nlist() { ls; }\n';
    assert.equal(concerns(library), true);
    for (const script of [
      'run_all\n',
      'eval "sudo start_vm"\n',
      'trap start_vm EXIT\n',
      'start_$x\n',
      '"${x}_vm"\n',
      "cat <<'EOF' >run.sh\nstart_vm\nEOF\n",
      'own() { run_all; }\n',
      'run_"$x"\n',
      'list; list -monitor\n',
    ])
      assert.equal(concerns(script, library), true, script);
    for (const script of ['list\n', 'start_all\n', '$x\n', 'ls "$x/run" s$x ${x}vm\n'])
      assert.equal(concerns(script, library), false, script);
    const settings = 'MONITOR="-monitor tcp::1"\nstart() { qemu-system-arm; }\n';
    assert.equal(concerns('list\n', settings), true);
  });
});

describe('the facts of other files', () => {
  it('are those of what a Makefile includes, in whatever branch, and of its recipes', () => {
    const text =
      'include $(TOP)/rules.mk a.mk\nifdef X\n-include b.mk\nelse\ninclude c/*.mk\nendif\nall:\n\t. ./env.sh; run\n';
    const { bringsIn, isSeed } = makeFacts(text, readMakefile(text)).outside;
    assert.deepEqual([...bringsIn].filter((name) => name !== '').toSorted(), [
      'a.mk',
      'b.mk',
      'env.sh',
      'rules.mk',
    ]);
    assert.equal(isSeed, false);
    const computed = 'include $(BOARD).mk\n';
    assert.equal(reachOf(makeFacts(computed, readMakefile(computed))).bringsIn, undefined);
    const rules = '-include $(OBJS:.o=.d) main.d\n';
    assert.deepEqual([...makeFacts(rules, readMakefile(rules)).outside.bringsIn], []);
  });

  it('are those of the characters where nothing else is known', () => {
    assert.equal(textFacts('VM_ARGS="-m 1G -serial tcp::1"\n').outside.isSeed, true);
    assert.deepEqual([...textFacts('. ./other.conf\n').outside.bringsIn], ['other.conf']);
  });
});
