/** What a script says without being run: the files that it brings in, and whether it has to do with QEMU. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  broughtInAmong,
  makeFacts,
  mayConcernMonitors,
  shellFacts,
  textFacts,
} from '../../server/src/invocation/shell/script-facts.ts';
import { readMakefile } from '../../server/src/syntax/make/reader.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';

const factsOf = (script: string) => shellFacts(readShell(script));

function broughtInBy(...scripts: readonly string[]): readonly string[] | undefined {
  const names = broughtInAmong(scripts.map(factsOf));
  return names && [...names].filter((name) => name !== '' && !name.startsWith('$')).toSorted();
}

const concerns = (...scripts: readonly string[]) => mayConcernMonitors(scripts.map(factsOf));

describe('the facts of a script', () => {
  it('name the files that it brings in by their last components', () => {
    assert.deepEqual(broughtInBy('. ./lib.sh\nsource "$HERE/lib/vm.sh"\n'), ['lib.sh', 'vm.sh']);
    assert.deepEqual(broughtInBy('. "$(dirname "$0")/lib.sh" || exit 1\n'), ['lib.sh']);
    assert.deepEqual(broughtInBy('f() { if true; then builtin source a.sh; fi; }\n'), ['a.sh']);
    assert.deepEqual(broughtInBy('# shellcheck source=lib/b.sh\n. "$x"\n'), ['b.sh']);
    assert.deepEqual(broughtInBy('bash -c "source ./c.sh; run"\neval ". d.sh"\n'), [
      'c.sh',
      'd.sh',
    ]);
    assert.deepEqual(broughtInBy('cat > run.sh <<EOF\n. ./e.sh\nEOF\n'), ['e.sh']);
    assert.deepEqual(broughtInBy('jq ". + {}" file\necho "Done. Now stop"\nfind . -name x\n'), []);
  });

  it('follow a variable that is the name of a file, in whatever file of the graph it is assigned', () => {
    assert.deepEqual(broughtInBy('. "$LIB"\n', 'LIB=$HERE/vm.sh\n'), ['vm.sh']);
    assert.deepEqual(broughtInBy('LIB="$OTHER"; OTHER=/x/a.sh; source ${LIB}\n'), ['a.sh']);
    assert.deepEqual(broughtInBy('for f in a.sh "$d/b.sh"; do . $f; done\n'), ['a.sh', 'b.sh']);
    assert.deepEqual(broughtInBy('. "$FROM_ENVIRONMENT"\n. $d/*.sh\n. <(settings)\n'), []);
  });

  it('say where only a run knows the name', () => {
    for (const script of ['. "$1"\n', '. lib/$x.sh\n', 'x=$(find_it); . $x\n', 'alias i=source\n'])
      assert.equal(broughtInBy(script), undefined, script);
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
    ])
      assert.equal(concerns(script), false, script);
  });

  it('add up to those of a graph', () => {
    assert.equal(concerns('HYPERVISOR=qemu\n'), false);
    assert.equal(concerns('$HYPERVISOR -nographic a\n'), false);
    assert.equal(concerns('HYPERVISOR=qemu\n', '$HYPERVISOR -nographic a\n'), true);
    assert.equal(concerns('VM=qemu-system-arm\n', 'start "$VM"\n'), true);
  });
});

describe('the facts of other files', () => {
  it('are those of what a Makefile includes, in whatever branch, and of its recipes', () => {
    const text =
      'include $(TOP)/rules.mk a.mk\nifdef X\n-include b.mk\nelse\ninclude c/*.mk\nendif\nall:\n\t. ./env.sh; run\n';
    const { bringsIn, isSeed } = makeFacts(text, readMakefile(text));
    assert.deepEqual([...bringsIn].filter((name) => name !== '').toSorted(), [
      'a.mk',
      'b.mk',
      'env.sh',
      'rules.mk',
    ]);
    assert.equal(isSeed, false);
    const computed = 'include $(BOARD).mk\n';
    assert.equal(broughtInAmong([makeFacts(computed, readMakefile(computed))]), undefined);
  });

  it('are those of the characters where nothing else is known', () => {
    assert.equal(textFacts('VM_ARGS="-m 1G -serial tcp::1"\n').isSeed, true);
    assert.deepEqual([...textFacts('. ./other.conf\n').bringsIn], ['other.conf']);
  });
});
