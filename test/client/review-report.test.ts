import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import markdownIt from 'markdown-it';
import '../support/vscode-words.ts';
import { ALL_CHECKED } from '../../client/src/inventory/inventory.ts';
import { listMonitors } from '../../client/src/monitors/listed-monitor.ts';
import { relativeTarget } from '../../client/src/monitors/markdown.ts';
import type { Review, ReviewedFolder } from '../../client/src/monitors/review-report.ts';
import { splitWords } from '../../server/src/text/split-words.ts';
import { inventoryOf, lineOf, machineWith, monitorWith } from './monitors.ts';

const { renderReview, renderTable } = await import('../../client/src/monitors/review-report.ts');

const FILE = 'file:///vm/lab/run.sh';
const LINKS = {
  place: ({ uri, range }: ReturnType<typeof lineOf>) => {
    const path = uri.slice('file://'.length);
    const line = range.start.line + 1;
    return {
      label: `${path.slice('/vm/'.length)}:${line}`,
      target: `${relativeTarget('/vm', path)}#L${line}`,
    };
  },
  file: (uri: string) => {
    const path = uri.slice('file://'.length);
    return { label: path.slice('/vm/'.length), target: relativeTarget('/vm', path) };
  },
  rule: (rule: string) => `https://guard.example/rules/${rule}.md`,
};

const NETWORK = monitorWith({
  transport: 'telnet',
  address: '0.0.0.0:4444',
  audience: 'network',
  severity: 'error',
  rule: 'monitor-on-network',
  location: lineOf(FILE, 3),
  problem: { message: 'HMP monitor listens on every network interface; use a UNIX socket' },
  evidence: [
    { message: '0.0.0.0 means every network interface' },
    { message: 'Without TLS, clients are not authenticated' },
  ],
});

function folderOf(name: string, some: Partial<ReviewedFolder> = {}): ReviewedFolder {
  return { name, qemuVersion: '7.2', excluded: [], ...some };
}

function review(some: Partial<Review> = {}): Review {
  return {
    monitors: listMonitors(
      inventoryOf(
        machineWith(FILE, 'web', [
          NETWORK,
          monitorWith({ mode: 'qmp', transport: 'stdio', location: lineOf(FILE, 4) }),
        ]),
      ),
    ),
    date: '2026-11-25',
    qemuVersion: '7.2',
    folders: [folderOf('vm')],
    isComplete: true,
    notChecked: ALL_CHECKED,
    ...some,
  };
}

