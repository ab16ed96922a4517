/** Clients in other files of a project than the one that starts QEMU: what a fix takes along, and what it names. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOfFile } from '../../../../server/src/languages/detect.ts';
import { type Analysis, analyze } from '../../../../server/src/service/analysis/analyze.ts';
import {
  type FileFix,
  findingsOf,
  fixesOf,
} from '../../../../server/src/service/analysis/file-findings.ts';
import {
  type Project,
  portPlacesIn,
} from '../../../../server/src/service/fixes/clients/project.ts';
import { renderFixes } from '../../../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS } from '../../../../server/src/service/settings/settings.ts';
import { applyEdits } from '../../../../server/src/text/edit.ts';
import { analyzeText } from '../../../support/check.ts';
import { type ClientProject, FOLLOWING, NAMED, SAFE } from './table.ts';

analyzeText('');

/** The files of a project as a fix asks for them. */
function projectOf(files: ClientProject['files']): Project {
  const analyses = new Map<string, Analysis | undefined>();
  return {
    isWhole: true,
    placesOf: (port) =>
      Object.entries(files).flatMap(([name, text]) => portPlacesIn(`/w/${name}`, text, port)),
    analysisOf: (path) => {
      if (!analyses.has(path)) analyses.set(path, analysisOf(files, path));
      return analyses.get(path);
    },
  };
}

function analysisOf(files: ClientProject['files'], path: string): Analysis | undefined {
  const text = files[path.slice('/w/'.length)];
  const languageId = text === undefined ? undefined : languageOfFile(path, text);
  if (text === undefined || languageId === undefined) return undefined;
  const get = (other: string) => files[other.slice('/w/'.length)] ?? null;
  return analyze({ text, languageId, path, wantsClients: true }, DEFAULT_SETTINGS, { get });
}

/** A fix of the monitor of a project, by default the switch to a UNIX socket, and the files after it. */
function switched(
  { files, launch = 'run.sh' }: ClientProject,
  wanted = 'switch-to-unix',
): {
  readonly fix: FileFix;
  readonly after: Readonly<Record<string, string>>;
} {
  const path = `/w/${launch}`;
  const project = projectOf(files);
  const analysis = project.analysisOf(path) ?? assert.fail(launch);
  const [finding] = findingsOf(path, analysis, []);
  const fixes = finding
    ? fixesOf(finding, (of) => renderFixes(of, DEFAULT_SETTINGS, [], 'all', project))
    : [];
  const fix = fixes.find(({ id }) => id === wanted) ?? assert.fail('no such fix');
  const after = Object.entries(files).map(([name, text]) => {
    const edits = fix.edits.filter((edit) => edit.path === `/w/${name}`);
    return [name, applyEdits(text, edits) ?? assert.fail('the edits overlap')] as const;
  });
  return { fix, after: Object.fromEntries(after) };
}

/** The places that a fix names, as `test.sh:3`. */
function namedBy({ clients = [] }: FileFix): readonly string[] {
  return clients.map(({ path, line }) => `${path.slice('/w/'.length)}:${line}`);
}

