/** What holds for every text that a folder's file of settings may have. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyze } from '../../server/src/service/analysis/analyze.ts';
import { matchesGlob } from '../../server/src/service/settings/glob.ts';
import { DEFAULT_SETTINGS, mergeSettings } from '../../server/src/service/settings/settings.ts';
import {
  readWorkspaceFile,
  WORKSPACE_FILE_KEYS,
} from '../../server/src/service/settings/workspace-file.ts';
import { codeBlocks, tableRows } from '../support/markdown.ts';
import { readRepositoryFile } from '../support/repository.ts';

const OPTIONS = { seed: 20261125, numRuns: 400 };

const word = fc.constantFrom(
  ...WORKSPACE_FILE_KEYS,
  ...[
    'path',
    'rules',
    'address',
    'reason',
    'monitor-on-network',
    'off',
    'lab/**',
    '7.2',
    '',
    '__proto__',
  ],
);
/** Values that are nearly settings. */
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.boolean(),
    fc.integer(),
    fc.constant(null),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(word, fc.string({ maxLength: 4 })), tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** Pieces of JSON in any order. */
const rubble = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['{', '}', '[', ']', ',', ':', '"', '//', '/*', '*/', '\n', '\\', '1e', 'true'],
      ),
      word.map((text) => JSON.stringify(text)),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('the file of settings', () => {
  it('is read whatever is in it, and each problem stands inside of it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          rubble,
          value.map((it) => JSON.stringify(it)),
        ),
        (text) => {
          const { settings, acceptances, problems } = readWorkspaceFile(text);
          for (const { at, message } of problems) {
            assert.ok(at.start >= 0 && at.start <= at.end && at.end <= text.length);
            assert.match(message, /^\S.*[^.\s]$/);
          }
          assert.equal(acceptances.length, settings?.accept.length ?? 0);
          const kinds = problems.filter(({ severity }) => severity === 'error').length;
          if (settings === undefined) assert.equal(kinds, 1);
        },
      ),
      OPTIONS,
    );
  });

  it('can be any JSON: what it sets is settings that the analysis takes', () => {
    fc.assert(
      fc.property(value, (json) => {
        const { settings } = readWorkspaceFile(JSON.stringify(json));
        assert.ok(settings);
        const merged = mergeSettings(DEFAULT_SETTINGS, settings, '/w');
        const text = 'kvm -monitor tcp::1,server\n';
        const source = { text, languageId: 'shellscript', path: '/w/lab/run.sh' };
        assert.deepEqual(analyze(source, merged).failures, []);
      }),
      OPTIONS,
    );
  });

  it('that is written as JSON without a problem is read the same with comments and last commas', () => {
    fc.assert(
      fc.property(value, (json) => {
        const plain = JSON.stringify(json, undefined, 2);
        const commented = plain
          .replace(/\n/g, ' // why, and "what"\n/* { */')
          .replace(/([\]}"\w])( \/\/[^\n]*\n\/\* \{ \*\/ *[\]}])/g, '$1,$2');
        assert.deepEqual(readWorkspaceFile(commented).settings, readWorkspaceFile(plain).settings);
      }),
      OPTIONS,
    );
  });
});

/** The words of JSON Schema that ours is made of. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

const UNDERSTOOD = [
  ...['type', 'enum', 'pattern', 'minLength', 'minItems', 'items', 'properties', 'required'],
  ...['additionalProperties', '$schema', 'title', 'allowComments', 'allowTrailingCommas'],
  ...['markdownDescription', 'patternErrorMessage', 'defaultSnippets'],
];

function typeOf(json: unknown): string {
  if (json === null) return 'null';
  return Array.isArray(json) ? 'array' : typeof json;
}

/** Whether a value is what the schema says. */
function fits(json: unknown, schema: Schema): boolean {
  const wrong = Object.keys(schema).filter((key) => !UNDERSTOOD.includes(key));
  assert.deepEqual(wrong, []);
  if (schema.type !== undefined && typeOf(json) !== schema.type) return false;
  if (schema.enum && !schema.enum.includes(json)) return false;
  if (typeof json === 'string') {
    if (json.length < (schema.minLength ?? 0)) return false;
    return schema.pattern === undefined || new RegExp(schema.pattern).test(json);
  }
  if (Array.isArray(json)) {
    const { items, minItems = 0 } = schema;
    return json.length >= minItems && json.every((item) => !items || fits(item, items));
  }
  if (typeof json !== 'object' || json === null) return true;
  const { properties = {}, required = [], additionalProperties = true } = schema;
  return (
    required.every((key) => Object.hasOwn(json, key)) &&
    Object.entries(json).every(([key, member]) => {
      const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
      return known ? fits(member, known) : additionalProperties;
    })
  );
}

