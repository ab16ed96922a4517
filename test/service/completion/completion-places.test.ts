/** Where completion offers something and where nothing, in scripts as they look while typing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzeText } from '../../support/check.ts';
import { type CompleteOptions, completeText } from '../../support/complete.ts';

/** Scripts with a cursor where a monitor's device string is being written, and the first label there. */
const FOLLOWED: Readonly<Record<string, string>> = {
  'the next line of a command': 'kvm -m 1G \\\n  -monitor | \\\n  -smp 2\n',
  'an array': 'a=(-m 1G -monitor |)\nkvm "${a[@]}"\n',
  'an element that is added': 'a=()\na+=(-monitor |)\nkvm "${a[@]}"\n',
  'a branch': 'a=()\nif [ -n "$D" ]; then a+=(-monitor |); fi\nkvm "${a[@]}"\n',
  'a variable': 'M=|\nkvm -monitor "$M"\n',
  'a variable in quotes': 'M="|"\nkvm -monitor $M\n',
  'a string of options': 'ARGS="-m 1G -monitor |"\nkvm $ARGS\n',
  'the default of a variable': 'kvm -monitor "${M:-|}"\n',
  'a function': 'run() { kvm "$@"; }\nrun -monitor |\n',
  'a command behind others': 'sudo -u vm nice kvm -monitor |\n',
  'a string for a shell': 'bash -c "kvm -monitor |"\n',
  'a string in single quotes': "ssh host 'kvm -monitor |'\n",
  'a here-document for a shell': 'bash <<EOF\nkvm -monitor |\nEOF\n',
  'one that nothing expands in': "bash <<'EOF'\nkvm -monitor |\nEOF\n",
  'a script that is written and run': 'cat >r.sh <<EOF\nkvm -monitor |\nEOF\nsh r.sh\n',
  'quotes that are not closed': 'kvm -monitor "|',
  'quotes that are not closed, and more': 'kvm -monitor "|\necho "done"\nls\n',
  'single quotes that are not closed': "kvm -monitor '|\nls\n",
  'quotes that are not closed, and options': 'kvm -monitor "| -m 1G\nls "a"\n',
  'an array that is not closed': 'a=(-monitor |\nkvm "${a[@]}"\n',
  'an array over several lines that is not closed': 'a=(\n  -m 1G\n  -monitor |\n\nkvm "${a[@]}"\n',
  both: 'a=(-monitor "|\nkvm "${a[@]}"\n',
  'an if that is not closed': 'if true; then\n  kvm -monitor |\n',
  'a script with an error elsewhere': 'kvm -monitor |\nif then\n',
};

/** Scripts in which a cursor stands in nothing of QEMU's. */
const QUIET: readonly string[] = [
  'kvm -m 1G # -monitor |\n',
  '# kvm -monitor |\n',
  'echo -monitor |\nkvm -m 1\n',
  'echo "kvm -monitor |"\n',
  'ls -|\nkvm -m 1\n',
  'kvm -m |\n',
  'kvm -drive |\n',
  'kvm -drive file=a,|\n',
  'kvm -chardev null,id=a -device |\n',
  'kvm -chardev null,id=a -device virtserialport,|\n',
  'kvm -chardev null,id=a -device virtserialport,id=|\n',
  'kvm -append "-monitor |"\n',
  'kvm disk.img|\n',
  'kvm -monitor tcp:|\n',
  'kvm -monitor tcp:0.0.0.0|:4444\n',
  'kvm -monitor udp:h:1,|\n',
  'kvm -chardev socket,id=|\n',
  'kvm -chardev socket,id=m,host=|\n',
  'kvm -readconfig |\n',
  `kvm -object '{"qom-type":"tls-creds-x509"|}'\n`,
  `kvm -object '{"qom-type"|:"tls-creds-x509"}'\n`,
  `kvm -object '{"qom-type":"tls-creds-x509","verify-peer":"|"}'\n`,
  `kvm -display '{"|"}'\n`,
  'kvm -monitor $M|\n',
  'kvm -monitor "${M|}"\n',
  'kvm -monitor "$MO|N"\n',
  'P=un\nkvm -monitor ${P}|\n',
  'P=unix:\nkvm -qmp "$P|"\n',
  'kvm|\n',
  'kv|m -monitor stdio\n',
  '|kvm -monitor stdio\n',
  'cat <<EOF\nkvm -monitor |\nEOF\nkvm -m 1\n',
  'kvm \\|\n  -m 1G\n',
  'kvm -mon\\|itor\n',
  'kvm -chardev so\\\n|ck,id=m\n',
  'if [ -|n x ]; then kvm -m 1; fi\n',
  'kvm -m 1; ls -|\n',
  'kvm -m 1 >-|\n',
  'X="-monitor |"\nkvm -m 1\n',
  "it's -monitor |\n",
];

