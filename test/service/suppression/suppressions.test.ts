import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Analysis, analyze } from '../../../server/src/service/analysis/analyze.ts';
import { findingsOf } from '../../../server/src/service/analysis/file-findings.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';
import { ignoreActions } from '../../../server/src/service/suppression/ignore-finding.ts';
import { LIMITS } from '../../../server/src/text/limits.ts';
import { applyIgnore, check, checkSilent, ignoresOf, shownIn } from '../../support/check.ts';

const XML = { languageId: 'xml' };
const CONFIG = { languageId: 'qemu-config' };
const NETWORK = '# qemu-monitor-guard: ignore[monitor-on-network] lab';
const IN_FILE = '# qemu-monitor-guard: ignore-file[monitor-on-network] lab';

describe('a comment that silences a rule', () => {
  it('covers the command below it with all its lines, and no other', () => {
    check(`
${NETWORK}
kvm -S \\
  -qmp tcp::1,server
kvm -qmp tcp::2,server
         ^^^^^^ 💡 error monitor-on-network
`);
  });

  it('covers a block as a whole, and an array where the text stands in one', () => {
    checkSilent(`
${NETWORK}
if [ "$1" = debug ]; then
  kvm -qmp tcp::1,server
fi
${NETWORK}
args=(
  -qmp tcp::2,server
)
kvm "\${args[@]}"
`);
  });

  it('covers what is written in the command, and not what the command uses', () => {
    check(
      `
HOST=0.0.0.0
     ^^^^^^^ 💡 error monitor-on-network
${NETWORK}
             ^^^^^^^^^^^^^^^^^^ 💡 information suppression-stale
kvm -qmp tcp:$HOST:1,server
`.replace(
        '             ^^^^^^^^^^^^^^^^^^ 💡',
        '                             ^^^^^^^^^^^^^^^^^^ 💡',
      ),
    );
    checkSilent(`
${NETWORK}
HOST=0.0.0.0
kvm -qmp tcp:$HOST:1,server
`);
  });

  it('covers here-documents with the command that they are for', () => {
    checkSilent(`
${NETWORK}
ssh host <<EOF
kvm -qmp tcp::1,server
EOF
`);
  });

  it('covers an element with everything in it', () => {
    const domain = (before: string, inside: string) => `<?xml version='1.0'?>
${before}
<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>
  <q:commandline>
    <q:arg value='-qmp'/>
    ${inside}
    <q:arg value='tcp::1,server'/>
  </q:commandline>
</domain>`;
    const comment = '<!-- qemu-monitor-guard: ignore[monitor-on-network] lab -->';
    assert.equal(shownIn(domain('', ''), XML).length, 1);
    checkSilent(domain(comment, ''), XML);
    checkSilent(domain('', comment), XML);
    checkSilent(domain(comment.replace('ignore', 'ignore-file'), ''), XML);
  });

  it('covers a section, and a file when it says so at its top', () => {
    const monitor = `[chardev "m"]
  backend = "socket"
  host = "0.0.0.0"
  port = "4444"
  server = "on"
[mon]
  chardev = "m"
`;
    assert.equal(shownIn(monitor, CONFIG).length, 1);
    checkSilent(`${NETWORK}\n${monitor}`, CONFIG);
    checkSilent(`# qemu config file\n${IN_FILE}\n${monitor}`, CONFIG);
  });

  it('covers what stands in files of libvirt that hold arguments', () => {
    checkSilent(`${NETWORK}\nLC_ALL=C \\\nkvm \\\n-qmp tcp::1,server\n`, {
      languageId: 'qemu-args',
    });
  });

  it('names several rules at once', () => {
    checkSilent(`
# qemu-monitor-guard: ignore[monitor-on-network,monitor-on-loopback] lab
kvm -qmp tcp::1,server -monitor tcp:localhost:2,server
`);
  });

  it('lets the next rule of a place be shown when the worst is silenced', () => {
    const text = `[chardev "m"]
  backend = "socket"
  host = 0.0.0.0
  port = "4444"
  server = "on"
[mon]
  chardev = "m"
`;
    const rules = (of: string) => shownIn(of, CONFIG).map(({ rule }) => rule);
    assert.deepEqual(rules(text), ['monitor-on-network']);
    assert.deepEqual(rules(`${NETWORK}\n${text}`), ['config-value-dropped']);
  });

  it('is not read in a log', () => {
    const log = `${IN_FILE}
2026-01-01 00:00:00.000+0000: starting up
LC_ALL=C \\
/usr/bin/qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server=on
`;
    const [finding] = shownIn(log, { languageId: 'log', path: '/var/log/libvirt/qemu/a.log' });
    assert.equal(finding?.rule, 'monitor-on-network');
  });
});

