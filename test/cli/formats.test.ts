/** Machine formats are valid, by schema or by a reader of them. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it, type TestContext } from 'node:test';
import { FORMATS } from '../../server/src/cli/arguments/options.ts';
import { lineHashes } from '../../server/src/cli/formats/fingerprints.ts';
import { rules } from '../../server/src/rules/index.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import { makeFolder, type WorkspaceFolder } from '../protocol/workspace-folder.ts';
import { runCommand } from '../support/command-line.ts';
import { filesBelow, readManifest, readRepositoryFile } from '../support/repository.ts';
import { SAMPLE } from './sample-project.ts';

const require = createRequire(import.meta.url);

/** A value of a parsed JSON text, of which a test asks what it expects. */
// biome-ignore lint/suspicious/noExplicitAny: what is printed is what is tested
type Json = any;

/** What a schema has to say against a value, one sentence for each complaint. */
function complaints(
  schema: Json,
  value: unknown,
  flavour: 'ajv' | 'ajv/dist/2020',
): readonly string[] {
  const { default: Ajv } = require(flavour);
  // No reader checks formats such as `uri`.
  const validate = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    unicodeRegExp: false,
  }).compile(schema);
  validate(value);
  return (validate.errors ?? []).map((one: Json) => `${one.instancePath} ${one.message}`);
}

/** Findings of all kinds: the examples, the sample, and a file whose name and text want to be escaped. */
const FILES: Readonly<Record<string, string>> = {
  ...SAMPLE,
  ...Object.fromEntries(filesBelow('examples').map((path) => [path, readRepositoryFile(path)])),
  'a|b`c.sh': 'qemu-system-x86_64 -qmp tcp::1,server\n',
  'odd, 100%: <"&">.sh': `qemu-system-x86_64 -name 'größe 🖥 & <"x">' -monitor tcp::4444,server,nowait\n`,
};

async function printed(
  folder: WorkspaceFolder,
  format: string,
  ...words: string[]
): Promise<string> {
  const { code, out } = await runCommand(folder.path('.'), ['-f', format, '-q', ...words]);
  assert.equal(code, 1);
  return out;
}

/** What is printed of them, once for each format. */
const ofAll = new Map<string, Promise<string>>();

function printedOfAll(t: TestContext, format: string): Promise<string> {
  const known = ofAll.get(format) ?? printed(makeFolder(t, FILES), format);
  ofAll.set(format, known);
  return known;
}