describe('the schema of the file', () => {
  const schema: Schema = JSON.parse(readRepositoryFile('schemas/workspace-file.schema.json'));
  const id = fc.constantFrom('monitor-on-network', 'monitor-over-udp');
  /** Mostly what belongs there, sometimes something else. */
  const mostly = (right: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: word }, value);
  const entry = fc.record(
    {
      path: mostly(word),
      reason: mostly(word),
      address: mostly(fc.constant('/tmp/m.sock')),
      rules: mostly(fc.array(mostly(id), { minLength: 1, maxLength: 2 })),
    },
    { requiredKeys: ['path', 'reason', 'rules'] },
  );
  const override = fc.record(
    {
      files: mostly(fc.array(mostly(word), { minLength: 1, maxLength: 2 })),
      rules: mostly(fc.dictionary(id, mostly(fc.constantFrom('off', 'default')), { maxKeys: 2 })),
      neighbours: mostly(fc.boolean()),
    },
    { requiredKeys: ['files'] },
  );
  const file = fc.record(
    {
      rules: mostly(fc.dictionary(id, mostly(fc.constantFrom('off', 'default')), { maxKeys: 2 })),
      showPossible: mostly(fc.boolean()),
      qemuVersion: mostly(fc.constantFrom('7.2', '', '10.0.1', '7')),
      exclude: mostly(fc.array(mostly(word), { maxLength: 2 })),
      accept: mostly(fc.array(mostly(entry), { maxLength: 2 })),
      overrides: mostly(fc.array(mostly(override), { maxLength: 2 })),
    },
    { requiredKeys: [] },
  );

  it('forbids what the reader says that it forbids, and nothing else', () => {
    const seen = { fitting: 0, wrong: 0 };
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: file }, value), (json) => {
        const { problems } = readWorkspaceFile(JSON.stringify(json));
        const told = problems.filter(({ inSchema }) => inSchema);
        const isFitting = fits(JSON.parse(JSON.stringify(json)), schema);
        seen[isFitting ? 'fitting' : 'wrong']++;
        assert.equal(told.length === 0, isFitting, JSON.stringify({ json, told }));
      }),
      { ...OPTIONS, numRuns: 3000 },
    );
    assert.ok(seen.fitting > 100 && seen.wrong > 100, JSON.stringify(seen));
  });
});

describe('the documentation of the file', () => {
  for (const page of ['docs/settings.md', 'docs/workspace-file.md']) {
    it(`has an example in ${page} that is read without a problem`, () => {
      const blocks = codeBlocks(readRepositoryFile(page)).filter((it) => it.language === 'jsonc');
      assert.equal(blocks.length, 1);
      for (const { text } of blocks) {
        const { problems, acceptances } = readWorkspaceFile(text);
        assert.deepEqual(problems, []);
        assert.equal(acceptances.length, 1);
      }
    });
  }

  it('names every key', () => {
    const rows = tableRows(readRepositoryFile('docs/workspace-file.md'));
    const named = rows.map(([first]) => first?.replaceAll('`', ''));
    const wrong = WORKSPACE_FILE_KEYS.filter((key) => !named.includes(key));
    assert.deepEqual(wrong, []);
  });

  it('says of patterns what is true', () => {
    const rows = tableRows(readRepositoryFile('docs/workspace-file.md'));
    const patterns = rows.filter(([first]) => /[*/]|^`lab`$/.test(first ?? ''));
    const paths = ['lab', 'lab/a.sh', 'a.sh', 'x/a.sh', 'lab/old', 'lab/x/old/a', 'old'];
    const matched = patterns.map(([first]) => {
      const pattern = first?.replaceAll('`', '') ?? '';
      return `${pattern}: ${paths.filter((path) => matchesGlob(pattern, path)).join(' ')}`;
    });
    assert.deepEqual(matched, [
      'lab: lab lab/a.sh lab/old lab/x/old/a',
      'lab/**: lab/a.sh lab/old lab/x/old/a',
      '*.sh: a.sh',
      '**/*.sh: lab/a.sh a.sh x/a.sh',
      'lab/**/old: lab/old lab/x/old/a',
    ]);
  });
});