type Texts = Readonly<Record<string, string>>;

/** The analysis of one of several files; `null` in place of a text is a file that was not read yet. */
function analyzeOf(texts: Readonly<Record<string, string | null>>, name: string): Analysis {
  const known = new Map(
    Object.entries(texts).map(([of, text]): [string, string | undefined] => [
      `/w/${of}`,
      text ?? undefined,
    ]),
  );
  const source = { text: texts[name] ?? '', languageId: 'shellscript', path: `/w/${name}` };
  return analyze(source, DEFAULT_SETTINGS, {
    get: (path) => (known.has(path) ? known.get(path) : null),
  });
}

/** The findings of a file by its own analysis and that of `run.sh`. */
function shown(texts: Texts, name: string, isComplete = true): readonly string[] {
  const own = analyzeOf(texts, name);
  const others = name === 'run.sh' ? [] : [analyzeOf(texts, 'run.sh')];
  return findingsOf(`/w/${name}`, own, others, isComplete).map(({ rule }) => rule);
}

describe('comments across files', () => {
  const RUN = '. ./settings.sh\nkvm -qmp tcp:$HOST:1,server\n';

  it('count in the file in which the text is written', () => {
    const texts = { 'run.sh': RUN, 'settings.sh': 'HOST=0.0.0.0\n' };
    assert.deepEqual(shown(texts, 'settings.sh'), ['monitor-on-network']);
    const silenced = { ...texts, 'settings.sh': `${NETWORK}\nHOST=0.0.0.0\n` };
    assert.deepEqual(shown(silenced, 'settings.sh'), []);
    const elsewhere = { ...texts, 'run.sh': RUN.replace('kvm', `${NETWORK}\nkvm`) };
    assert.deepEqual(shown(elsewhere, 'settings.sh'), ['monitor-on-network']);
    assert.deepEqual(shown(elsewhere, 'run.sh'), ['suppression-stale']);
  });

  it('are of use when a script needs them that brings the file in', () => {
    const texts = { 'run.sh': RUN, 'settings.sh': `${IN_FILE}\nHOST=0.0.0.0\n` };
    assert.deepEqual(shown(texts, 'settings.sh'), []);
    assert.deepEqual(shown({ ...texts, 'run.sh': 'kvm -S\n' }, 'settings.sh'), [
      'suppression-stale',
    ]);
  });

  it('are not called stale before all their users are known', () => {
    const texts = { 'run.sh': 'kvm -S\n', 'settings.sh': `${NETWORK}\nHOST=0.0.0.0\n` };
    assert.deepEqual(shown(texts, 'settings.sh', false), []);
    const typed = { ...texts, 'settings.sh': `${NETWORK.replace('work', 'wrok')}\nHOST=0.0.0.0\n` };
    assert.deepEqual(shown(typed, 'settings.sh', false), ['suppression-malformed']);
  });

  it('are not called stale before all that a script brings in is at hand', () => {
    const run = `. ./settings.sh\n${NETWORK}\nkvm -qmp "$WHERE"\n`;
    const waiting = analyzeOf({ 'run.sh': run, 'settings.sh': null }, 'run.sh');
    assert.deepEqual(waiting.wanted, ['/w/settings.sh']);
    assert.deepEqual(findingsOf('/w/run.sh', waiting, []), []);
    const there = analyzeOf({ 'run.sh': run, 'settings.sh': 'WHERE=stdio\n' }, 'run.sh');
    const rules = findingsOf('/w/run.sh', there, []).map(({ rule }) => rule);
    assert.deepEqual(rules, ['suppression-stale']);
  });

  it('are not called stale where not everything was looked at', () => {
    const monitor = `${NETWORK}\nkvm -monitor tcp:0.0.0.0:1,server\n`;
    const stale = `${NETWORK}\nkvm -S\n`;
    const long = `kvm ${'-S '.repeat(100)}\n`.repeat(LIMITS.words / 100);
    assert.deepEqual(shown({ 'run.sh': monitor + stale }, 'run.sh'), ['suppression-stale']);
    assert.deepEqual(shown({ 'run.sh': long + monitor + stale }, 'run.sh'), []);
  });

  it('are read in config files that a script has QEMU read', () => {
    const config = `[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "1"\n  server = "on"\n[mon]\n  chardev = "m"\n`;
    const run = 'kvm -readconfig vm.cfg\n';
    const found = (text: string) => {
      const root = analyzeOf({ 'run.sh': run, 'vm.cfg': text }, 'run.sh');
      return findingsOf('/w/vm.cfg', undefined, [root]).map(({ rule }) => rule);
    };
    assert.deepEqual(found(config), ['monitor-on-network']);
    assert.deepEqual(found(`${NETWORK}\n${config}`), []);
  });

  it('are offered in the file in which the text is written, whatever its language is thought to be', () => {
    const texts = {
      'run.sh': '. ./vm.env\nkvm -qmp tcp:$HOST:1,server\n',
      'vm.env': 'HOST=0.0.0.0\n',
    };
    const root = analyzeOf(texts, 'run.sh');
    const source = { text: texts['vm.env'], languageId: 'plaintext', path: '/w/vm.env' };
    const own = analyze(source, DEFAULT_SETTINGS, { get: () => null });
    const all = findingsOf('/w/vm.env', own, [root]);
    const [action] = all.flatMap((one) => ignoreActions('/w/vm.env', one, all, [own, root]));
    assert.deepEqual(action?.edits[0]?.at, { start: 0, end: 0 });
    assert.equal(
      action.edits[0]?.text,
      '# qemu-monitor-guard: ignore[monitor-on-network] say why\n',
    );
  });
});