describe('every format', () => {
  it('prints the same again, and ends with what is found, and not with how that is printed', async (t) => {
    const folder = makeFolder(t, SAMPLE);
    for (const format of FORMATS) {
      const [error, never] = [
        await runCommand(folder.path('.'), ['-f', format, '--fail-on', 'error']),
        await runCommand(folder.path('.'), ['-f', format, '--fail-on', 'never']),
      ];
      assert.deepEqual([error.code, never.code], [1, 0], format);
      // A milder finding than the job fails on is no failure of a test.
      if (format !== 'junit') assert.equal(error.out, never.out, format);
    }
  });

  it('is written into a file whole, and into none that cannot be written', async (t) => {
    const folder = makeFolder(t, SAMPLE);
    const wanted = await printed(folder, 'json');
    const { out } = await runCommand(folder.path('.'), ['-f', 'json', '-o', 'out.json']);
    assert.equal(out, '');
    assert.equal(readFileSync(folder.path('out.json'), 'utf8'), wanted);
    const { code, err } = await runCommand(folder.path('.'), ['-o', 'nowhere/out.json']);
    assert.equal(code, 2);
    assert.match(err, /nowhere\/out\.json cannot be written: ENOENT/);
  });

  it('is written beside others, all from one look', async (t) => {
    const folder = makeFolder(t, SAMPLE);
    const { path } = makeFolder(t);
    const [first, second] = [path('a=b.sarif'), path('out.json')];
    const outputs = ['--output', `sarif=${first}`, `--output=json=${second}`];
    const both = await runCommand(folder.path('.'), [...outputs, '-f', 'concise']);
    assert.equal(both.out, await printed(folder, 'concise'));
    assert.equal(both.code, 1);
    for (const [format, file] of [
      ['sarif', first],
      ['json', second],
    ] as const) {
      assert.equal(readFileSync(file, 'utf8'), await printed(folder, format));
    }
  });

  it('is written though another one cannot be, and the program ends with 2', async (t) => {
    const folder = makeFolder(t, SAMPLE);
    const words = ['--output', 'json=nowhere/out.json', '--output', 'json=out.json', '-q'];
    const { code, err } = await runCommand(folder.path('.'), words);
    assert.equal(code, 2);
    assert.match(err, /^qemu-monitor-guard: nowhere\/out\.json cannot be written: ENOENT/);
    assert.equal(JSON.parse(readFileSync(folder.path('out.json'), 'utf8')).version, 1);
  });

  it('is what --output names, which says so where that is none', async (t) => {
    const folder = makeFolder(t, { 'run.sh': 'kvm -monitor tcp::4444,server\n' });
    const cases = [
      [['--output', 'jsn=x'], /--output cannot be jsn: did you mean json\?/],
      [['--output', 'json'], /--output takes a format and a file, .* and not json/],
      [['--output', 'json=x', '--diff'], /with --diff or a fixed input there is none/],
    ] as const;
    for (const [words, message] of cases) {
      const { code, err } = await runCommand(folder.path('.'), words);
      assert.equal(code, 2);
      assert.match(err, message);
    }
    assert.ok(!existsSync(folder.path('x')));
  });

  it('lets no name and no text command a terminal or the log of a job', async (t) => {
    const names = [
      '::stop-commands::x',
      ' ::error::y',
      '##[add-mask]z',
      '\u001b]0;t\u0007',
      'a\u009b2Jb',
    ];
    const text =
      'x="##[stop-commands]" # \u001b[2J\nkvm -name "##[group]" -monitor tcp::4444,server\n';
    const files = Object.fromEntries(names.map((name) => [`${name}.sh`, text]));
    const line = '  ::stop-commands::x; kvm -monitor tcp::4444,server\n';
    const folder = makeFolder(t, { ...files, '::set-env name=a::b.fish': text, 'c.sh': line });
    const calls = [
      ...FORMATS.map((format) => ['-f', format, '-v']),
      ...['text', 'concise', 'json'].map((format) => ['monitors', '-f', format]),
      ['--fix', '-v'],
    ];
    for (const words of calls) {
      const { out, err } = await runCommand(folder.path('.'), words);
      const lines = `${out}${err}`.split('\n');
      const own = /^::(?:error|warning|notice) title=/;
      const commands = lines.filter((line) => /^\s*::/.test(line) || line.includes('##['));
      assert.deepEqual(
        commands.filter((line) => !(words[1] === 'github' && own.test(line))),
        [],
        words.join(' '),
      );
      assert.doesNotMatch(lines.join(''), /[^\P{Cc}\t]/u, words.join(' '));
    }
  });

  it('says names as they are to machines all the same', async (t) => {
    const name = '::a ##[b] \u001b\u009b.sh';
    const folder = makeFolder(t, { [name]: 'kvm -monitor tcp::4444,server\n' });
    const [{ path }] = JSON.parse(await printed(folder, 'json')).findings;
    assert.equal(path, name);
  });

  it('is written to what a link leads to, and into a pipe', async (t) => {
    const folder = makeFolder(t, SAMPLE);
    const wanted = await printed(folder, 'json');
    const { path } = makeFolder(t, { 'report.json': '' });
    symlinkSync('report.json', path('link.json'));
    await runCommand(folder.path('.'), ['-f', 'json', '-o', path('link.json')]);
    assert.ok(lstatSync(path('link.json')).isSymbolicLink());
    assert.equal(readFileSync(path('report.json'), 'utf8'), wanted);
    execFileSync('mkfifo', [path('pipe')]);
    const pipe = openSync(path('pipe'), constants.O_RDWR | constants.O_NONBLOCK);
    try {
      await runCommand(folder.path('.'), ['-f', 'json', '-o', path('pipe')]);
      const buffer = Buffer.alloc(64 * 1024);
      assert.equal(buffer.toString('utf8', 0, readSync(pipe, buffer)), wanted);
    } finally {
      closeSync(pipe);
    }
  });
});

