import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOf } from '../../../server/src/languages/detect.ts';
import { analyze } from '../../../server/src/service/analysis/analyze.ts';
import { MAX_MACHINE } from '../../../server/src/service/analysis/word-budget.ts';
import { socketNames, socketStem } from '../../../server/src/service/fixes/sockets/socket-names.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';
import { LIMITS, MACHINE_WORDS } from '../../../server/src/text/limits.ts';
import { analyzeText, check, checkSilent, WITHOUT_REFUSALS } from '../../support/check.ts';

describe('analyze', () => {
  it('reports each place once, though two commands share it', () => {
    const analysis = check(`
args=(-monitor tcp:0.0.0.0:1,server)
                   ^^^^^^^ 💡 error monitor-on-network
kvm "\${args[@]}"
kvm -S "\${args[@]}"
`);
    const used = analysis.findings[0]?.related.filter(({ message }) => /used here/.test(message));
    assert.equal(used?.length, 2);
  });

  it('says where it has left out findings of a rule that are too many, and none of others', () => {
    const chardev =
      '[chardev "c"]\n backend = "socket"\n host = "0.0.0.0"\n port = "1"\n server = "on"\n';
    const text = `${'[a]\n'.repeat(1_100)}${chardev}[mon]\n chardev = "c"\n`;
    const { findings, unfollowed } = analyzeText(text, { languageId: 'qemu-config' });
    const refused = findings.filter(({ rule }) => rule === 'refused-by-qemu');
    assert.equal(refused.length, 1_000);
    assert.equal(unfollowed?.start, 1_000 * '[a]\n'.length + 1);
    assert.equal(findings.filter(({ rule }) => rule === 'monitor-on-network').length, 1);
    assert.equal(
      analyzeText('[a]\n'.repeat(1_000), { languageId: 'qemu-config' }).unfollowed,
      undefined,
    );
  });

  it('says that entities which a domain declares are not followed', () => {
    const domain = (type: string) => `${type}<domain><name>a</name>&e;</domain>`;
    const { unfollowed } = analyzeText(domain('<!DOCTYPE domain [<!ENTITY e "-S">]>\n'), {
      languageId: 'xml',
    });
    assert.equal(unfollowed?.start, 0);
    const other = analyzeText(domain('<!DOCTYPE domain>\n'), { languageId: 'xml' });
    assert.equal(other.unfollowed, undefined);
  });

  it('looks at the first words of very long command lines, and says from where on it does not', () => {
    const long = `kvm -monitor tcp:0.0.0.0:1,server ${'-m 1 '.repeat(LIMITS.many / 2 - 2)}`;
    assert.equal(analyzeText(`${long}\n`).unfollowed, undefined);
    const longer = `${long}-chardev stdio,id=c -mon nowhere\n`;
    const { findings, connections, unfollowed } = analyzeText(longer);
    const told = findings.map(({ rule, at }) => [rule, at.start]);
    assert.deepEqual(told, [['monitor-on-network', longer.indexOf('0.0.0.0')]]);
    // What stands behind them may be anything.
    assert.equal(connections.machines[0]?.complete, false);
    assert.equal(unfollowed?.start, longer.indexOf('stdio'));
  });

  it('looks at the first command lines where there are very many words', () => {
    const line = `kvm ${'-S '.repeat(100 - MACHINE_WORDS)}\n`;
    const fitting = LIMITS.words / 100;
    assert.equal(analyzeText(line.repeat(fitting)).unfollowed, undefined);
    const { findings, connections, unfollowed } = analyzeText(
      `${line.repeat(fitting)}kvm -monitor tcp:0.0.0.0:1,server\n`,
    );
    assert.deepEqual(findings, []);
    assert.equal(connections.machines.length, fitting);
    assert.equal(unfollowed?.start, line.length * fitting + 'kvm '.length);
  });

  it('says so too where the words of a command are not all expanded', () => {
    const script = (count: number): string => `kvm -S\nf ${'a '.repeat(count - 1)}-qmp tcp::1\n`;
    const few = script(LIMITS.many - 2);
    assert.equal(analyzeText(few).unfollowed, undefined);
    const many = script(LIMITS.many);
    assert.equal(analyzeText(many).unfollowed?.start, many.indexOf('-qmp'));
  });

  it('leaves out a config file with very many lines', () => {
    const section = '[device]\n driver = "x"\n';
    const few = section.repeat(Math.floor(MAX_MACHINE / 2));
    const sectionsIn = (text: string) => analyzeText(text, { languageId: 'qemu-config' });
    assert.equal(sectionsIn(few).unfollowed, undefined);
    const { connections, unfollowed } = sectionsIn(few + section);
    assert.deepEqual(connections.machines, []);
    assert.equal(unfollowed?.start, 0);
  });

  it('lists findings in the order of the document', () => {
    const script = 'M="-qmp tcp:0.0.0.0:2,server"\nkvm -monitor tcp:127.0.0.1:1,server\nkvm $M\n';
    const starts = analyzeText(script).findings.map((finding) => finding.at.start);
    assert.deepEqual(
      starts,
      starts.toSorted((a, b) => a - b),
    );
    assert.equal(starts.length, 2);
  });

  it('takes severities from the settings', () => {
    const script = 'kvm -monitor tcp:127.0.0.1:1,server';
    const severities = new Map([['monitor-on-loopback', 'hint']] as const);
    assert.equal(analyzeText(script, { settings: { severities } }).findings[0]?.severity, 'hint');
    checkSilent(script, { settings: { severities: new Map([['monitor-on-loopback', 'off']]) } });
  });

  it('has nothing to say about a document of another kind', () => {
    const analysis = analyze(
      { text: 'kvm -monitor tcp::1,server', languageId: 'plaintext', path: '/w/README.txt' },
      DEFAULT_SETTINGS,
    );
    assert.equal(analysis.host, undefined);
    assert.deepEqual(analysis.findings, []);
  });

  it('finds what is whole around what is half-typed', () => {
    check(`
kvm -monitor tcp:0.0.0.0:4444,server "
                 ^^^^^^^ 💡 error monitor-on-network
`);
    check(
      `
kvm -monitor tcp:0.0.0.0:4444,server -chardev
                 ^^^^^^^ 💡 error monitor-on-network
if [ -z "$X" ; then
  kvm -mon -qmp tcp:0.0.0.0:4445,server -monitor
`
        .replace('-mon -qmp', '-nosuchoption -qmp')
        .replace(
          '-monitor\n',
          '-monitor\n                             ^^^^^^^ 💡 error monitor-on-network\n',
        ),
      WITHOUT_REFUSALS,
    );
  });
});

