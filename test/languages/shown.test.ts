/**
 * What people are shown of a monitor in each language: the hover over its address, its place in the list of monitors, on
 * the map and in the report, and what completes inside of its argument.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listMonitors } from '../../client/src/monitors/listed-monitor.ts';
import type { CheckOptions } from '../support/check.ts';
import { completeText } from '../support/complete.ts';
import { hoverAtCursor } from '../support/hover.ts';
import { inventoryFrom, mapOf } from '../support/sample-map.ts';

const { renderTable } = await import('../../client/src/monitors/review-report.ts');

interface Shown {
  readonly languageId: string;
  readonly path: string;
  /** A file with one monitor, whose address stands for `ADDRESS`. */
  readonly text: string;
  /** Set if the text is not run, so that it is in no list. */
  readonly isForPeople?: true;
  /** Set if nothing is written, since the reader is unknown: then nothing completes. */
  readonly isNotCompleted?: true;
}

const QEMU = 'qemu-system-x86_64';

const ROWS: readonly Shown[] = [
  { languageId: 'javascript', path: '/w/vm.js', text: "run(['-qmp', 'ADDRESS']);\n" },
  {
    languageId: 'typescriptreact',
    path: '/w/vm.tsx',
    text: 'const a: string[] = ["-qmp", "ADDRESS"];\n',
  },
  { languageId: 'go', path: '/w/vm.go', text: 'var a = []string{"-qmp", "ADDRESS"}\n' },
  { languageId: 'rust', path: '/w/vm.rs', text: 'fn f() { c.arg("-qmp").arg("ADDRESS"); }\n' },
  { languageId: 'c', path: '/w/vm.c', text: 'char *a[] = { "-qmp", "ADDRESS", 0 };\n' },
  { languageId: 'cpp', path: '/w/vm.cpp', text: 'void f() { a << "-qmp" << "ADDRESS"; }\n' },
  {
    languageId: 'csharp',
    path: '/w/vm.cs',
    text: 'class A { string a = "-m 1G -qmp ADDRESS"; }\n',
  },
  {
    languageId: 'java',
    path: '/w/Vm.java',
    text: 'class A { List<String> a = List.of("-qmp", "ADDRESS"); }\n',
  },
  { languageId: 'kotlin', path: '/w/vm.kt', text: 'val a = listOf("-qmp", "ADDRESS")\n' },
  { languageId: 'groovy', path: '/w/vm.groovy', text: "def a = ['-qmp', 'ADDRESS']\n" },
  { languageId: 'groovy', path: '/w/Jenkinsfile', text: `sh '''\n  ${QEMU} -qmp ADDRESS\n'''\n` },
  { languageId: 'perl', path: '/w/vm.pl', text: "push @a, '-qmp', 'ADDRESS';\n" },
  { languageId: 'ruby', path: '/w/vm.rb', text: "system('kvm', '-qmp', 'ADDRESS')\n" },
  {
    languageId: 'ruby',
    path: '/w/Vagrantfile',
    text: 'v.qemuargs :value => "-qmp"\nv.qemuargs :value => "ADDRESS"\n',
  },
  { languageId: 'zig', path: '/w/build.zig', text: 'run.addArgs(&.{ "-qmp", "ADDRESS" });\n' },
  { languageId: 'nix', path: '/w/vm.nix', text: '{ a = [ "-qmp" "ADDRESS" ]; }\n' },
  { languageId: 'nix', path: '/w/vm.nix', text: `{ script = ''\n  ${QEMU} -qmp ADDRESS\n''; }\n` },
  { languageId: 'cmake', path: '/w/CMakeLists.txt', text: 'set(A -qmp ADDRESS)\n' },
  { languageId: 'hcl', path: '/w/vm.pkr.hcl', text: 'qemuargs = [["-qmp", "ADDRESS"]]\n' },
  {
    languageId: 'toml',
    path: '/w/.cargo/config.toml',
    text: `runner = "${QEMU} -qmp ADDRESS -kernel"\n`,
  },
  { languageId: 'json', path: '/w/vm.json', text: '{"args": ["-qmp", "ADDRESS"]}\n' },
  { languageId: 'jsonc', path: '/w/.vscode/tasks.json', text: '{"args": ["-qmp", "ADDRESS"]}\n' },
  { languageId: 'powershell', path: '/w/vm.ps1', text: '$a = @("-qmp", "ADDRESS")\n' },
  { languageId: 'powershell', path: '/w/vm.ps1', text: '& $qemu -m 1G `\n  -qmp ADDRESS\n' },
  { languageId: 'bat', path: '/w/vm.bat', text: 'qemu.exe -m 1G ^\r\n  -qmp ADDRESS\r\n' },
  {
    languageId: 'yaml',
    path: '/w/.github/workflows/vm.yml',
    text: `on: push\njobs:\n  a:\n    steps:\n      - run: |\n          ${QEMU} -qmp ADDRESS\n`,
  },
  {
    languageId: 'yaml',
    path: '/w/compose.yml',
    text: `services:\n  vm:\n    command: [${QEMU}, -qmp, "ADDRESS"]\n`,
  },
  {
    languageId: 'yaml',
    path: '/w/lxd.yml',
    text: 'config:\n  raw.qemu: -qmp ADDRESS\n',
    isNotCompleted: true,
  },
  { languageId: 'dockerfile', path: '/w/Dockerfile', text: `FROM a\nRUN ${QEMU} -qmp ADDRESS\n` },
  {
    languageId: 'dockerfile',
    path: '/w/Dockerfile',
    text: `FROM a\nCMD ["${QEMU}", "-qmp", "ADDRESS"]\n`,
  },
  {
    languageId: 'dockerfile',
    path: '/w/Dockerfile',
    text: 'FROM a\nENV ARGUMENTS="-qmp ADDRESS"\n',
  },
  { languageId: 'makefile', path: '/w/Makefile', text: `run:\n\t${QEMU} -qmp ADDRESS\n` },
  {
    languageId: 'python',
    path: '/w/vm.py',
    text: `import subprocess\nsubprocess.run(["${QEMU}", "-qmp", "ADDRESS"])\n`,
  },
  {
    languageId: 'systemd-unit-file',
    path: '/w/vm.service',
    text: `[Service]\nExecStart=/usr/bin/${QEMU} -qmp ADDRESS\n`,
  },
  { languageId: 'just', path: '/w/justfile', text: `run:\n  ${QEMU} -qmp ADDRESS\n` },
  { languageId: 'crontab', path: '/w/crontab', text: `@reboot ${QEMU} -qmp ADDRESS\n` },
  {
    languageId: 'plaintext',
    path: '/w/vm.desktop',
    text: `[Desktop Entry]\nExec=${QEMU} -qmp ADDRESS\n`,
    isNotCompleted: true,
  },
  {
    languageId: 'ini',
    path: '/w/supervisord.conf',
    text: `[program:vm]\ncommand=${QEMU} -qmp ADDRESS\n`,
    isNotCompleted: true,
  },
  { languageId: 'ini', path: '/w/qemu-server/100.conf', text: 'args: -qmp ADDRESS\n' },
  { languageId: 'bitbake', path: '/w/vm.bb', text: 'QB_OPT_APPEND = "-qmp ADDRESS"\n' },
  { languageId: 'ini', path: '/w/vm.qemuboot.conf', text: 'qb_opt_append = -qmp ADDRESS\n' },
  {
    languageId: 'markdown',
    path: '/w/README.md',
    text: `# VM\n\n\`\`\`sh\n${QEMU} -qmp ADDRESS\n\`\`\`\n`,
    isForPeople: true,
  },
  {
    languageId: 'restructuredtext',
    path: '/w/README.rst',
    text: `VM\n==\n\n.. code-block:: sh\n\n   ${QEMU} -qmp ADDRESS\n`,
    isForPeople: true,
  },
];

