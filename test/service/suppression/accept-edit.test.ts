import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readWorkspaceFile } from '../../../server/src/service/settings/workspace-file.ts';
import { acceptanceOf, acceptEdit } from '../../../server/src/service/suppression/accept-edit.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { shownIn } from '../../support/check.ts';

const ENTRY = {
  path: 'lab/run.sh',
  rules: ['monitor-on-network'],
  address: '0.0.0.0:4444',
  reason: 'no "way" out',
};

/** The text with the entry, and the file that it is. */
function accepted(text: string): string | undefined {
  const edit = acceptEdit(text, ENTRY);
  return edit && applyEdits(text, [edit]);
}

const WRITTEN = `    {
      "path": "lab/run.sh",
      "rules": ["monitor-on-network"],
      "address": "0.0.0.0:4444",
      "reason": "no \\"way\\" out"
    }`;

describe('an entry for an accepted monitor', () => {
  it('makes a missing file', () => {
    const file = `{\n  "accept": [\n${WRITTEN}\n  ]\n}\n`;
    assert.equal(accepted(''), file);
    assert.equal(accepted('// ours'), `// ours\n${file}`);
  });

  it('stands behind the others, and leaves all other text as it is', () => {
    const other = '{ "path": "a", "rules": ["monitor-on-loopback"], "reason": "lab" }';
    assert.equal(
      accepted(`{\n  "accept": [\n    ${other},\n  ],\n}\n`),
      `{\n  "accept": [\n    ${other},\n${WRITTEN},\n  ],\n}\n`,
    );
  });

  it('leaves a comment with the entry that it stands behind', () => {
    const other = '{ "path": "a", "rules": ["monitor-on-loopback"], "reason": "lab" }';
    const list = (entries: string) => `{\n  "accept": [\n    ${entries}\n    // the end\n  ]\n}\n`;
    assert.equal(
      accepted(list(`${other} /* a, b */ // why`)),
      list(`${other}, /* a, b */ // why\n${WRITTEN}`),
    );
    assert.equal(accepted(list(`${other} , // why`)), list(`${other} , // why\n${WRITTEN},`));
    assert.equal(
      accepted('{ // ours\n  "neighbours": true // for now\n}\n'),
      `{ // ours\n  "neighbours": true, // for now\n  "accept": [\n${WRITTEN}\n  ]\n}\n`,
    );
    assert.equal(accepted('{ // ours\n}\n'), `{ // ours\n  "accept": [\n${WRITTEN}\n  ]\n}\n`);
  });

  it('has a line of its own in a file of one line, and the bracket behind it too', () => {
    const other = '{"path":"a","rules":["monitor-on-loopback"],"reason":"lab"}';
    assert.equal(accepted(`{"accept":[${other}]}`), `{"accept":[${other},\n${WRITTEN}\n  ]}`);
    assert.equal(
      accepted('{"neighbours":true}'),
      `{"neighbours":true,\n  "accept": [\n${WRITTEN}\n  ]\n}`,
    );
  });

  it('ends its lines as the file does', () => {
    for (const text of [
      '// ours\n',
      '{\n  "neighbours": true // yes\n}\n',
      '{\n  "accept": []\n}\n',
    ]) {
      const windows = accepted(text.replaceAll('\n', '\r\n'));
      assert.equal(windows, accepted(text)?.replaceAll('\n', '\r\n'));
    }
  });

  it('takes no time for a line of very many comments', () => {
    const comments = '/* * */'.repeat(20_000);
    assert.ok(accepted(`{ "accept": [{} ${comments} ] }`));
  });

  it('stands in a list that was empty, also one with comments', () => {
    assert.equal(accepted('{\n  "accept": []\n}\n'), `{\n  "accept": [\n${WRITTEN}\n  ]\n}\n`);
    assert.equal(
      accepted('{\n  "accept": [\n    // none yet\n  ]\n}\n'),
      `{\n  "accept": [\n${WRITTEN}\n    // none yet\n  ]\n}\n`,
    );
  });

  it('brings its list along where the file has none', () => {
    const list = `  "accept": [\n${WRITTEN}\n  ]`;
    assert.equal(accepted('{}'), `{\n${list}\n}`);
    assert.equal(
      accepted('{\n  "neighbours": true\n}\n'),
      `{\n  "neighbours": true,\n${list}\n}\n`,
    );
  });

  it('is indented as the file is', () => {
    const text = accepted('{\n\t"accept": []\n}\n');
    assert.equal(text, `{\n\t"accept": [\n${WRITTEN.replaceAll('  ', '\t')}\n\t]\n}\n`);
  });

  it('is written nowhere where it could not hold', () => {
    for (const text of ['{', '[]', '{ "accept": {} }', '{ "accept": [', '"x"']) {
      assert.equal(accepted(text), undefined);
    }
    assert.equal(acceptEdit('', { ...ENTRY, reason: '-' }), undefined);
    assert.equal(acceptEdit('', { ...ENTRY, path: '../x' }), undefined);
  });

  it('holds in any file that is JSON', () => {
    const value = fc.jsonValue({ maxDepth: 2 });
    const rest = fc.dictionary(fc.constantFrom('accept', 'rules', 'exclude', 'x'), value);
    fc.assert(
      fc.property(
        rest,
        fc.constantFrom(undefined, 1, '\t'),
        fc.boolean(),
        (json, space, isCommented) => {
          const plain = JSON.stringify(json, undefined, space);
          const text = isCommented ? plain.replace(/(?<=[\w"}\]],?)(?=\n)/g, ' // "why",') : plain;
          const after = accepted(text);
          const isList = Array.isArray(json['accept'] ?? []);
          assert.equal(after !== undefined, isList && json['accept'] !== null);
          if (after === undefined) return;
          const [last, before] = [readWorkspaceFile(after), readWorkspaceFile(text)];
          assert.equal(last.acceptances.at(-1)?.reason, ENTRY.reason);
          assert.equal(last.problems.length, before.problems.length);
        },
      ),
      { seed: 20261125, numRuns: 300 },
    );
  });
});

describe('what accepts a finding', () => {
  const of = (text: string, path = 'lab/run.sh') => {
    const [finding] = shownIn(text);
    return finding && acceptanceOf(finding, path);
  };

  it('names its file, its rule, and the address that it is about', () => {
    assert.deepEqual(of('kvm -monitor "tcp:0.0.0.0:$PORT,server"\n'), {
      path: 'lab/run.sh',
      rules: ['monitor-on-network'],
      address: '0.0.0.0:$PORT',
    });
  });

  it('has no address where the finding is about none', () => {
    assert.equal(
      of('umask 000\nkvm -monitor unix:/run/vm/m.sock,server,nowait\n')?.address,
      undefined,
    );
  });

  it('is nothing for remarks about comments, and for paths that would be patterns of another kind', () => {
    assert.equal(of('# qemu-monitor-guard: ignore[nothing] lab\nkvm\n'), undefined);
    assert.equal(of('kvm -monitor tcp::1,server\n', 'a[1].sh'), undefined);
  });
});