describe('languageOf', () => {
  const CONFIG = '[chardev "m"]\nbackend = "socket"\n';
  it('goes by the language, then by the path, then by the content', () => {
    const table: readonly (readonly [string, string, string, string | undefined])[] = [
      ['shellscript', '/a', '', 'shell'],
      ['sh', '/a', '', 'shell'],
      ['xml', '/a.xml', '', 'domain-xml'],
      ['qemu-config', '/a', '', 'readconfig'],
      ['qemu-args', '/a.args', '', 'args'],
      ['plaintext', '/a.args', '', 'args'],
      ['log', '/var/log/libvirt/qemu/vm1.log', '', 'libvirt-log'],
      ['log', '/var/log/syslog.log', '', undefined],
      ['ini', '/vm.cfg', CONFIG, 'readconfig'],
      ['properties', '/vm.conf', CONFIG, 'readconfig'],
      ['ini', '/setup.cfg', '[metadata]\nname = x\n', undefined],
      ['plaintext', '/notes.txt', CONFIG, undefined],
    ];
    for (const [languageId, path, text, expected] of table) {
      assert.equal(languageOf(languageId, path, text)?.id, expected, path);
    }
  });
});

describe('names of sockets', () => {
  it('come from the machine or the file and are safe in a file name', () => {
    assert.equal(socketStem('vm1', '/w/run.sh'), 'vm1');
    assert.equal(socketStem('my vm/1', '/w/run.sh'), 'my-vm-1');
    assert.equal(socketStem(undefined, '/w/start-vm.v2.sh'), 'start-vm.v2');
    assert.equal(socketStem('///', '/w/.sh'), 'sh');
    assert.equal(socketStem(undefined, '/w/lab/Makefile'), 'lab');
    assert.equal(socketStem(undefined, '/w/lab/main.go'), 'lab');
    assert.equal(socketStem('vm1', '/w/lab/Makefile'), 'vm1');
    assert.equal(socketStem(undefined, '/Makefile'), 'Makefile');
    assert.equal(socketStem(undefined, '/w/東京.sh'), 'qemu');
    assert.equal(socketStem('x'.repeat(200), '/w/run.sh').length, 40);
  });

  it('are given out once, and never one that the text already has', () => {
    const names = socketNames('rm -f /run/vm1-monitor.sock');
    assert.equal(names.claim('vm1', 'hmp'), '-monitor-2.sock');
    assert.equal(names.claim('vm1', 'hmp'), '-monitor-3.sock');
    assert.equal(names.claim('vm1', 'qmp'), '-qmp.sock');
    assert.equal(names.claim('vm2', 'hmp'), '-monitor.sock');
  });
});