describe('the report of a review', () => {
  it('counts the monitors, and says where each is, who can open it, why, and what to do', () => {
    assert.equal(
      renderReview(review(), LINKS),
      `# Review of QEMU monitors

- Date: 2026-11-25
- Folders: vm
- QEMU version: 7.2
- Skipped: files that git ignores, node_modules, and files of more than 1 MiB
- 1 monitor can be opened from the network or by any local user

| Who can open them | Monitors | Machines | Files |
| --- | ---: | ---: | ---: |
| Anyone on the network | 1 | 1 | 1 |
| Only the user who runs QEMU | 1 | 1 | 1 |
| All | 2 | 1 | 1 |

## Anyone on the network

Move the monitor to a UNIX socket in a directory of its user. Where it has to be TCP, require TLS with verified clients and an authorization object.

| Monitor | Machine | Place | Why | Finding |
| --- | --- | --- | --- | --- |
| HMP \`telnet 0.0.0.0:4444\` | \`web\` | [lab/run\\.sh:4](lab/run.sh#L4) | 0.0.0.0 means every network interface. Without TLS, clients are not authenticated. | Error [\`monitor-on-network\`](https://guard.example/rules/monitor-on-network.md): HMP monitor listens on every network interface; use a UNIX socket. |

## Only the user who runs QEMU

| Monitor | Machine | Place | Why | Finding |
| --- | --- | --- | --- | --- |
| QMP \`stdio\` | \`web\` | [lab/run\\.sh:5](lab/run.sh#L5) |  |  |
`,
    );
  });

  it('says why an excused monitor may stay', () => {
    const excused = {
      rule: 'monitor-on-network',
      reason: 'a *lab* network',
      by: 'settings',
    } as const;
    const monitor = monitorWith({ audience: 'network', excused });
    const monitors = listMonitors(inventoryOf(machineWith(FILE, 'web', [monitor])));
    const cell =
      '[`monitor-on-network`](https://guard.example/rules/monitor-on-network.md): Accepted: a \\*lab\\* network. |';
    assert.ok(renderReview(review({ monitors }), LINKS).includes(cell));
  });

  it('has a table for the clipboard that says who can open each monitor', () => {
    const [head, , first, ...rest] = renderTable(review().monitors, LINKS).split('\n');
    assert.equal(head, '| Monitor | Machine | Place | Who can open it | Why | Finding |');
    assert.match(first ?? '', /\| Anyone on the network \| 0\.0\.0\.0 means/);
    assert.equal(rest.length, 1);
  });

  it('says that there is none, which version was assumed, and what it does not know', () => {
    const nothing = { monitors: [], qemuVersion: '', folders: [], isComplete: false };
    assert.equal(
      renderReview(review(nothing), LINKS),
      `# Review of QEMU monitors

- Date: 2026-11-25
- QEMU version: the newest
- Skipped: files that git ignores, node_modules, and files of more than 1 MiB
- 0 monitors can be opened from the network or by any local user

Not all files of the workspace were checked, so there may be other monitors.

No QEMU monitor was found.
`,
    );
  });

  it('says which version was assumed in which folder, and what its settings leave out', () => {
    const folders = [folderOf('a', { excluded: ['old/*'] }), folderOf('b', { qemuVersion: '' })];
    const report = renderReview(review({ folders }), LINKS);
    assert.match(report, /\n- QEMU version in a: 7\.2\n- QEMU version in b: the newest\n/);
    assert.match(report, /\n- Excluded in a: `old\/\*`\n/);
  });

  it('names the files that it did not check, and claims nothing about them', () => {
    const notChecked = {
      uris: ['file:///vm/Makefile', 'file:///vm/lab/run.py'],
      more: 0,
      unfollowed: [{ uri: 'file:///vm/lab/run.sh', line: 7 }],
      documentation: 1,
      programs: 3,
    };
    const report = renderReview(review({ monitors: [], notChecked }), LINKS);
    assert.match(report, /No QEMU monitor was found in the files that Monitor Guard reads\./);
    assert.equal(
      report.slice(report.indexOf('## Not checked')),
      `## Not checked

Monitor Guard does not read the languages of these files, so they may open monitors.

- [Makefile](Makefile)
- [lab/run\\.py](lab/run.py)
- 1 documentation file with monitor options
- 3 files that only name QEMU

## Analysis stopped

It takes too long to follow these scripts to their end, so they may open other monitors.

- [lab/run\\.sh](lab/run.sh): Line 7
`,
    );
  });

  it('shows names and addresses as they are written, and makes nothing else of them', () => {
    const hostile = '`a`|\\|<img src=x onerror=alert(1)> [x](http://y) **b**\n| c | d |';
    const file = 'file:///vm/a|b`](c)<d>.sh';
    const monitor = monitorWith({
      name: hostile,
      transport: 'unix',
      address: hostile,
      location: lineOf(file, 0),
      severity: 'error',
      rule: 'r',
      problem: { message: hostile },
      evidence: [{ message: hostile }],
    });
    const monitors = listMonitors(inventoryOf(machineWith(file, hostile, [monitor])));
    const report = renderReview(
      review({
        monitors,
        qemuVersion: hostile,
        folders: [folderOf(hostile, { qemuVersion: hostile })],
      }),
      LINKS,
    );
    const html = markdownIt({ html: true, linkify: true }).render(report);
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag));
    const own = splitWords('h1 h2 ul li p table thead tbody tr th td a code');
    const wrong = [...tags].filter((tag) => !own.includes(String(tag)));
    assert.deepEqual(wrong, []);
    assert.equal(html.match(/<td/g)?.length, 2 * 4 + 5);
    const line = '`a`|\\|<img src=x onerror=alert(1)> [x](http://y) **b** | c | d |';
    const escaped = line.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    assert.equal(html.split(escaped).length - 1, 2 + 5, 'twice in the facts, and in five places');
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, target]) => target);
    assert.deepEqual(links, [
      'a%7Cb%60%5D%28c%29%3Cd%3E.sh#L1',
      'https://guard.example/rules/r.md',
    ]);
  });
});