describe('the place of completion', () => {
  for (const [where, text] of Object.entries(FOLLOWED)) {
    it(`is found in ${where}`, () => {
      const { labels } = completeText(text);
      const wrong = ['unix:', 'stdio', 'tcp:'].filter((label) => !labels.includes(label));
      assert.deepEqual(wrong, []);
    });
  }

  for (const [where, text] of Object.entries(FOLLOWED)) {
    if (/not closed|both|error/.test(where)) continue;
    it(`takes the first item in ${where} as QEMU then reads it`, () => {
      const { items, accept } = completeText(text);
      const accepted = accept(items[0]?.label ?? '');
      const { connections, findings } = analyzeText(accepted);
      const { machines } = connections;
      const paths = machines.flatMap(({ monitors }) =>
        monitors.flatMap(({ chardev, made }) =>
          made === 'asked' &&
          chardev?.backend.kind === 'socket' &&
          chardev.backend.path.kind !== 'absent'
            ? [chardev.backend.path.text.decoded]
            : [],
        ),
      );
      assert.ok(paths.length > 0, accepted);
      for (const path of paths) assert.match(path, /\/run-monitor\.sock$/, accepted);
      assert.deepEqual(
        findings.map(({ message }) => message),
        [],
        accepted,
      );
    });
  }

  for (const text of QUIET) {
    it(`is none of ours: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(completeText(text).labels, []);
    });
  }

  it('is a file that another script brings in, with the machine of that script', () => {
    const root = '/w/run.sh';
    const files = { [root]: '. ./settings.sh\nkvm -chardev null,id=a $OPTS -qmp "$QMP"\n' };
    const options: CompleteOptions = { path: '/w/settings.sh', files, roots: [root] };
    const { labels } = completeText('QMP="chardev:|"\n', options);
    assert.deepEqual(labels, ['a']);
    assert.deepEqual(completeText('OPTS="-mon |"\n', options).labels.slice(0, 1), ['a']);
    assert.deepEqual(completeText('OTHER="chardev:|"\n', options).labels, []);
  });

  it('knows the ids of files that the script brings in', () => {
    const files = {
      '/w/lib.sh': 'ARGS=(-chardev null,id=lib)\n',
      '/w/vm.qemu': '[chardev "config"]\n  backend = "null"\n',
    };
    const text = '. ./lib.sh\nkvm "${ARGS[@]}" -readconfig vm.qemu -mon chardev=|\n';
    assert.deepEqual(completeText(text, { files }).labels, ['lib', 'config']);
  });

  it('is a config file that a script reads, with the ids of its command', () => {
    const root = '/w/run.sh';
    const files = { [root]: 'kvm -chardev null,id=cli -readconfig vm.qemu\n' };
    const options: CompleteOptions = {
      languageId: 'qemu-config',
      path: '/w/vm.qemu',
      files,
      roots: [root],
    };
    const { labels } = completeText('[chardev "own"]\nbackend = "null"\n[mon]\nchardev = "|"\n', {
      ...options,
    });
    assert.deepEqual(labels, ['own', 'cli']);
  });

  it('is a file of arguments, whose words libvirt has quoted', () => {
    const options = { languageId: 'qemu-args' };
    const text = "/usr/bin/qemu-system-x86_64 \\\n-name guest=web \\\n-qmp '|' \\\n-m 1\n";
    const { labels } = completeText(text, options);
    assert.equal(labels[0], 'unix:/var/lib/libvirt/qemu/web-qmp.sock,server=on,wait=off');
  });

  it('is in the middle of the option by which a list of strings is known', () => {
    const text = 'spawn("kvm", ["-mon|itor", "tcp::1,server"]);\n';
    const { labels, accept } = completeText(text, { languageId: 'javascript', isTorn: true });
    assert.ok(labels.includes('-qmp'), labels.join(' '));
    assert.equal(accept('-qmp'), 'spawn("kvm", ["-qmp", "tcp::1,server"]);\n');
  });

  it('gives a blank the values of an option, and no options', () => {
    const blank = { trigger: ' ' };
    assert.notDeepEqual(completeText('kvm -monitor |', blank).labels, []);
    assert.deepEqual(completeText('kvm -m 1G |', blank).labels, []);
    assert.notDeepEqual(completeText('kvm -m 1G |').labels, []);
  });

  it('never reaches over the end of a line or out of the document', () => {
    const { items } = completeText('kvm -mon|\\\nitor stdio\n');
    assert.deepEqual(items, []);
  });
});