/** The file with an address in it. */
function withAddress({ text }: Shown, address: string): string {
  return text.replace('ADDRESS', address);
}

const LINKS = {
  place: () => ({ label: 'place', target: 'place' }),
  file: () => ({ label: 'file', target: 'file' }),
  rule: (rule: string) => rule,
};

for (const row of ROWS) {
  const { languageId, path, isForPeople, isNotCompleted } = row;
  const options: CheckOptions = { languageId, path };
  const marked = { ...options, cursor: '▮' };
  describe(`of ${path.replace('/w/', '')}: ${row.text}`, () => {
    it('the hover says who can connect, and how', () => {
      const hover = hoverAtCursor(withAddress(row, 'tcp:0.0.▮0.0:4444,server,nowait'), options);
      assert.equal(hover?.about, '0.0.0.0');
      assert.match(hover.lines.join('\n'), /0\.0\.0\.0 means every network interface/);
    });

    it('the list, the map and the report have the monitor with its place', () => {
      const text = withAddress(row, 'tcp:0.0.0.0:4444,server,nowait');
      const inventory = inventoryFrom({ [path]: text });
      const monitors = inventory.machines.flatMap((machine) => machine.monitors);
      const qmp = monitors.filter(({ mode }) => mode === 'qmp');
      assert.equal(qmp.length, isForPeople ? 0 : 1);
      const ways = mapOf({ [path]: text }).machines.flatMap(({ boxes }) => {
        return boxes.flatMap((box) =>
          box.ways.map(({ label, audience }) => `${label} ${audience}`),
        );
      });
      assert.equal(ways.filter((way) => way === 'tcp 0.0.0.0:4444 network').length, qmp.length);
      const report = renderTable(listMonitors(inventory), LINKS);
      assert.equal(report.includes('0.0.0.0:4444'), !isForPeople);
      const [monitor] = qmp;
      if (monitor === undefined) return;
      const { transport, address, audience, rule, location } = monitor;
      assert.deepEqual(
        { transport, address, audience, rule },
        {
          transport: 'tcp',
          address: '0.0.0.0:4444',
          audience: 'network',
          rule: 'monitor-on-network',
        },
      );
      const lines = text.split('\n');
      const { start, end } = location?.range ?? assert.fail('it has a place');
      assert.equal(lines[start.line]?.slice(start.character, end.character), '0.0.0.0');
    });

    it('an argument is completed inside of it and as a whole', () => {
      const inside = completeText(withAddress(row, 'tcp:0.0.0.0:4444,ser▮'), marked);
      const whole = completeText(withAddress(row, 'un▮'), marked);
      const isOffered = !isNotCompleted;
      assert.equal(
        inside.items.some(({ edit }) => edit.text.startsWith('server')),
        isOffered,
        inside.labels.join(' '),
      );
      assert.equal(
        whole.labels.some((label) => label.startsWith('unix:')),
        isOffered,
        whole.labels.join(' '),
      );
    });
  });
}