describe('json', () => {
  it('is what its schema says', async (t) => {
    const schema = JSON.parse(readRepositoryFile('schemas/check.schema.json'));
    const value = JSON.parse(await printedOfAll(t, 'json'));
    assert.deepEqual(complaints(schema, value, 'ajv/dist/2020'), []);
    assert.ok(value.findings.length > 40);
    assert.ok(value.excused.length > 0);
    assert.notDeepEqual(complaints(schema, { ...value, version: 2 }, 'ajv/dist/2020'), []);
  });
});

describe('sarif', () => {
  async function sarif(folder: WorkspaceFolder, ...words: string[]): Promise<Json> {
    return JSON.parse(await printed(folder, 'sarif', ...words));
  }

  it('is what the schema of SARIF says', async (t) => {
    const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
    const value = JSON.parse(await printedOfAll(t, 'sarif'));
    // It is of draft 4, whose names for these ajv does not know; its keywords are the same.
    const { $schema: _, id: __, ...plain } = schema;
    assert.deepEqual(complaints({ ...plain }, value, 'ajv'), []);
    assert.notDeepEqual(complaints({ ...plain }, { ...value, version: '2' }, 'ajv'), []);
  });

  it('tells where something could not be read, so that no finding seems to be gone', async (t) => {
    const folder = makeFolder(t, { 'run.sh': 'kvm -monitor tcp::4444,server\n' });
    for (const [words, isWhole] of [
      [['run.sh'], true],
      [['run.sh', 'nowhere.sh'], false],
    ] as const) {
      const { out } = await runCommand(folder.path('.'), ['-f', 'sarif', ...words]);
      const [{ invocations, results }] = JSON.parse(out).runs;
      assert.equal(results.length, 1);
      assert.equal(invocations[0].executionSuccessful, isWhole);
      assert.equal(invocations[0].toolExecutionNotifications === undefined, isWhole);
    }
  });

  it('has all rules with a page, and a rating for what is about security', async (t) => {
    const [run] = (await sarif(makeFolder(t, SAMPLE))).runs;
    const ids = run.tool.driver.rules.map(({ id }: Json) => id);
    assert.deepEqual(
      ids,
      rules.map(({ id }) => id),
    );
    for (const { id, help, properties, shortDescription } of run.tool.driver.rules) {
      assert.match(help.markdown, /^# /, id);
      assert.ok(shortDescription.text.length <= 1024);
      const rating = properties['security-severity'];
      assert.equal(properties.tags.includes('security'), rating !== undefined, id);
      if (rating !== undefined) assert.match(rating, /^\d\.\d$/);
    }
    const ratings = new Map(
      run.tool.driver.rules.map(({ id, properties }: Json) => [
        id,
        properties['security-severity'],
      ]),
    );
    assert.equal(ratings.get('monitor-on-network'), '9.8');
    assert.equal(ratings.get('monitor-socket-in-shared-directory'), '4.0');
    assert.equal(ratings.get('suppression-stale'), undefined);
  });

  it('tells the way of a text over its uses to the command', async (t) => {
    const [run] = (await sarif(makeFolder(t, SAMPLE), 'lab')).runs;
    const [result] = run.results;
    const way = result.codeFlows[0].threadFlows[0].locations.map(
      ({ location }: Json) => location.physicalLocation.artifactLocation.uri,
    );
    assert.deepEqual(way, ['lab/settings.sh', 'lab/run.sh']);
    assert.equal(result.locations[0].physicalLocation.region.snippet.text, '0.0.0.0');
  });

  it('knows a finding again whose line has moved, and whose file has not', async (t) => {
    const script = 'qemu-system-x86_64 -qmp tcp::4446,server,nowait\n';
    const folder = makeFolder(t, { 'run.sh': `#!/bin/sh\n${script}` });
    const [before] = (await sarif(folder)).runs[0].results;
    folder.write('run.sh', `#!/bin/sh\n# one more line\n\n  ${script}`);
    const [after] = (await sarif(folder)).runs[0].results;
    assert.notDeepEqual(after.locations, before.locations);
    assert.deepEqual(after.partialFingerprints, before.partialFingerprints);
    folder.write('run.sh', `#!/bin/sh\n${script}${script}`);
    const all = (await sarif(folder)).runs[0].results;
    const prints = all.map(({ partialFingerprints }: Json) => JSON.stringify(partialFingerprints));
    assert.equal(new Set(prints).size, 2);
  });

  it('suppresses excused findings, with the reason', async (t) => {
    const [run] = (await sarif(makeFolder(t, SAMPLE))).runs;
    const suppressions = run.results.flatMap((result: Json) => result.suppressions);
    assert.deepEqual(suppressions, [
      { kind: 'inSource', status: 'accepted', justification: 'isolated lab network' },
      {
        kind: 'external',
        status: 'accepted',
        justification: "Only this machine's users are students of the lab",
      },
    ]);
  });

  it('has fixes whose replacements are those of --fix', async (t) => {
    const folder = makeFolder(t, { 'run.sh': 'qemu-system-x86_64 -monitor tcp::4446,server\n' });
    const [result] = (await sarif(folder)).runs[0].results;
    const [{ replacements }] = result.fixes[0].artifactChanges;
    assert.equal(replacements.length, 1);
    const [{ deletedRegion, insertedContent }] = replacements;
    const text = readFileSync(folder.path('run.sh'), 'utf8');
    const fixed =
      text.slice(0, deletedRegion.startColumn - 1) +
      insertedContent.text +
      text.slice(deletedRegion.endColumn - 1);
    await runCommand(folder.path('.'), ['--fix']);
    assert.equal(readFileSync(folder.path('run.sh'), 'utf8'), fixed);
  });
});

describe("GitHub's fingerprint of a line", () => {
  // What GitHub's own action makes of these texts.
  const known: readonly [text: string, hashes: readonly string[]][] = [
    ['', ['c129715d7a2bc9a3:1']],
    [
      ' a\nb\n  \t\tc\n d',
      ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1'],
    ],
    [
      ' hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n',
      [
        ...['e9496ae3ebfced30:1', 'fb7c023a8b9ccb3f:1', 'ce8ba1a563dcdaca:1', 'e20e36e16fcb0cc8:1'],
        ...['b3edc88f2938467e:1', 'c8e28b0b4002a3a0:1', 'c129715d7a2bc9a3:1'],
      ],
    ],
    [
      'Lorem ipsum dolor sit amet.\n'.repeat(10),
      [
        ...[1, 2, 3, 4, 5, 6].map((count) => `a7f2ff13bc495cf2:${count}`),
        ...['a7f2ff1481e87703:1', 'a9cf91f7bbf1862b:1', '55ec222b86bcae53:1'],
        ...['cc97dc7b1d7d8f7b:1', 'c129715d7a2bc9a3:1'],
      ],
    ],
  ];
  for (const [text, hashes] of known) {
    it(`of ${JSON.stringify(text.slice(0, 30))}`, () => {
      assert.deepEqual(lineHashes(text), hashes);
    });
  }
});

describe('github', () => {
  it('is one command for each finding, with nothing in it that ends one', async (t) => {
    const lines = (await printedOfAll(t, 'github')).trimEnd().split('\n');
    const { findings } = JSON.parse(await printedOfAll(t, 'json'));
    assert.equal(lines.length, findings.length);
    for (const [index, line] of lines.entries()) {
      const [, level, list = '', message] =
        /^::(error|warning|notice) (.*?)::(.*)$/.exec(line) ?? [];
      assert.ok(level, line);
      const properties = new Map(list.split(',').map((one) => one.split('=') as [string, string]));
      assert.equal(decodeURIComponent(properties.get('file') ?? ''), findings[index].path);
      assert.equal(properties.get('line'), `${findings[index].start.line}`);
      assert.ok(message?.startsWith(findings[index].message.replaceAll('%', '%25')));
    }
  });
});

/**
 * GitLab holds each entry against `app/validators/json_schemas/codeclimate.json`, stops at the first that does not fit
 * (`lib/gitlab/ci/parsers/codequality/code_climate.rb`), sorts by the severities of `codequality_reports.rb` beside it, and
 * keeps one entry for each fingerprint. Read in gitlabhq/gitlabhq at 33827e3a and 4315ed03. That there is a name, a line and a
 * path from the project's folder on is what its page on code quality asks for besides.
 */
describe('concise', () => {
  it('is what the problem matcher of the extension reads', async (t) => {
    const { problemMatchers } = readManifest().contributes;
    const [{ severity, pattern } = assert.fail()] = problemMatchers;
    // What VS Code knows as no severity, such as information, is what the matcher says.
    assert.equal(severity, 'info');
    const regexp = new RegExp(pattern.regexp);
    const lines = (await printedOfAll(t, 'concise')).trimEnd().split('\n');
    const { findings } = JSON.parse(await printedOfAll(t, 'json'));
    assert.deepEqual(
      lines.map((line) => {
        const groups = regexp.exec(line) ?? assert.fail(line);
        const { file, line: row, column, severity: level, code, message } = pattern;
        return [file, row, column, level, code, message].map((group) => groups[group]);
      }),
      findings.map(({ path, start, severity: level, rule, message }: Json) => [
        path,
        `${start.line}`,
        `${start.column}`,
        level,
        rule,
        message,
      ]),
    );
  });
});

describe('gitlab', () => {
  it('has what GitLab asks for, and no fingerprint twice', async (t) => {
    const issues: Json[] = JSON.parse(await printedOfAll(t, 'gitlab'));
    const schema = {
      type: 'array',
      items: {
        type: 'object',
        required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
        properties: {
          description: { type: 'string', minLength: 1 },
          check_name: { type: 'string', minLength: 1 },
          fingerprint: { type: 'string', pattern: '^[0-9a-f]{64}$' },
          severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
          location: {
            type: 'object',
            required: ['path', 'lines'],
            properties: {
              path: { type: 'string', pattern: '^(?!\\./|/)' },
              lines: {
                type: 'object',
                required: ['begin'],
                properties: { begin: { type: 'integer' } },
              },
            },
          },
        },
      },
    };
    assert.deepEqual(complaints(schema, issues, 'ajv'), []);
    assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
  });
});

describe('junit and checkstyle', () => {
  /** The attributes of elements of a name; a text that is no XML fails the test. */
  function elements(text: string, name: string): readonly ReadonlyMap<string, string>[] {
    const { problems } = readXml(text);
    assert.deepEqual(problems, []);
    const { status, stderr, error } = spawnSync('xmllint', ['--noout', '-'], {
      input: text,
      encoding: 'utf8',
    });
    if (!error) assert.equal(status, 0, stderr);
    return [...text.matchAll(new RegExp(`<${name}((?: [\\w-]+="[^"]*")*)/?>`, 'g'))].map(
      ([, list = '']) =>
        new Map(
          [...list.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
        ),
    );
  }

  it('are XML, with a test or an error for each finding', async (t) => {
    const { findings, excused } = JSON.parse(await printedOfAll(t, 'json'));
    const junit = await printedOfAll(t, 'junit');
    const [suite] = elements(junit, 'testsuite');
    const failing = findings.filter(({ severity }: Json) => /error|warning/.test(severity));
    assert.equal(suite?.get('failures'), `${failing.length}`);
    assert.equal(suite?.get('skipped'), `${excused.length}`);
    assert.equal(elements(junit, 'testcase').length, findings.length + excused.length);
    assert.equal(elements(junit, 'failure').length, failing.length);
    const checkstyle = await printedOfAll(t, 'checkstyle');
    const errors = elements(checkstyle, 'error');
    const told = errors.map((error) => `${error.get('line')}:${error.get('column')}`);
    assert.deepEqual(
      told,
      findings.map(({ start }: Json) => `${start.line}:${start.column}`),
    );
    const files = elements(checkstyle, 'file').map((file) => file.get('name'));
    assert.ok(files.includes('odd, 100%: &lt;&quot;&amp;&quot;&gt;.sh'));
  });

  it('let pass with a word what is milder than the job fails on', async (t) => {
    const folder = makeFolder(t, SAMPLE);
    const { findings } = JSON.parse(await printed(folder, 'json'));
    const counts = new Map<string, number>();
    for (const failOn of ['error', 'hint', 'never']) {
      const words = ['-f', 'junit', '--fail-on', failOn];
      const { code, out } = await runCommand(folder.path('.'), words);
      const failures = elements(out, 'failure').length;
      assert.equal(failures > 0, code === 1, failOn);
      assert.equal(elements(out, 'testsuite')[0]?.get('failures'), `${failures}`);
      assert.equal(out.match(/<system-out>/g)?.length ?? 0, findings.length - failures);
      counts.set(failOn, failures);
    }
    const errors = findings.filter(({ severity }: Json) => severity === 'error').length;
    assert.ok(errors > 0 && errors < findings.length);
    assert.deepEqual([...counts.values()], [errors, findings.length, 0]);
  });

  it('say that all is well where nothing is found', async (t) => {
    const folder = makeFolder(t, { 'run.sh': 'qemu-system-x86_64 -monitor stdio\n' });
    for (const format of ['junit', 'checkstyle']) {
      const { code, out } = await runCommand(folder.path('.'), ['-f', format]);
      assert.equal(code, 0);
      assert.equal(elements(out, 'testcase').length, format === 'junit' ? 1 : 0);
      assert.equal(elements(out, 'failure').length, 0);
    }
  });
});

describe('rdjson', () => {
  it('counts columns in bytes, and offers a fix of one edit', async (t) => {
    const text = "qemu-system-x86_64 -name 'größe 🖥' -monitor tcp::4444,server\n";
    const folder = makeFolder(t, { 'run.sh': text });
    const { diagnostics } = JSON.parse(await printed(folder, 'rdjson'));
    const [{ location, severity, code, suggestions }] = diagnostics;
    const start = Buffer.byteLength(text.slice(0, text.indexOf('tcp:'))) + 1;
    assert.equal(location.range.start.column, start);
    assert.equal(severity, 'ERROR');
    assert.equal(code.value, 'monitor-on-network');
    assert.equal(suggestions.length, 1);
    assert.deepEqual(suggestions[0].range.start, { line: 1, column: start });
  });
});

describe('markdown', () => {
  it('is tables with a row for each finding and each excuse, in which no text is markup', async (t) => {
    const { findings, excused } = JSON.parse(await printedOfAll(t, 'json'));
    const MarkdownIt = require('markdown-it');
    const html: string = new MarkdownIt('default').render(await printedOfAll(t, 'markdown'));
    assert.equal(html.match(/<tr>/g)?.length, findings.length + excused.length + 2);
    for (const { excuse } of excused) assert.ok(html.includes(excuse.reason));
    assert.match(html, /<code>a\|b`c\.sh:1<\/code>/);
    assert.match(html, /<code>odd, 100%: &lt;&quot;&amp;&quot;&gt;\.sh:1<\/code>/);
  });

  it('fits into a summary, which GitHub takes 1 MiB of', async (t) => {
    const line = 'kvm -monitor tcp::4444,server\n'.repeat(900);
    const folder = makeFolder(
      t,
      Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`${'ö'.repeat(80)}${n}.sh`, line])),
    );
    const text = await printed(folder, 'markdown');
    assert.ok(Buffer.byteLength(text) < 1024 * 1024);
    assert.match(text, /^### .*: 5400 findings\n/);
    assert.match(text, / \|\n\nThe rest does not fit into a summary\.\n$/);
  });
});