describe('a fix that moves a monitor', () => {
  for (const [name, project] of Object.entries({ ...FOLLOWING, ...NAMED, ...SAFE })) {
    const { named = [], after: wanted = {}, isReview } = project;
    it(`${named.length > 0 ? 'names' : 'is safe with'} ${name}`, () => {
      const { fix, after } = switched(project);
      assert.deepEqual(namedBy(fix), named);
      const isSafe = named.length === 0 && !isReview;
      assert.deepEqual([fix.safety, fix.preferred], isSafe ? ['safe', true] : ['review', false]);
      for (const [file, text] of Object.entries(wanted)) assert.equal(after[file], text);
      for (const [file, text] of Object.entries(project.files)) {
        const isLaunch = file === (project.launch ?? 'run.sh');
        if (!isLaunch && !(file in wanted) && named.length > 0) assert.equal(after[file], text);
      }
    });
  }

  it('says in its title and risk where a client stays behind', () => {
    const files = { 'run.sh': NAMED['a device of bash']?.files['run.sh'] ?? '' };
    const lines = (count: number) => ({
      ...files,
      'c.sh': 'exec 3<>/dev/tcp/localhost/4444\n'.repeat(count),
    });
    assert.equal(
      switched({ files: lines(1) }).fix.title,
      'Switch to a UNIX socket (then update c.sh:1)',
    );
    const many = switched({ files: lines(12) }).fix;
    assert.equal(many.title, 'Switch to a UNIX socket (then update c.sh:1, c.sh:2 and 10 more)');
    assert.match(many.risk, /c\.sh:10 and 2 more still use the old address$/);
  });

  it('has one socket in all scripts of an address that a client does not tell apart', () => {
    const { files: named = {} } = NAMED['two QEMUs and one client'] ?? {};
    const files = Object.fromEntries(
      Object.entries(named).map(([name, text]) => [name, text.replace(/-name \w+/, '')]),
    );
    for (const launch of ['run.sh', 'other.sh']) {
      const { after } = switched({ files, launch });
      assert.match(after[launch] ?? '', /\/w-monitor\.sock,server,nowait"/);
    }
    const { 'ctl.sh': _, ...apart } = files;
    const third = 'PORT=4444\nkvm -monitor tcp:0.0.0.0:$PORT,server\n';
    for (const [projectFiles, launch, name] of [
      [apart, 'run.sh', 'run'],
      [{ ...apart, 'third.sh': third }, 'run.sh', 'run'],
      [apart, 'other.sh', 'other'],
      [named, 'run.sh', 'vm'],
    ] as const) {
      const { after } = switched({ files: projectFiles, launch });
      assert.match(after[launch] ?? '', new RegExp(`/${name}-monitor\\.sock,server,nowait"`));
    }
  });

  it('has one socket in all branches of a script, however the port is written', () => {
    const starts = (at: string) => `qemu-system-x86_64 -name ${at} -monitor `;
    for (const [one, other, name] of [
      ['tcp::4444,server', 'tcp:localhost:4444,server', 'a-monitor.sock'],
      ['tcp::$P,server', 'tcp:127.0.0.1:${P},server', 'a-$P-monitor.sock'],
    ]) {
      const script = `if x; then ${starts('a')}${one}; else ${starts('b')}${other}; fi\n`;
      const files = { 'run.sh': script };
      const analysis = projectOf(files).analysisOf('/w/run.sh') ?? assert.fail();
      const fixes = [...renderFixes(analysis, DEFAULT_SETTINGS).values()].flatMap(([fix]) => fix);
      assert.equal(fixes.length, 2);
      for (const fix of fixes) {
        const text = fix?.edits.map((edit) => edit.text).join('') ?? '';
        assert.ok(text.replace('{P}', 'P').includes(`/${name}`), text);
      }
    }
  });

  it('is not safe where not all files were looked at', () => {
    const files = { 'run.sh': NAMED['a device of bash']?.files['run.sh'] ?? '' };
    const project = { ...projectOf(files), isWhole: false };
    const analysis = project.analysisOf('/w/run.sh') ?? assert.fail();
    const [finding] = analysis.findings;
    const [fix] =
      (finding && renderFixes(analysis, DEFAULT_SETTINGS, [], 'all', project).get(finding)) ?? [];
    assert.deepEqual(
      [fix?.safety, fix?.risk],
      ['review', 'Not all files of the project were searched for clients'],
    );
  });
});

describe('a fix that moves a socket to another directory', () => {
  const LAUNCH = 'qemu-system-x86_64 -qmp unix:/tmp/vm.sock,server=on,wait=off\n';

  it('names who uses the old path in any file, and is not preferred then', () => {
    const files = {
      'run.sh': LAUNCH,
      'test.sh': 'socat - UNIX-CONNECT:/tmp/vm.sock\n',
      'ctl.py': '# Talks to /tmp/vm.sock\ns.connect("/tmp/vm.sock")\n',
      'vm.toml': 'socket = "/tmp/vm.sock"\n',
      'other.sh': 'ls /tmp/vm.sock2 /tmp/vm.sock.old /x/tmp/vm.sock\n',
      'same.sh': LAUNCH,
    };
    const { fix } = switched({ files }, 'private-directory');
    assert.deepEqual(namedBy(fix), ['ctl.py:2', 'test.sh:1', 'vm.toml:1']);
    assert.deepEqual([fix.safety, fix.preferred], ['review', false]);
    assert.match(
      fix.title,
      /^Move the socket .* \(then update ctl\.py:2, test\.sh:1 and 1 more\)$/,
    );
  });

  it('names nothing that runs on another machine, as another job does', () => {
    const job = (name: string, line: string) =>
      `  ${name}:\n    runs-on: x\n    steps:\n      - run: ${line}\n`;
    const workflow = '.github/workflows/ci.yml';
    const client = 'nc -U /tmp/vm.sock';
    const files = {
      [workflow]: `on: push\njobs:\n${job('a', LAUNCH.trim())}${job('b', client)}`,
      '.github/workflows/other.yml': `on: push\njobs:\n${job('a', client)}`,
      'test.sh': `${client}\n`,
    };
    const { fix } = switched({ files, launch: workflow }, 'private-directory');
    assert.deepEqual(namedBy(fix), ['test.sh:1']);
  });

  it('takes its own script along, and names nothing then', () => {
    const files = { 'run.sh': `${LAUNCH}nc -U /tmp/vm.sock\n`, 'same.sh': LAUNCH };
    const { fix, after } = switched({ files }, 'private-directory');
    assert.deepEqual(namedBy(fix), []);
    assert.match(after['run.sh'] ?? '', /^nc -U "\$\{XDG_RUNTIME_DIR:-\$HOME\}"\/vm\.sock$/m);
  });
});