const HERE = 'Ignore monitor-on-network here…';
const COMMENT = '# qemu-monitor-guard: ignore[monitor-on-network] no way out';

/** Asserts what the action makes of a text, and that nothing is left to be said of that. */
function checkIgnore(text: string, after: string, options = {}): void {
  assert.equal(applyIgnore(text, HERE, 'no way out', options), after);
  checkSilent(after, options);
}

describe('the action that ignores a finding', () => {
  it('writes the comment above the command with its margin', () => {
    checkIgnore(
      `if true; then\n\t  kvm -S \\\n    -qmp tcp::1,server\nfi\n`,
      `if true; then\n\t  ${COMMENT}\n\t  kvm -S \\\n    -qmp tcp::1,server\nfi\n`,
    );
  });

  it('goes directly above it, below comments that are there', () => {
    checkIgnore(
      `# About it.\n# shellcheck disable=SC2086\nkvm -qmp tcp::1,server\n`,
      `# About it.\n# shellcheck disable=SC2086\n${COMMENT}\nkvm -qmp tcp::1,server\n`,
    );
  });

  it('writes it above the whole list, pipeline, line or branch where no line begins a command', () => {
    for (const statement of [
      'cd /vm &&\n  kvm -qmp tcp::1,server',
      'yes |\n  kvm -qmp tcp::1,server',
      'cd /vm; kvm -qmp tcp::1,server',
      'cd /vm; \\\nkvm -qmp tcp::1,server',
      'if true; then kvm -qmp tcp::1,server; fi',
      'case $1 in\n  a) kvm -qmp tcp::1,server ;;\nesac',
      'x=$(\n  kvm -qmp tcp::1,server\n)',
      'ssh host <<EOF\nkvm -qmp tcp::1,server\nEOF',
      'while true; do kvm -qmp tcp::1,server; done <<EOF\nno\nEOF',
      'args=(\n  -S\n  -qmp tcp::1,server\n)\nkvm "${args[@]}"',
      "bash -c '\n  kvm -qmp tcp::1,server\n'",
    ]) {
      checkIgnore(`true\n${statement}\n`, `true\n${COMMENT}\n${statement}\n`);
    }
  });

  it('goes below a comment that ends in a backslash', () => {
    for (const line of ['# About it. \\', 'true # About it. \\']) {
      checkIgnore(
        `${line}\nkvm -qmp tcp::1,server\n`,
        `${line}\n${COMMENT}\nkvm -qmp tcp::1,server\n`,
      );
    }
  });

  it('keeps the line endings of Windows', () => {
    checkIgnore(
      'true\r\nkvm \\\r\n  -qmp tcp::1,server\r\n',
      `true\r\n${COMMENT}\r\nkvm \\\r\n  -qmp tcp::1,server\r\n`,
    );
  });

  it('writes it in front of the element, on its line where others are on it', () => {
    const comment = '<!-- qemu-monitor-guard: ignore[monitor-on-network] no way out -->';
    const domain = (args: string) =>
      `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>\n<q:commandline>${args}</q:commandline>\n</domain>\n`;
    const [option, value] = ["<q:arg value='-qmp'/>", "<q:arg value='tcp::1,server'/>"];
    checkIgnore(domain(option + value), domain(option + comment + value), XML);
    checkIgnore(
      domain(`\n  ${option}\n  ${value}\n`),
      domain(`\n  ${option}\n  ${comment}\n  ${value}\n`),
      XML,
    );
  });

  it('writes it above the section', () => {
    const section = `[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "1"\n  server = "on"\n`;
    const rest = `[mon]\n  chardev = "m"\n`;
    checkIgnore(`${rest}${section}`, `${rest}${COMMENT}\n${section}`, CONFIG);
  });

  it('gives a comment that is there one id more, and asks for nothing', () => {
    const text = `# qemu-monitor-guard: ignore[monitor-on-loopback] lab\nkvm -qmp tcp::1,server -monitor tcp:localhost:2,server\n`;
    const after = applyIgnore(text, 'Ignore monitor-on-network here', 'unused');
    assert.equal(after, text.replace('loopback', 'loopback, monitor-on-network'));
    checkSilent(after);
    const file = text
      .replace('ignore', 'ignore-file')
      .replace('-monitor ', '-qmp tcp::3,server -monitor ');
    const both = applyIgnore(file, 'Ignore monitor-on-network in this file', 'unused');
    assert.equal(both, file.replace('loopback', 'loopback, monitor-on-network'));
  });

  it('offers to ignore a rule in the whole file where it finds several things, or nothing else is possible', () => {
    const titles = (text: string) =>
      shownIn(text).map((finding) => ignoresOf(text, finding).map(({ title }) => title));
    const inFile = 'Ignore monitor-on-network in this file…';
    assert.deepEqual(titles('kvm -qmp tcp::1,server\n'), [[HERE]]);
    assert.deepEqual(titles('kvm -qmp tcp::1,server\nkvm -qmp tcp::2,server\n'), [
      [HERE, inFile],
      [HERE, inFile],
    ]);
    const text = '#!/bin/sh\n\nkvm -qmp tcp::1,server\nkvm -qmp tcp::2,server\n';
    const after = applyIgnore(text, inFile, 'lab');
    assert.equal(after, text.replace('\n', `\n${IN_FILE}\n`));
    checkSilent(after);
  });

  it('puts a comment for the file behind what must be its first line', () => {
    const XML_IN_FILE = '<!-- qemu-monitor-guard: ignore-file[monitor-on-network] lab -->';
    const domain = `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline><q:arg value='-qmp'/><q:arg value='tcp::1,server'/><q:arg value='-qmp'/><q:arg value='tcp::2,server'/></q:commandline></domain>`;
    const title = 'Ignore monitor-on-network in this file…';
    for (const [before, after] of [
      ['', `${XML_IN_FILE}\n`],
      ["<?xml version='1.0'?>\n", `<?xml version='1.0'?>\n${XML_IN_FILE}\n`],
      ["<?xml version='1.0'?>", `<?xml version='1.0'?>\n${XML_IN_FILE}\n`],
    ] as const) {
      assert.equal(applyIgnore(before + domain, title, 'lab', XML), after + domain);
      checkSilent(after + domain, XML);
    }
  });

  it('is never the preferred one, and says what it risks', () => {
    const text = 'kvm -qmp tcp::1,server\n';
    for (const finding of shownIn(text)) {
      for (const { preferred, safety, risk } of ignoresOf(text, finding)) {
        assert.deepEqual({ preferred, safety }, { preferred: false, safety: 'review' });
        assert.notEqual(risk, '');
      }
    }
  });

  it('is not there for what is said of comments themselves', () => {
    const text = '# qemu-monitor-guard: ignore[nothing] lab\nkvm -monitor stdio\n';
    const [finding] = shownIn(text);
    assert.ok(finding);
    assert.deepEqual(ignoresOf(text, finding), []);
  });
});
